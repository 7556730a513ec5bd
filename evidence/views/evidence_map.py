from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import vocabulary as words
from evidence.mapping import presenting
from evidence.mapping.reading import CONDITION_LEVEL, INTERVENTION_LEVEL, evidence_map
from evidence.permissions import studies_seen_by


@require_safe
def show(request):
    """Conditions against interventions. What the address does not say right is shown as if it did not say it."""
    endpoint = request.GET.get("endpoint", "")
    down = _level(request.GET.get("condition_level"), CONDITION_LEVEL)
    across = _level(request.GET.get("intervention_level"), INTERVENTION_LEVEL)
    found = evidence_map(
        studies_seen_by(request.user),
        endpoint=endpoint if endpoint in words.Endpoint.values else "",
        condition_level=down,
        intervention_level=across,
    )
    return render(request, "evidence/evidence_map.html", presenting.page_of(found, down, across))


def _level(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:3]) < 100 else default
