"""A review is opened, written, assigned, taken on and closed. Each form is done, or comes back with what was typed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from policies.publishing import beginning
from reviews import permissions
from reviews.cycles import acting
from reviews.presenters.around import around
from reviews.presenters.forms import closing_form, drafting_form, opening_form
from reviews.views.cycles import review_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def review_new(request):
    """`?policy=` chooses one; where a due date of it is stored, it is proposed."""
    permissions.refuse_unless(request.user, "keep_reviews")
    faults = []
    if request.method == "POST":
        try:
            cycle = acting.open_review(request.POST, request.user)
        except ValidationError as error:
            faults = error.messages
        else:
            messages.success(request, "The review is open. Say what it asks, and who writes it.")
            return redirect(cycle)
    context = {"faults": faults, "typed": request.POST or request.GET}
    context |= opening_form(request.user, context["typed"].get("policy", ""))
    return render(request, "reviews/review_new.html", context, status=400 if faults else 200)


@login_required
@form_page
def review_edit(request, key):
    cycle = permissions.get_cycle_to(request.user, key, "keep_reviews")
    return _one_form(request, cycle, "review_edit", acting.edit, {})


@login_required
@form_page
def review_close(request, key):
    cycle = permissions.get_cycle_to(request.user, key, "close_reviews")
    return _one_form(request, cycle, "review_close", acting.close, closing_form(request.user, cycle))


def _one_form(request, cycle, name: str, act, shown: dict):
    faults = []
    if request.method == "POST":
        try:
            messages.success(request, act(request.POST, cycle, request.user))
            return redirect(cycle)
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, cycle, "") | shown | {"faults": faults, "typed": request.POST}
    return render(request, f"reviews/{name}.html", context, status=400 if faults else 200)


@login_required
@form_page
def review_draft(request, key):
    """What the review brings: a draft, the text as it stands, or the policy's end."""
    cycle = permissions.get_cycle_to(request.user, key, "write_drafts")
    faults = []
    if request.method == "POST":
        try:
            page, version, said = acting.draft(request.POST, cycle, request.user)
            messages.success(request, said)
            return redirect(page, version.key)
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, cycle, "") | drafting_form(cycle) | beginning.choices(cycle.policy, request.user)
    context |= {"faults": faults, "typed": request.POST, "chosen": request.POST.getlist("approvers")}
    return render(request, "reviews/review_draft.html", context, status=400 if faults else 200)


@require_POST
@login_required
def review_assign(request, key):
    return _done(request, permissions.get_cycle_to(request.user, key, "keep_reviews"), acting.assign)


@require_POST
@login_required
def review_move(request, key):
    return _done(request, permissions.get_cycle_or_404(request.user, key), acting.move)


@require_POST
@login_required
def assignment_end(request, pk):
    row = permissions.get_assignment_or_404(request.user, pk)
    cycle = permissions.get_cycle_or_404(request.user, row.cycle.key)
    return _done(request, cycle, lambda post, cycle, by: acting.end_assignment(row, by))


def _done(request, cycle, act):
    try:
        messages.success(request, act(request.POST, cycle, request.user))
    except ValidationError as error:
        return review_page(request, cycle, error.messages)
    return redirect(cycle)
