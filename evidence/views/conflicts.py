from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.flags import conflicts
from evidence.flags import facets as flag_facets
from evidence.flags import reading as flagged
from evidence.flags.query import CONFLICT_FACETS, FlagQuery
from evidence.views.files import csv_file


@require_safe
def conflict_list(request):
    """Where documents disagree, study by study, side by side; the same as a file."""
    query = FlagQuery.from_params(request.GET, CONFLICT_FACETS)
    if request.GET.get("format") == "csv":
        return csv_file("conflicts", conflicts.file_rows(query, request.user), conflicts.COLUMNS)
    facets = flag_facets.conflict_facets(query, conflicts.counts(query, request.user))
    page = conflicts.page_of(query, request.user)
    context = {
        "query": query,
        "page": page,
        "facets": [facet for facet in facets if facet.values],
        "chips": flag_facets.chips(facets),
        "states": flag_facets.states(query, conflicts.state_counts(query, request.user)),
        "last_run": flagged.last_run(),
    }
    return render(request, "evidence/conflict_list.html", context | flag_facets.around(query, page))
