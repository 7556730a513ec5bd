"""The editor of a draft: the page, every form of it, and who else is at it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from policies import permissions
from policies.drafts import acts, form_values, presence
from policies.drafts.editing import StaleEdit
from policies.presenters import drafting
from policies.views.drafts import answers


@login_required
def draft(request, key):
    """The outline; posted to, it does what one of its forms asks for."""
    version = permissions.get_draft_to_write_or_404(request.user, key)
    if request.method == "POST":
        return _act(request, version)
    context = answers.frame(request, version, "statement") | {"blocks": drafting.blocks(version)}
    template = "_statements.html" if request.htmx else "draft.html"
    return render(request, f"policies/drafts/{template}", context)


def _act(request, version):
    asked = None
    try:
        asked = acts.asked_of(request.POST)
        row = acts.perform(version=version, by=request.user, asked=asked)
    except StaleEdit as stale:
        return answers.clashed(request, version, asked, stale)
    except ValidationError as fault:
        return answers.refused(request, version, fault)
    return answers.done(request, version, asked, row)


@login_required
@require_POST
def draft_presence(request, key):
    """Notes that the page is open, and tells who else is at the draft and what they did."""
    version = permissions.get_draft_to_write_or_404(request.user, key)
    try:
        edition = form_values.edition_of(request.POST)
    except ValidationError as fault:
        return JsonResponse({"said": fault.messages[0]}, status=400)
    others = presence.be_present(version=version, by=request.user, edition=edition)
    return render(request, "policies/drafts/_others.html", {"others": others, "version": version})
