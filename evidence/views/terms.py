from django.db.models import Count
from django.db.models.functions import Lower
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import dependents
from evidence.models import Condition, Intervention, Recommendation, Study
from evidence.models.terms import ancestors
from evidence.permissions import get_or_404

SHOWN = 200  # studies and recommendations of one term


@require_safe
def condition_list(request):
    return _term_list(request, Condition, "Conditions")


@require_safe
def condition_detail(request, key):
    return _term_detail(request, Condition, "conditions", key)


@require_safe
def intervention_list(request):
    return _term_list(request, Intervention, "Interventions")


@require_safe
def intervention_detail(request, key):
    return _term_detail(request, Intervention, "interventions", key)


def _term_list(request, model, title):
    rows = model.objects.prefetch_related("parents").annotate(study_count=Count("studies"))
    return render(request, "evidence/term_list.html", {"terms": rows, "title": title})


def _term_detail(request, model, field, key):
    rows = model.objects.prefetch_related("parents", "narrower")
    term = get_or_404(request.user, rows, key)
    covered = [pk for pk, above in ancestors(model).items() if pk == term.pk or term.pk in above]
    mine = {f"{field}__in": covered}
    context = {
        "term": term,
        "facet": model._meta.model_name,
        "studies": Study.objects.filter(**mine).distinct().order_by(Lower("label"), "key")[:SHOWN],
        "recommendations": Recommendation.objects.filter(**mine)
        .select_related("guideline_version__guideline")
        .distinct()[:SHOWN],
    }
    return render(request, "evidence/term_detail.html", context | dependents.context_of(term, request.user))
