"""What the form that begins a draft asks for."""

from django.core.exceptions import ValidationError
from django.http import QueryDict

from policies import permissions
from policies.drafts import actions
from policies.models import Payer, Policy, PolicyVersion

NEW_POLICY, EMPTY = "new", "empty"


def begin(post: QueryDict, *, by) -> PolicyVersion:
    """ValidationError by field: policy, start, payer, title, number."""
    asked = {name: post.get(name, "").strip() for name in ("policy", "start", "payer", "title", "number")}
    if unclean := [name for name, value in asked.items() if "\x00" in value]:
        raise ValidationError({unclean[0]: "This is plain text, without control signs."})
    if asked["start"] == NEW_POLICY:
        payer = Payer.objects.filter(key=asked["payer"]).first()
        if payer is None:
            raise ValidationError({"payer": "Choose the payer whose policy it is."})
        return actions.begin_policy(payer=payer, title=asked["title"], number=asked["number"], by=by)
    policy = Policy.objects.filter(key=asked["policy"]).first()
    if policy is None:
        raise ValidationError({"policy": "Choose the policy to write a draft of."})
    if asked["start"] == EMPTY:
        return actions.begin_draft(policy=policy, by=by)
    text = permissions.text_to_go_on_from(by, policy)
    if text is None:
        raise ValidationError({"start": "No version of this policy is in force. Begin with an empty draft."})
    return actions.begin_draft(policy=policy, by=by, based_on=text)
