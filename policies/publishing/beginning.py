"""The forms of one screen -> a version that is sent to be signed, or to be written on, and what to tell of it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from policies import permissions
from policies.drafts import actions as drafts
from policies.models import Policy, PolicyVersion
from policies.publishing import ending
from policies.publishing.days import day_of
from policies.publishing.readiness import next_to_come
from policies.signing.actions import approvers_to_choose
from policies.vocabulary import VersionPurpose


def reaffirm(post, *, policy: Policy, by) -> tuple[PolicyVersion, str]:
    version = ending.reaffirm(policy=policy, by=by, **reaffirmation(post))
    return version, "Sent to be signed: reviewed, no change."


def reaffirmation(post) -> dict:
    """What the form says of a text that was reviewed and stands."""
    return {
        "reviewed_on": day_of("reviewed_on", post.get("reviewed_on", ""), "Say on which day it was reviewed."),
        "searched_through": day_of("searched_through", post.get("searched_through", "")),
        "literature": post.get("literature", ""),
        "next_review_on": day_of("next_review_on", post.get("next_review_on", "")),
        "approvers": post.getlist("approvers"),
    }


def retire(post, *, policy: Policy, by) -> tuple[PolicyVersion, str]:
    version = ending.retire(policy=policy, by=by, **retirement(post, by))
    return version, "Sent to be signed: the retirement. The day of the end is said when it is published."


def retirement(post, by) -> dict:
    """What the form says of a policy that is to end."""
    key = post.get("replaced_by", "")
    other = None
    if key:
        other = permissions.visible_policies(by).filter(key=key).first() if "\x00" not in key else None
        if other is None:
            raise ValidationError({"replaced_by": "There is no such policy to replace it."})
    return {"reason": post.get("reason", ""), "approvers": post.getlist("approvers"), "replaced_by": other}


def correct(post, *, policy: Policy, by) -> tuple[PolicyVersion, str]:
    version = drafts.begin_draft(
        policy=policy,
        by=by,
        based_on=ending.in_force(policy),
        purpose=VersionPurpose.CORRECTION,
        reason=post.get("reason", ""),
    )
    told = "A draft of the correction is begun. Put the text right, then send it to be signed."
    if other := next_to_come(version, timezone.localdate()):
        told += f" {other.name}, which takes effect on {other.effective_on}, is not corrected by it."
    return version, told


def choices(policy: Policy, user) -> dict:
    """What the forms offer."""
    others = permissions.visible_policies(user).exclude(pk=policy.pk).select_related("payer").order_by("title", "key")
    return {
        "approvers": [name for name in approvers_to_choose(PolicyVersion()) if name != user.get_username()],
        "others": others,
        "today": timezone.localdate(),
    }
