from datetime import date

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.exporters import csv_table
from policies import permissions
from policies.coverage import reading
from policies.coverage.matrix import Matrix, Row, arranged, is_of, line, matrix, rows_of
from policies.days.reading import answers
from policies.presenters import coverage as presented
from policies.presenters.days import policy_answers
from policies.views.days import asked_day

FILTERS = ("intervention", "condition")


def today() -> date:
    return timezone.localdate()


@require_safe
def coverage_matrix(request):
    """Indications down, payers across: what each says, on what conditions and as of when."""
    day, objection = asked_day(request)
    base, told = base_of(request.user, day)
    whole = matrix(base.payers, base.guidelines, base.words, day or today())
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    choices = filter_choices(whole, base)
    unknown = [chosen[name] for name in FILTERS if chosen[name] and chosen[name] not in dict(choices[name])]
    shown = filtered(whole, base, **chosen)
    if request.GET.get("format") == "csv" and not (unknown or objection):
        return csv_file(presented.table(shown, base), presented.COLUMNS, "coverage-matrix")
    context = {
        "lines": presented.line_views(shown, base),
        "matrix": shown,
        "chosen": chosen,
        "choices": choices,
        "unknown": unknown,
        "span": len(shown.payers) + len(shown.bodies) + 1,
    }
    context |= {"on": day, "objection": objection, "answers": told}
    return render(request, "policies/coverage_matrix.html", context, status=400 if unknown or objection else 200)


def base_of(user, day: date | None) -> tuple[reading.Base, list]:
    """What coverage is told from on the day, and how each policy answers for it; of today no answer is told."""
    if day is None:
        return reading.read(user), []
    found = answers(user, day)
    policies = permissions.visible_policies(user).select_related("payer")
    return reading.read(user, answers=found), policy_answers(found, policies)


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


@require_safe
def coverage_indication(request, key):
    """One indication: the criteria of each payer beside each other, and what guidelines say."""
    indication = permissions.get_indication_or_404(key)
    day, objection = asked_day(request)
    base, told = base_of(request.user, day)
    asked = reading.asked_of(indication)
    rows = arranged(rows_of([text for payer in base.payers for text in payer.texts], base.words), base.words)
    bodies = tuple(sorted({said.body for said in base.guidelines}, reverse=True))
    found = line(Row(key, asked), rows, base.payers, base.guidelines, bodies, base.words, day or today())
    shown = Matrix(tuple(base.payers), bodies, (found,))
    selection = selection_of(found, told)
    if request.GET.get("format") == "csv" and not objection:
        table = presented.criteria_table(shown, selection)
        return csv_file(table, presented.CRITERIA_COLUMNS, "coverage-indication")
    context = beside_each_other(presented.line_views(shown, base)[0], selection) | {
        "indication": indication,
        "guidelines": zip(bodies, found.guidelines, strict=True),
        "name": presented.named(asked, base.names),
        "intervention": base.names[asked.intervention],
        "on": day,
        "objection": objection,
        "answers": told,
    }
    return render(request, "policies/coverage_indication.html", context, status=400 if objection else 200)


def beside_each_other(view, selection: dict) -> dict:
    answering = [each for each in view.cells if each.cell.said]
    return {
        "view": view,
        "answering": answering,
        "selection": [(each, selection.get(each.cell.said.key, [])) for each in answering] if selection else [],
        "others": [each for each in view.cells if not each.cell.said],
    }


def selection_of(found, told: list) -> dict:
    """What is asked of every patient; nothing where only the statements of that day are known."""
    if any(each.answer.has_text and not each.answer.is_whole for each in told):
        return {}
    return reading.selection(said_in(found))


def said_in(found) -> list[str]:
    return [cell.said.key for cell in found.cells if cell.said]


def csv_file(rows, columns, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        (part.encode() for part in csv_table.lines(rows, columns)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
