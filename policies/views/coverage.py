from datetime import date

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from evidence.exporters import csv_table
from policies import permissions
from policies.coverage import reading
from policies.coverage.matrix import Matrix, Row, arranged, is_of, line, matrix, rows_of
from policies.presenters import coverage as presented

FILTERS = ("intervention", "condition")


def today() -> date:
    return timezone.localdate()


def coverage_matrix(request):
    """Indications down, payers across: what each says, on what conditions and as of when."""
    base = reading.read(request.user)
    whole = matrix(base.payers, base.guidelines, base.words, today())
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    choices = filter_choices(whole, base)
    unknown = [chosen[name] for name in FILTERS if chosen[name] and chosen[name] not in dict(choices[name])]
    shown = filtered(whole, base, **chosen)
    if request.GET.get("format") == "csv" and not unknown:
        return csv_file(presented.table(shown, base), presented.COLUMNS, "coverage-matrix")
    context = {
        "lines": presented.line_views(shown, base),
        "matrix": shown,
        "chosen": chosen,
        "choices": choices,
        "unknown": unknown,
        "span": len(shown.payers) + len(shown.bodies) + 1,
    }
    return render(request, "policies/coverage_matrix.html", context, status=400 if unknown else 200)


def filtered(found: Matrix, base, intervention: str = "", condition: str = "") -> Matrix:
    lines = tuple(each for each in found.lines if is_of(each.row, base.words, intervention, condition))
    return Matrix(found.payers, found.bodies, lines)


def filter_choices(found: Matrix, base) -> dict[str, list[tuple[str, str]]]:
    """The terms of the rows and those broader, by name."""
    of = {
        "intervention": (base.words.interventions, "any-intervention"),
        "condition": (base.words.conditions, "any-condition"),
    }
    choices = {}
    for name, (broader, root) in of.items():
        own = {getattr(each.row.asked, name) for each in found.lines}
        own |= {pair.asked.intervention for pair in pairs(found)} if name == "intervention" else set()
        terms = {term for each in own for term in (each, *broader.above(each))} - {root}
        choices[name] = sorted(((term, base.names[term]) for term in terms), key=lambda choice: choice[1].lower())
    return choices


def pairs(found: Matrix):
    return (pair for payer in found.payers for text in payer.texts for said in text.said for pair in said.pairs)


def coverage_indication(request, key):
    """One indication: the criteria of each payer beside each other, and what guidelines say."""
    indication = permissions.get_indication_or_404(key)
    base = reading.read(request.user)
    asked = reading.asked_of(indication)
    rows = arranged(rows_of([text for payer in base.payers for text in payer.texts], base.words), base.words)
    bodies = tuple(sorted({said.body for said in base.guidelines}, reverse=True))
    found = line(Row(key, asked), rows, base.payers, base.guidelines, bodies, base.words, today())
    shown = Matrix(tuple(base.payers), bodies, (found,))
    if request.GET.get("format") == "csv":
        return csv_file(presented.criteria_table(shown), presented.CRITERIA_COLUMNS, "coverage-indication")
    view = presented.line_views(shown, base)[0]
    answering = [each for each in view.cells if each.cell.said]
    context = {
        "view": view,
        "indication": indication,
        "guidelines": zip(bodies, found.guidelines, strict=True),
        "answering": answering,
        "others": [each for each in view.cells if not each.cell.said],
        "name": presented.named(asked, base.names),
        "intervention": base.names[asked.intervention],
    }
    return render(request, "policies/coverage_indication.html", context)


def csv_file(rows, columns, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        (part.encode() for part in csv_table.lines(rows, columns)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
