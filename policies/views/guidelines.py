from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render

from evidence.models import Recommendation
from evidence.permissions import get_or_404
from policies import actions, guideline_positions, permissions
from policies.models import StatementIndication
from policies.presenters import guidelines as presenter
from policies.vocabulary import GuidelineVerdict


def policy_guidelines(request, key):
    """What each guideline says of each indication of the policy, and whether the policy agrees."""
    version = permissions.get_version_or_404(request.user, key)
    if request.method == "POST":
        return give_reason(request, version)
    context = {
        "policy": version.policy,
        "version": version,
        "view": presenter.positions_view(guideline_positions.positions(version), version),
        "verdicts": GuidelineVerdict.choices,
        "may_reason": not permissions.objection_to_giving_guideline_reasons(request.user),
    }
    return render(request, "policies/policy_guidelines.html", context)


@login_required
def give_reason(request, version):
    given = {name: request.POST.get(name, "") for name in ("pair", "recommendation", "text", "verdict")}
    if "\x00" in "".join(given.values()):
        raise Http404("There is no such indication here.")
    rows = StatementIndication.objects.filter(statement__version=version).select_related("statement__version")
    pair = get_or_404(request.user, rows, given["pair"])
    recommendation = get_or_404(request.user, Recommendation.objects.all(), given["recommendation"])
    told = {"text": given["text"], "verdict": given["verdict"]}
    try:
        actions.give_guideline_reason(statement_indication=pair, recommendation=recommendation, by=request.user, **told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("policy-guidelines", version.policy.key)
