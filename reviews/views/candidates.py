"""One work to be judged: its page, the word on it, and its reopening."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from reviews import permissions
from reviews.presenters.around import around
from reviews.presenters.candidate import candidate_page, query_on
from reviews.screening import acting, actions
from reviews.screening.going_on import address_after


@require_safe
def candidate(request, key):
    return _page(request, permissions.get_candidate_or_404(request.user, key))


@require_POST
@login_required
def candidate_judge(request, key):
    """Keeps a word, and goes on to the next work of the queue."""
    found = permissions.get_candidate_or_404(request.user, key)
    query = query_on(found, request.GET)
    try:
        told = acting.judge(request.POST, found, query.stage, request.user)
    except ValidationError as error:
        return _page(request, found, error.messages)
    messages.success(request, told)
    stays = "take_back" in request.POST
    return redirect(found.get_absolute_url() + query.url if stays else address_after(found, query, request.user))


@require_POST
@login_required
def candidate_reopen(request, key):
    """Takes back every word of the stage, so that the work is judged anew."""
    found = permissions.get_candidate_or_404(request.user, key)
    query = query_on(found, request.GET)
    try:
        actions.reopen(candidate=found, stage=query.stage, why=request.POST.get("why", ""), by=request.user)
    except ValidationError as error:
        return _page(request, found, error.messages)
    messages.success(request, "Reopened: it is to be judged again.")
    return redirect(found.get_absolute_url() + query.url)


def _page(request, found, faults=()):
    """`faults` are why a word was refused: what was typed stays in the form."""
    query = query_on(found, request.GET)
    context = around(request.user, found.cycle, "review-screening") | candidate_page(found, query, request.user)
    context |= {"faults": faults, "typed": request.POST}
    return render(request, "reviews/candidate.html", context, status=400 if faults else 200)
