"""The drafts that are open; one is begun, or given up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from policies import permissions, queries
from policies.drafts import actions, beginning


@require_safe
@login_required
def draft_list(request):
    drafts = queries.with_last_edit(permissions.open_drafts(request.user))
    may_write = not permissions.objection_to_writing(request.user)
    return render(request, "policies/drafts/draft_list.html", {"drafts": drafts, "may_write": may_write})


@login_required
def draft_new(request):
    """Choose a policy and what to begin from, or name a new policy."""
    if objection := permissions.objection_to_writing(request.user):
        raise PermissionDenied(objection)
    faults = {}
    if request.method == "POST":
        try:
            return redirect("draft", beginning.begin(request.POST, by=request.user).key)
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"policy": error.messages}
    typed = request.POST or request.GET
    context = {"faults": faults, "typed": typed, **queries.to_begin_from(request.user, typed.get("policy", ""))}
    return render(request, "policies/drafts/draft_new.html", context, status=400 if faults else 200)


@login_required
def draft_give_up(request, key):
    version = permissions.get_draft_to_write_or_404(request.user, key)
    reason, fault = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            actions.give_up_draft(version=version, by=request.user, reason=reason)
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            messages.success(request, f"The draft {key} is given up. The trail keeps every edit of it.")
            return redirect("drafts")
    context = {"version": version, "policy": version.policy, "reason": reason, "fault": fault}
    return render(request, "policies/drafts/draft_give_up.html", context, status=400 if fault else 200)
