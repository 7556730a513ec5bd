from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.models import Document, Recommendation, Reference, Study
from policies import permissions
from policies.panels import HOME, panels
from policies.signing import waiting
from policies.views.policies import overview
from search import saved


@require_safe
def home(request):
    """What is here and where to begin: the policies with their positions, and a place to search."""
    context = {
        "versions": overview(request.user),
        "counts": {
            "references": Reference.objects.count(),
            "studies": Study.objects.count(),
            "recommendations": Recommendation.objects.count(),
            "statements": permissions.current_statements(request.user).count(),
        },
        "documents": Document.objects.all(),
        "saved": saved.with_news(request.user),
        "to_sign": waiting.for_signature(request.user),
        "returned": waiting.returned_to(request.user),
        "panels": panels(HOME, request.user),
    }
    return render(request, "policies/home.html", context)
