"""The queue of a cycle, the undoing of the last word, and works added by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evidence.views.files import csv_file
from reviews import permissions
from reviews.presenters import screening as presenter
from reviews.presenters.around import around
from reviews.screening import actions, adding
from reviews.screening.forms import AddForm
from reviews.screening.hindering import undecided
from reviews.screening.queue import QueueQuery


@require_safe
def review_screening(request, key):
    """The works of one stage, narrowed and ordered by what the address asks; the same as a file."""
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    query = QueueQuery.from_params(request.GET)
    if request.GET.get("format") == "csv":
        rows = presenter.file_rows(cycle, query, request.user)
        return csv_file(f"screening-{cycle.key.replace('/', '-')}", rows, presenter.COLUMNS)
    context = around(request.user, cycle, "review-screening")
    context |= presenter.queue_page(cycle, query, request.user)
    context["undecided"] = undecided(cycle)
    context["may_screen"] = not permissions.objection_to(request.user, "screen")
    return render(request, "reviews/screening.html", context)


@require_POST
@login_required
def screening_undo(request, key):
    """Takes back the last word of the one who asks, and shows what it was said on."""
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    query = QueueQuery.from_params(request.GET)
    try:
        candidate, stage = actions.undo(cycle=cycle, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("review-screening", args=[cycle.key]) + query.url)
    messages.success(request, "Taken back: your word on this work.")
    return redirect(candidate.get_absolute_url() + query.of(stage=stage).url)


@login_required
def screening_add(request, key):
    """One work that no search found."""
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    if objection := permissions.objection_to(request.user, "screen"):
        raise PermissionDenied(objection)
    form, known = AddForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            candidate = adding.add_by_hand(cycle=cycle, by=request.user, **form.told)
            messages.success(request, "Added: it is judged like the others.")
            return redirect(candidate.get_absolute_url())
        except adding.AlreadyKnown as error:
            known = error.known
        except ValidationError as error:
            form.add_error(None, error)
    context = around(request.user, cycle, "review-screening") | {"form": form, "known": known}
    return render(request, "reviews/screening_add.html", context, status=400 if form.errors or known else 200)
