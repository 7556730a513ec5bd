from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from evidence.appraisal import actions, typed
from evidence.models import Study
from evidence.permissions import get_or_404, objection_to_appraising, refuse


def study_appraise(request, key):
    """The form that appraises a study; with what the same person said before, where they did."""
    if request.method == "POST":
        return appraisal_given(request, key)
    study = get_or_404(request.user, Study.objects.all(), key)
    refuse(objection_to_appraising(request.user))
    said = typed.last_said(study, request.GET.dict(), request.user)
    return render(request, "evidence/study_appraise.html", said.context())


@login_required
def appraisal_given(request, key):
    """Keeps the appraisal; where htmx asks, only tells what the domains judged so far propose."""
    study = get_or_404(request.user, Study.objects.all(), key)
    refuse(objection_to_appraising(request.user))
    said = typed.from_post(study, request.POST.dict())
    if request.htmx or "propose" in request.POST:
        page = "_proposal" if request.htmx else "study_appraise"
        return render(request, f"evidence/{page}.html", said.context())
    try:
        actions.appraise_study(**said.given(), by=request.user)
    except ValidationError as error:
        context = said.context() | {"faults": error.messages}
        return render(request, "evidence/study_appraise.html", context, status=400)
    messages.success(request, "The appraisal is kept.")
    return redirect(f"{study.get_absolute_url()}#risk-of-bias")
