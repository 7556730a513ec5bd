"""The coverage matrix as rows of a page, of a CSV file and of the API: one drawing of each cell for all three."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.vocabulary import Extent, LineOfTherapy, Purpose
from policies.coverage.cells import Asked, Cell
from policies.coverage.clauses import Clause, walk
from policies.coverage.matrix import GuidelineSaid, Line, Matrix, Payer
from policies.coverage.reading import Base
from policies.models import SelectionItem
from policies.vocabulary import Coverage, CoveragePosition

COLUMNS = (
    "indication intervention condition purpose line extent payers_differ source payer policy position_kind "
    "conditions only_for on_broader_condition otherwise as_of_kind as_of as_of_precision stale other_policy "
    "statement document location"
).split()
WHY = {Coverage.SILENT: "the whole document was read", Coverage.NOT_SEEN: "known in part"}


@dataclass(frozen=True)
class CellView:
    payer: Payer
    cell: Cell
    label: str
    only_for: str
    otherwise: str  # "investigational"; "" where not stated or not asked for
    dated: str  # "Last review 2024-09"
    why: str
    where: str


@dataclass(frozen=True)
class GuidelineView:
    said: GuidelineSaid
    count: int
    rating: str


@dataclass(frozen=True)
class LineView:
    line: Line
    name: str
    intervention: str
    group: str  # the heading to be set above; "" where it is the one before
    is_rest: bool  # rows of narrower conditions stand below
    cells: list[CellView]
    guidelines: list[tuple[str, list[GuidelineView]]]


def named(asked: Asked, names: dict[str, str]) -> str:
    """ "Hepatocellular carcinoma, bridge to transplant"."""
    parts = [names[asked.condition]]
    parts += [str(Purpose(asked.purpose).label).lower()] if asked.purpose != Purpose.TREATMENT else []
    parts += [str(LineOfTherapy(asked.line).label).lower()] if asked.line != LineOfTherapy.NOT_STATED else []
    parts += [str(Extent(asked.extent).label).lower()] if asked.extent != Extent.NOT_STATED else []
    return ", ".join(parts)


def line_views(found: Matrix, base: Base) -> list[LineView]:
    views: list[LineView] = []
    before, above = ("", ""), 0  # intervention and heading of the rows before, and how deep those under it stand
    for line in found.lines:
        here = (names_of(line, base)[0], line.group)
        broader = [other for other in found.lines if _is_narrower(other, line, base)]
        view = LineView(
            line=line,
            name=named(line.row.asked, base.names),
            intervention=here[0] if here[0] != before[0] else "",
            group=base.names.get(line.group, "") if here != before else "",
            is_rest=bool(broader),
            cells=[cell_view(payer, cell, base) for payer, cell in zip(found.payers, line.cells, strict=True)],
            guidelines=[(body, grouped(said)) for body, said in zip(found.bodies, line.guidelines, strict=True)],
        )
        views.append(view)
        if line.group or line.depth <= above:  # a row below one of the group's is of the group still
            before, above = here, line.depth
    return views


def names_of(line: Line, base: Base) -> tuple[str, str]:
    return base.names[line.row.asked.intervention], base.names[line.row.asked.condition]


def _is_narrower(other: Line, line: Line, base: Base) -> bool:
    one, asked = other.row.asked, line.row.asked
    return one.intervention == asked.intervention and asked.condition in base.words.conditions.above(one.condition)


def cell_view(payer: Payer, cell: Cell, base: Base) -> CellView:
    as_of = cell.as_of
    answers = cell.position != CoveragePosition.NOT_STATED
    stated = cell.otherwise != CoveragePosition.NOT_STATED
    said = cell.said
    return CellView(
        payer=payer,
        cell=cell,
        label=cell.label,
        only_for=base.names.get(cell.only_for, ""),
        otherwise=str(CoveragePosition(cell.otherwise).label).lower() if stated else "",
        dated=f"{as_of.label} {as_of.on}" if as_of else ("Undated" if answers else ""),
        why=WHY.get(Coverage(cell.kind), ""),
        where=", ".join(filter(None, [cell.text.document if cell.text else "", said.place if said else ""])),
    )


def grouped(said: Iterable[GuidelineSaid]) -> list[GuidelineView]:
    """What one edition says alike is told once, with its number; the indication's page tells each."""
    views: dict[tuple, list[GuidelineSaid]] = {}
    for each in said:
        views.setdefault((each.version, each.rating or each.kind), []).append(each)
    return [GuidelineView(group[0], len(group), group[0].rating or group[0].kind) for group in views.values()]


def table(found: Matrix, base: Base) -> Iterator[dict]:
    """A row for every cell and for every statement of a guideline, with document and place."""
    for line in found.lines:
        row = row_told(line)
        for payer, cell in zip(found.payers, line.cells, strict=True):
            yield row | {"source": "payer"} | cell_told(payer, cell)
        for body, said in zip(found.bodies, line.guidelines, strict=True):
            yield from (row | guideline_row(body, each) for each in said)


def row_told(line: Line) -> dict:
    asked = line.row.asked
    return {
        "indication": line.row.indication,
        "intervention": asked.intervention,
        "condition": asked.condition,
        "purpose": asked.purpose,
        "line": asked.line,
        "extent": asked.extent,
        "payers_differ": line.differs,
    }


def cell_told(payer: Payer, cell: Cell) -> dict:
    as_of, said, text = cell.as_of, cell.said, cell.text
    other = "; ".join(f"{each.title}, no. {each.number}" for each in cell.elsewhere)
    return {
        "payer": payer.key,
        "policy": text.policy if text else "",
        "position_kind": str(cell.kind),
        "conditions": cell.in_short,
        "only_for": cell.only_for,
        "on_broader_condition": cell.is_broader,
        "otherwise": str(cell.otherwise),
        "as_of_kind": as_of.kind if as_of else "",
        "as_of": as_of.on if as_of else "",
        "as_of_precision": as_of.precision if as_of else "",
        "stale": cell.is_stale,
        "other_policy": other,
        "statement": said.key if said else "",
        "document": text.document if text else "",
        "location": said.place if said else (cell.elsewhere[0].place if cell.elsewhere else ""),
    }


def guideline_row(body: str, said: GuidelineSaid) -> dict:
    """In the columns of a payer's cell; what has no meaning for a guideline is empty."""
    told = f"{said.text} {said.population}".strip()
    return dict.fromkeys(COLUMNS[7:], "") | {
        "source": "guideline",
        "payer": body,
        "policy": said.version,
        "position_kind": f"{said.scheme}: {said.rating}" if said.rating else said.kind,
        "conditions": f"{told} ({said.changed_by})" if said.changed_by else told,
        "statement": said.key,
        "document": said.document,
        "location": said.place,
    }


def guideline_told(said: GuidelineSaid) -> dict:
    return {
        "recommendation": said.key,
        "body": said.body,
        "guideline_version": said.version,
        "kind": said.kind,
        "category": said.rating,
        "category_scheme": said.scheme,
        "text": said.text,
        "population": said.population,
        "changed_by": said.changed_by,
        "document": said.document,
        "location": said.place,
    }


CRITERIA_COLUMNS = "payer policy statement position_kind criterion depth label logic text document location".split()


def criteria_table(found: Matrix, selection: Mapping[str, Iterable[SelectionItem]]) -> Iterator[dict]:
    """A row for every criterion of each payer that answers; one alone where it has no criteria.

    Then what governs the statement from outside: `selection`, by the statement's key.
    """
    for payer, cell in zip(found.payers, found.lines[0].cells, strict=True):
        told = cell_told(payer, cell)
        row = {name: told.get(name, "") for name in CRITERIA_COLUMNS}
        steps = list(walk(cell.branch)) if cell.branch else []
        yield from (row | criterion_told(depth, clause) for depth, clause in steps)
        if not steps:
            yield row
        for item in selection.get(row["statement"], ()):
            told = ", ".join(filter(None, [item.text, item.applicability]))
            yield row | {"logic": "of every patient", "text": told, "location": item.location}


def criterion_told(depth: int, clause: Clause) -> dict:
    return {
        "criterion": clause.key,
        "depth": str(depth),
        "label": clause.label,
        "logic": str(clause.logic),
        "text": clause.text,
        "location": clause.place,
    }
