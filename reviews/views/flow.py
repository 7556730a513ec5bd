"""The flow of a review's literature: its page, and the same as diagram and as file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.views.files import csv_file
from reviews import permissions
from reviews.flow import counting, telling
from reviews.presenters.around import around
from reviews.presenters.flow import diagram_of, flow_context


@require_safe
def flow(request, key):
    cycle = permissions.get_cycle_or_404(request.user, key)
    context = around(request.user, cycle, "review-flow") | flow_context(cycle, counting.shown(cycle))
    return render(request, "reviews/flow.html", context)


@require_safe
def flow_file(request, key, form):
    """`form` is svg, png or csv; a drawing's `theme` light or dark."""
    cycle = permissions.get_cycle_or_404(request.user, key)
    if (shown := counting.shown(cycle)) is None:
        raise Http404("The counts of this review are not stated, so there is nothing to draw.")
    name = f"flow-{cycle.key.replace('/', '-')}"
    if form == "csv":
        return csv_file(name, telling.file_rows(shown), telling.COLUMNS)
    return _drawing(request, diagram_of(cycle, shown), f"{name}.{form}")


def _drawing(request, diagram, name: str) -> HttpResponse:
    from reviews.flow import drawing  # here, since matplotlib takes half a second to import

    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    drawn, kind = (drawing.svg, "image/svg+xml") if name.endswith("svg") else (drawing.png, "image/png")
    place = "attachment" if "download" in request.GET else "inline"
    headers = {"Content-Disposition": f'{place}; filename="{name}"'}
    return HttpResponse(drawn(diagram, theme), content_type=kind, headers=headers)
