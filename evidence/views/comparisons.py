from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.comparison import presenting
from evidence.comparison.aligning import only_differences
from evidence.comparison.asked import asked
from evidence.comparison.gathering import gathered
from evidence.permissions import studies_seen_by


@require_safe
def compare_studies(request):
    """Studies side by side. Which ones, and whether only what differs, stands in the address."""
    wanted = asked(request.GET.getlist("ids"))
    only = request.GET.get("only") == presenting.ONLY_DIFFERENCES
    seen = studies_seen_by(request.user)
    found = gathered(seen, wanted.keys)
    shown = only_differences(found.comparison) if only else found.comparison
    context = presenting.page_of(wanted, found, shown, only=only)
    context["holds_studies"] = bool(wanted.keys) or seen.exists()
    return render(request, "evidence/compare_studies.html", context)
