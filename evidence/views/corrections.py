"""Correcting what was entered: a figure, or the facts of a study, with the reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from evidence.entry import actions, page
from evidence.entry.forms import KINDS, StudyForm
from evidence.models import EffectEstimate, Study
from evidence.permissions import (
    get_figure_to_correct_or_refuse,
    get_or_404,
    objection_to_correcting_evidence,
    refuse,
)


@login_required
def figure_correct(request, key):
    figure = get_figure_to_correct_or_refuse(request.user, key)
    outcome = figure.outcome
    kind = KINDS["effect" if isinstance(figure, EffectEstimate) else "measurement"]
    seen = request.POST.get("seen") or actions.state_of(figure)
    form = kind(request.POST or None, instance=figure, study=outcome.account.study)
    return _correct(request, form, {"figure": figure, "outcome": outcome, "seen": seen}, actions.correct_figure)


@login_required
def study_facts(request, key):
    study = get_or_404(request.user, Study.objects.all(), key)
    refuse(objection_to_correcting_evidence(request.user))
    seen = request.POST.get("seen") or actions.state_of(study)
    form = StudyForm(request.POST or None, instance=study)
    return _correct(request, form, {"study": study, "seen": seen}, actions.correct_study)


def _correct(request, form, context, action):
    """Corrects the row of the form, or shows what was typed with what is the matter."""
    row = type(form.instance).objects.get(pk=form.instance.pk)  # a checked form has written into its own
    faults, reason = [], request.POST.get("reason", "")
    study = row if isinstance(row, Study) else row.outcome.account.study
    if request.method == "POST" and form.is_valid():
        told = {"changes": form.cleaned_data, "reason": reason, "seen": context["seen"], "by": request.user}
        try:
            action(**{"study" if row == study else "figure": row}, **told)
            messages.success(request, "Corrected. What it said before stays in its history.")
            return redirect(study)
        except ValidationError as error:
            faults = page.tell(error, form)
            faults += getattr(error, "error_dict", {}).get("reason", [])
    context |= {"form": form, "faults": faults, "reason": reason, "study": study}
    if row != study:
        context["entry"] = page.entry_of(0, form, row.outcome)
    status = 400 if request.method == "POST" else 200
    return render(request, "evidence/correct.html", context, status=status)
