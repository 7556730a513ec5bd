from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from policies import actions, permissions
from policies.presenters import versions as presenter
from policies.versions import comparison
from policies.vocabulary import ChangeClass


def compare_versions(request):
    """Two versions of one policy side by side, `?ids=older,newer`; without ids, what there is to choose from."""
    asked = request.GET.get("ids", "")
    if not asked.strip():
        return _choose(request)
    try:
        pair = comparison.asked_pair(request.user, asked)
    except comparison.NotComparableError as fault:
        return _choose(request, str(fault), status=400)
    if request.method == "POST":
        return confirm_change(request, pair)
    diff, reviews = comparison.compared(*pair), comparison.reviews(*pair)
    context = {
        "comparison": presenter.comparison(diff, *pair, reviews),
        "policy": pair[1].policy,
        "classes": ChangeClass.choices,
        "may_confirm": not permissions.objection_to_confirming_changes(request.user),
    }
    return render(request, "policies/compare_versions.html", context)


def _choose(request, fault: str = "", status: int = 200):
    context = {"policies": comparison.policies_to_compare(request.user), "fault": fault}
    return render(request, "policies/compare_versions_choose.html", context, status=status)


@login_required
def confirm_change(request, pair):
    older, newer = pair
    given = {name: request.POST.get(name, "") for name in ("change", "change_class", "reason")}
    try:
        actions.confirm_change(older=older, newer=newer, by=request.user, **given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.get_full_path())
