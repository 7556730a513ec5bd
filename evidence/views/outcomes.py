"""The outcome explorer: its page, and the same as plot and as file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.explorer import page as explorer_page
from evidence.explorer import plots as explorer_plots
from evidence.explorer import reading as explorer
from evidence.explorer import rows as explorer_rows
from evidence.explorer.query import MOST_POOLED, OutcomeQuery
from evidence.exporters import csv_table
from evidence.plots.plot import Plot
from evidence.pooling import choice as pooling_choice
from evidence.pooling import rows as pooling_rows


@require_safe
def outcomes(request):
    query = OutcomeQuery.from_params(request.GET)
    return render(request, "evidence/outcomes.html", explorer_page.context_of(query))


@require_safe
def outcomes_plot(request, form):
    """One drawing for page, print and download: `form` is svg or png, `theme` light or dark."""
    from evidence.plots import drawing  # here, since matplotlib takes half a second to import

    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    plot = _plot(OutcomeQuery.from_params(request.GET))
    drawn, kind = (drawing.svg, "image/svg+xml") if form == "svg" else (drawing.png, "image/png")
    name = "attachment" if "download" in request.GET else "inline"
    headers = {"Content-Disposition": f'{name}; filename="outcomes.{form}"'}
    return HttpResponse(drawn(plot, theme), content_type=kind, headers=headers)


def _plot(query: OutcomeQuery) -> Plot:
    if query.pool:
        choice = pooling_choice.choose(query.pool[:MOST_POOLED], query.method, query.hksj)
        return explorer_plots.plot_of_pooled(choice, explorer_page.pooled_title(choice))
    found = explorer.survey(query)
    figures = explorer.figures_of(found)
    title = explorer_page.title_of(found)
    return explorer_plots.plot_of_page(figures, found.kind, title, explorer_page.more_than(found, figures))


@require_safe
def outcomes_file(request):
    found = explorer.survey(OutcomeQuery.from_params(request.GET))
    rows = map(explorer_rows.file_row, explorer.everything_of(found))
    return _file(csv_table.lines(rows, explorer_rows.COLUMNS), "outcomes")


@require_safe
def pooled_file(request):
    query = OutcomeQuery.from_params(request.GET)
    choice = pooling_choice.choose(query.pool[:MOST_POOLED], query.method, query.hksj)
    return _file(csv_table.lines(pooling_rows.file_rows(choice), pooling_rows.COLUMNS), "pooled")


def _file(lines, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8", headers=headers
    )
