from django.db.models import Count, Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.models import Guideline, GuidelineVersion, Recommendation
from evidence.permissions import get_or_404

VERSIONS = GuidelineVersion.objects.select_related("reference").prefetch_related(
    "relations__other__guideline",
    "related_by__version__guideline",
    Prefetch(
        "recommendations",
        Recommendation.objects.select_related("document"),
    ),
)


@require_safe
def guideline_list(request):
    rows = Guideline.objects.select_related("body").order_by("body__name", "title").prefetch_related("versions")
    rows = rows.annotate(recommendation_count=Count("versions__recommendations"))
    return render(request, "evidence/guideline_list.html", {"guidelines": rows})


@require_safe
def guideline_detail(request, key):
    rows = Guideline.objects.select_related("body").prefetch_related(Prefetch("versions", VERSIONS))
    guideline = get_or_404(request.user, rows, key)
    versions = sorted(guideline.versions.all(), key=lambda version: version.edition_order, reverse=True)
    return render(request, "evidence/guideline_detail.html", {"guideline": guideline, "versions": versions})
