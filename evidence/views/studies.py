from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import dependents, presenters
from evidence.appraisal import in_short as appraised
from evidence.flags import in_short as flags_in_short
from evidence.models import Outcome, Study, StudyAccount, Trial
from evidence.permissions import get_or_404, objection_to_entering_evidence
from evidence.views.lists import page_of
from search import asking

OUTCOMES = Outcome.objects.prefetch_related(
    "measurements__arm", "effect_estimates__intervention_arm", "effect_estimates__comparator_arm"
)
ACCOUNTS = StudyAccount.objects.select_related("document").prefetch_related(
    Prefetch("outcomes", OUTCOMES), "arm_sizes__arm", "appraisals", "includes"
)


@require_safe
def study_list(request):
    rows = Study.objects.prefetch_related("conditions", "accounts__document")
    may_enter = not objection_to_entering_evidence(request.user)
    context = {"page": page_of(request, Paginator(rows, 50)), "may_enter": may_enter}
    return render(request, "evidence/study_list.html", context)


@require_safe
def study_detail(request, key):
    rows = Study.objects.prefetch_related(
        "conditions",
        "interventions",
        "trials",
        "arms",
        "reports__reference__identifiers",
        "included_in__study",
        "included_in__document",
        Prefetch("accounts", ACCOUNTS),
    )
    study = get_or_404(request.user, rows, key)
    told = presenters.fullest_first(study.accounts.all())
    marks = flags_in_short.marks_of(study, request.user)
    context = {"study": study, "participants": presenters.participants_line(told)}
    context["may_enter"] = not objection_to_entering_evidence(request.user)
    states = appraised.states_of_study(study, request.user)
    context["accounts"] = [presenters.account_view(account, marks, states) for account in told]
    context |= appraised.of_study(study, states, request.user)
    context["flags"] = flags_in_short.of_study(study, request.user)
    context["included_in"] = presenters.included_in(study)
    context["related"] = asking.similar(f"study:{study.key}", viewer=request.user)
    context |= dependents.context_of(study, request.user)
    return render(request, "evidence/study_detail.html", context)


@require_safe
def trial_list(request):
    rows = Trial.objects.select_related("document").prefetch_related("studies")
    return render(request, "evidence/trial_list.html", {"page": page_of(request, Paginator(rows, 50))})


@require_safe
def trial_detail(request, key):
    trial = get_or_404(request.user, Trial.objects.select_related("document").prefetch_related("studies"), key)
    return render(request, "evidence/trial_detail.html", {"trial": trial})
