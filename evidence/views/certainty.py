from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from evidence.appraisal import actions, bodies, certainty_pages
from evidence.models import CertaintyOfEvidence, Study
from evidence.permissions import get_or_404, objection_to_appraising, refuse
from evidence.views.files import csv_file
from evidence.views.lists import page_of


@require_safe
def certainty_list(request):
    """Every body of evidence as it is graded now; the same as a file."""
    rows = certainty_pages.with_figures(CertaintyOfEvidence.objects.current())
    if request.GET.get("format") == "csv":
        return csv_file("certainty", certainty_pages.file_rows(rows.iterator(chunk_size=200)), certainty_pages.COLUMNS)
    page = page_of(request, Paginator(rows, 50))
    context = {
        "page": page,
        "rows": certainty_pages.list_rows(page),
        "may_grade": not objection_to_appraising(request.user),
        "nothing_read": not Study.objects.exists(),
    }
    return render(request, "evidence/certainty_list.html", context)


@require_safe
def certainty_detail(request, key):
    row = get_or_404(request.user, certainty_pages.with_figures(CertaintyOfEvidence.objects.all()), key)
    if request.GET.get("format") == "csv":
        return csv_file("figures", certainty_pages.figure_file_rows(row), certainty_pages.FIGURE_COLUMNS)
    context = certainty_pages.detail(row, request.user) | {"may_grade": not objection_to_appraising(request.user)}
    return render(request, "evidence/certainty_detail.html", context)


def certainty_new(request):
    """The form for the body of evidence that the address asks for, or the choice of one."""
    if request.method == "POST":
        return certainty_given(request)
    refuse(objection_to_appraising(request.user))
    try:
        question = bodies.asked(request.GET)
    except ValidationError as error:
        return _choose(request, error.messages, status=400)
    return _form(request, question, bodies.Typed()) if question else _choose(request)


def certainty_grade(request, key):
    """The form for another grading of the same body of evidence, with what stands now."""
    if request.method == "POST":
        return certainty_given(request, key)
    refuse(objection_to_appraising(request.user))
    row = get_or_404(request.user, certainty_pages.with_figures(CertaintyOfEvidence.objects.all()), key)
    return _form(request, bodies.question_of(row), bodies.as_graded(row), row)


@login_required
def certainty_given(request, key=""):
    """Keeps the grading; where htmx asks, only tells what the steps so far make of it."""
    refuse(objection_to_appraising(request.user))
    before = None
    if key:
        before = get_or_404(request.user, certainty_pages.with_figures(CertaintyOfEvidence.objects.all()), key)
    try:
        question = bodies.question_of(before) if before else bodies.asked(request.GET)
    except ValidationError as error:
        return _choose(request, error.messages, status=400)
    if question is None:
        return _choose(request, ["Choose first what the certainty is of."], status=400)
    return _keep(request, question, before)


def _keep(request, question, before):
    typed = bodies.from_post(request.POST)
    if request.htmx or "propose" in request.POST:
        return _form(request, question, typed, before)
    body, context = certainty_pages.form(question, typed)
    texts = {name: getattr(typed, name) for name in ("start", "start_reason", "final", "reason")}
    try:
        row = actions.grade_certainty(body=body, steps=typed.read_steps(), **texts, supersedes=before, by=request.user)
    except ValidationError as error:
        context |= {"faults": error.messages, "before": before}
        return render(request, "evidence/certainty_form.html", context, status=400)
    messages.success(request, "The certainty is kept.")
    return redirect(row)


def _form(request, question, typed, before=None):
    page = "_computed" if request.htmx else "certainty_form"
    context = certainty_pages.form(question, typed)[1] | {"before": before}
    return render(request, f"evidence/{page}.html", context)


def _choose(request, faults=(), status=200):
    context = certainty_pages.choices() | {"faults": faults, "asked": request.GET.dict()}
    return render(request, "evidence/certainty_choose.html", context, status=status)
