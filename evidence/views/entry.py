"""Entering a study as its paper tells it: facts, arms, outcomes, and figures read from printed sentences."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evidence.entry import actions, page, papers
from evidence.entry.forms import ArmForm, OutcomeForm, StudyForm, ToldForm, WorkForm
from evidence.entry.proposals import Proposal, proposals_of
from evidence.models import Study
from evidence.permissions import (
    get_outcome_or_404,
    get_study_to_enter_or_refuse,
    objection_to_correcting_evidence,
    objection_to_entering_evidence,
    refuse,
)

ARM, OUTCOME = "arm", "outcome"  # prefixes of the forms that stand on one page


@login_required
def study_new(request):
    """A form that follows the paper: its report, then the study, then what the paper says of it as a whole."""
    refuse(objection_to_entering_evidence(request.user))
    data = request.POST if request.method == "POST" else None
    forms = StudyForm(data), ToldForm(data, prefix="told"), WorkForm(data, prefix="work")
    named = request.POST.get("reference", request.GET.get("reference", "")).strip()
    context = dict(zip(("form", "told", "work"), forms, strict=True)) | {"named": named, "report": None}
    context["report"] = papers.reference_named(named) if named else None
    if data is None:
        return render(request, "evidence/study_new.html", context)
    try:
        study = _add_study(request, *forms, context["report"], named)
    except ValidationError as error:
        context |= {"faults": page.tell(error, *forms), "here": getattr(error, "row", None)}
        return render(request, "evidence/study_new.html", context, status=400)
    messages.success(request, f"{study} is entered. Add its arms and outcomes, then its figures.")
    return redirect("study-edit", study.key)


def _add_study(request, form, told, work, report, named) -> Study:
    if named and report is None:
        raise ValidationError(f"No report called “{named}” is here. Check it, or enter the report as a new one.")
    wanted = [form, told] if report else [form, told, work]
    valid = [each.is_valid() for each in wanted]  # of all, so that every fault is shown at once
    if not all(valid):
        raise ValidationError("Some fields cannot be kept as they are. Nothing was saved; see below.")
    facts = {name: form.cleaned_data[name] for name in ("label", "acronym", "design", "setting", "note")}
    return actions.add_study(
        facts=facts,
        conditions=form.cleaned_data["conditions"],
        interventions=form.cleaned_data["interventions"],
        reference=report,
        work=None if report else work.cleaned_data,
        told=told.cleaned_data,
        is_another="another" in request.POST,
        by=request.user,
    )


@login_required
def study_edit(request, key):
    return _study_page(request, get_study_to_enter_or_refuse(request.user, key))


def _study_page(request, study, *, arm=None, outcome=None, faults=(), status=200):
    """The page of entering, with the form that was refused as it was typed."""
    context = page.study_page(study) | {"faults": faults}
    context["arm_form"] = arm or ArmForm(prefix=ARM)
    context["outcome_form"] = outcome or OutcomeForm(prefix=OUTCOME)
    context["may_correct"] = not objection_to_correcting_evidence(request.user)
    return render(request, "evidence/study_edit.html", context, status=status)


@login_required
@require_POST
def study_arm(request, key):
    study = get_study_to_enter_or_refuse(request.user, key)
    form, faults = ArmForm(request.POST, prefix=ARM), []
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "role")}
        sizes = {name: form.cleaned_data[name] for name in ("participants", "evaluable")}
        of = form.cleaned_data["interventions"]
        try:
            actions.add_arm(study=study, facts=facts, interventions=of, sizes=sizes, by=request.user)
            return redirect(f"{reverse('study-edit', args=[study.key])}#arms")
        except ValidationError as error:
            faults = page.tell(error, form)
    return _study_page(request, study, arm=form, faults=faults, status=400)


@login_required
@require_POST
def study_outcome(request, key):
    study = get_study_to_enter_or_refuse(request.user, key)
    form, faults = OutcomeForm(request.POST, prefix=OUTCOME), []
    if form.is_valid():
        try:
            outcome = actions.add_outcome(study=study, facts=form.cleaned_data, by=request.user)
            return redirect(f"{reverse('study-figures', args=[study.key])}?outcome={outcome.key}")
        except ValidationError as error:
            faults = page.tell(error, form)
    return _study_page(request, study, outcome=form, faults=faults, status=400)


@login_required
def study_figures(request, key):
    """Quick entry for one outcome: a printed sentence is read into fields, which a person confirms."""
    study = get_study_to_enter_or_refuse(request.user, key)
    outcome = _outcome_asked(request, study)
    if request.method == "POST":
        return _add_figures(request, study, outcome)
    text, place = request.GET.get("text", ""), request.GET.get("place", "").strip()
    proposals, lines = proposals_of(text, place, outcome)
    if (kind := request.GET.get("kind")) in page.KINDS and not proposals:
        proposals = [Proposal(kind, {"as_reported": text.strip(), "lines": place})]
    context = {"study": study, "outcome": outcome, "text": text, "place": place, "lines": lines}
    context["entries"] = page.proposed_entries(proposals, outcome)
    part = "_figures_read.html" if request.htmx and not request.htmx.boosted else "study_figures.html"
    return render(request, f"evidence/{part}", context)


def _outcome_asked(request, study):
    key = request.POST.get("outcome", request.GET.get("outcome", ""))
    return get_outcome_or_404(request.user, papers.outcomes_of_paper(study), key.replace("\x00", ""))


def _add_figures(request, study, outcome):
    entries, faults = page.posted_entries(request.POST, outcome), []
    valid = [entry.form.is_valid() for entry in entries]
    if "add" in request.POST and entries and all(valid):
        figures = [(entry.form.Meta.model, entry.form.cleaned_data) for entry in entries]
        try:
            made = actions.add_figures(outcome=outcome, figures=figures, by=request.user)
            messages.success(request, f"{len(made)} figure{'' if len(made) == 1 else 's'} added to {outcome.title}.")
            return redirect(f"{reverse('study-edit', args=[study.key])}#{outcome.key}")
        except ValidationError as error:
            faults = page.tell(error, *(entry.form for entry in entries[:1])) if len(entries) == 1 else error.messages
    elif not entries:
        faults = ["No figure is ticked. Tick those that are to be added."]
    elif "add" in request.POST:
        faults = ["Some fields cannot be kept as they are. Nothing was saved; see below."]
    context = {"study": study, "outcome": outcome, "entries": entries, "faults": faults}
    context |= {"text": request.POST.get("text", ""), "place": request.POST.get("place", "")}
    checked = "add" not in request.POST and bool(entries)
    part = "_figures_said.html" if request.htmx else "study_figures.html"
    return render(request, f"evidence/{part}", context, status=200 if checked else 400)
