"""Where a review looks besides the databases, for members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from evidence.full_texts.uploading import receives_files
from reviews import permissions
from reviews.presenters.around import around
from reviews.presenters.sources import sources, trials_file
from reviews.sources import forms
from reviews.sources.clinicaltrials import LARGEST


@login_required
def review_sources(request, key):
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    objection = permissions.objection_to(request.user, "check_sources")
    faults = []
    if request.method == "POST":
        if objection:
            raise PermissionDenied(objection)
        try:
            said, place = forms.take(request.POST, cycle=cycle, by=request.user)
            messages.success(request, said)
            return redirect(f"{reverse('review-sources', args=[cycle.key])}#{place}")
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, cycle, "review-sources") | sources(cycle, request.user)
    context |= {"faults": faults, "typed": request.POST, "said": request.POST.get("do", "")}
    context |= {"may_check": not objection and not cycle.is_closed, "may_keep_trials": not objection}
    return render(request, "reviews/sources.html", context, status=400 if faults else 200)


def _objection(user) -> str:
    return permissions.objection_to(user, "check_sources")


@login_required
@receives_files(_objection, LARGEST)
def review_trials_file(request, key):
    """A file of a registry, read into the policy's list. The answer tells its end, and nothing keeps it.

    It leads nowhere else: the same file sent again finds everything held as it is.
    """
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    read, faults = None, []
    if request.method == "POST":
        try:
            read = forms.take_trials_file(request, cycle=cycle)
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, cycle, "review-sources") | trials_file(read)
    context |= {"faults": faults, "typed": request.POST if faults else {}, "objection": _objection(request.user)}
    return render(request, "reviews/trials_file.html", context, status=400 if faults else 200)
