from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import dependents
from evidence.full_texts import reading
from evidence.models import Reference
from evidence.permissions import get_or_404
from evidence.views.lists import page_of
from search import asking


@require_safe
def reference_list(request):
    rows = Reference.objects.prefetch_related("identifiers", "citations__document")
    return render(request, "evidence/reference_list.html", {"page": page_of(request, Paginator(rows, 50))})


@require_safe
def reference_detail(request, key):
    return reference_page(request, key)


def reference_page(request, key, **refused):
    """`refused`: what was wrong with a form of the page, and what was typed."""
    rows = Reference.objects.prefetch_related(
        "identifiers", "citations__document", "reports__study__conditions", "guideline_versions__guideline"
    ).select_related("full_text")
    reference = get_or_404(request.user, rows, key)
    context = {"reference": reference} | dependents.context_of(reference, request.user)
    context["related"] = asking.similar(f"reference:{reference.key}", viewer=request.user)
    context |= reading.context_of(reference, request.user) | refused
    return render(request, "evidence/reference_detail.html", context, status=400 if refused else 200)
