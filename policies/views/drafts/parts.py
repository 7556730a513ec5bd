"""The pages of what a draft holds besides its outline, and of one row with all its fields."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import permissions
from policies.drafts.fields import BY_PART, PAGES
from policies.presenters import draft_parts
from policies.views.drafts import answers


@require_safe
@login_required
def draft_part(request, key, part):
    version = permissions.get_draft_to_write_or_404(request.user, key)
    form = next((each for each in PAGES if each.part == part), None)
    if form is None:
        raise Http404("There is no such part of a draft.")
    context = answers.frame(request, version, part) | {"form": form, **draft_parts.page_of(version, form)}
    return render(request, "policies/drafts/draft_part.html", context)


@require_safe
@login_required
def draft_row(request, key):
    """One row with all its fields and what hangs on it: a page, or a fragment to unfold in the outline."""
    version = permissions.get_draft_to_write_or_404(request.user, key)
    form = BY_PART.get(request.GET.get("part", ""))
    if form is None:
        raise Http404("There is no such part of a draft.")
    above = request.GET.get("above", "")
    row = draft_parts.row_of(version, form, request.GET.get("row", ""), above, besides_the_outline=bool(request.htmx))
    if row is None:
        raise Http404("There is no such row in this draft. Somebody may have removed it; undoing brings it back.")
    context = answers.frame(request, version, form.part) | {"row": row}
    template = "_row.html" if request.htmx else "draft_row.html"
    return render(request, f"policies/drafts/{template}", context)
