"""The coverage matrix: indications down, payers across, and what guidelines say beside them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evidence.vocabulary import Purpose
from policies.coverage.as_of import is_stale
from policies.coverage.cells import Asked, Cell, PolicyText, Words, cell
from policies.vocabulary import CoveragePosition


@dataclass(frozen=True)
class Payer:
    key: str
    name: str
    texts: tuple[PolicyText, ...] = ()


@dataclass(frozen=True)
class Row:
    """An indication that some statement names. Statements on narrower interventions answer in the same row."""

    indication: str
    asked: Asked


@dataclass(frozen=True)
class GuidelineSaid:
    """A recommendation, from a page of the body's own."""

    key: str
    body: str
    version: str
    kind: str
    rating: str
    text: str
    population: str
    conditions: frozenset[str]
    interventions: frozenset[str]
    purpose: str
    document: str
    place: str = ""
    url: str = ""
    scheme: str = ""
    changed_by: str = ""  # "replaced by IPG672, 2020"


@dataclass(frozen=True)
class Line:
    """A row with its cells, in the order of the payers and of the bodies."""

    row: Row
    depth: int  # under how many rows of a broader condition
    group: str  # the condition, of no row, that heads it; "" for none
    cells: tuple[Cell, ...]
    guidelines: tuple[tuple[GuidelineSaid, ...], ...]

    @property
    def positions(self) -> frozenset[str]:
        return frozenset(cell.position for cell in self.cells) - {CoveragePosition.NOT_STATED}

    @property
    def differs(self) -> bool:
        """Whether the payers that take a position take different ones."""
        return len(self.positions) > 1


@dataclass(frozen=True)
class Matrix:
    payers: tuple[Payer, ...]
    bodies: tuple[str, ...]
    lines: tuple[Line, ...]


def matrix(payers: Sequence[Payer], guidelines: Sequence[GuidelineSaid], words: Words, on: date) -> Matrix:
    """Positions as of the day `on`, which settles what is stale."""
    bodies = tuple(sorted({said.body for said in guidelines}, reverse=True))
    rows = arranged(rows_of([text for payer in payers for text in payer.texts], words), words)
    lines = tuple(line(row, rows, payers, guidelines, bodies, words, on) for row in rows)
    return Matrix(tuple(payers), bodies, lines)


def line(
    row: Row,
    rows: Sequence[Row],
    payers: Sequence[Payer],
    guidelines: Sequence[GuidelineSaid],
    bodies: Sequence[str],
    words: Words,
    on: date,
) -> Line:
    asked = row.asked
    named = {each.asked.condition for each in rows if each.asked.intervention == asked.intervention}
    return Line(
        row=row,
        depth=len(words.conditions.above(asked.condition) & named),
        group=heading(asked.condition, named, words),
        cells=tuple(_dated(cell(asked, payer.texts, words), on) for payer in payers),
        guidelines=tuple(tuple(said for said in guidelines if _bears(said, body, asked, words)) for body in bodies),
    )


def _dated(found: Cell, on: date) -> Cell:
    """Marked as stale where a position is undated or too old. What takes no position cannot be."""
    answers = found.position != CoveragePosition.NOT_STATED
    return replace(found, is_stale=True) if answers and is_stale(found.as_of, on) else found


def _bears(said: GuidelineSaid, body: str, asked: Asked, words: Words) -> bool:
    return (
        said.body == body
        and said.purpose == asked.purpose
        and asked.condition in said.conditions
        and any(words.interventions.related(each, asked.intervention) for each in said.interventions)
    )


def rows_of(texts: Iterable[PolicyText], words: Words) -> list[Row]:
    """The indications that statements name, and those listed among a rest that are not the rest itself.

    Indications that differ in the intervention alone, one being narrower, share the row of the broadest.
    """
    found: dict[tuple, list[Row]] = {}
    for text in texts:
        for said in text.said:
            for pair in said.pairs:
                asked = pair.asked
                if pair.by_name or asked.condition not in said.scope:
                    same = found.setdefault((asked.condition, asked.purpose, asked.line, asked.extent), [])
                    same.append(Row(pair.indication, asked))
    rows: dict[str, Row] = {}
    for same in found.values():
        for row in same:
            broadest = min(
                (each for each in same if words.interventions.covers(each.asked.intervention, row.asked.intervention)),
                key=lambda each: (words.interventions.depth(each.asked.intervention), each.indication),
            )
            rows[broadest.indication] = broadest
    return list(rows.values())


def arranged(rows: Sequence[Row], words: Words) -> list[Row]:
    """By intervention, then down the tree of conditions, treatment before what prepares for something else."""
    first: dict[str, int] = {}
    for index, row in enumerate(rows):
        first.setdefault(row.asked.intervention, index)
        first.setdefault(f"/{row.asked.condition}", index)
    chains = {row.asked.condition: _chain(row.asked.condition, words) for row in rows}

    def place(condition: str) -> tuple[int, ...]:
        """The way from the top of the tree; siblings stand as they were first met."""
        return tuple(
            min(first[f"/{each}"] for each, chain in chains.items() if step in chain) for step in chains[condition]
        )

    def order(row: Row):
        asked = row.asked
        return first[asked.intervention], place(asked.condition), asked.purpose != Purpose.TREATMENT

    return sorted(rows, key=order)


def _chain(term: str, words: Words) -> tuple[str, ...]:
    """From the broadest term to this one, by the narrowest parent."""
    above = words.conditions.above(term)
    if not above:
        return (term,)
    parent = max(sorted(above), key=words.conditions.depth)
    return (*_chain(parent, words), term)


def heading(condition: str, named: set[str], words: Words) -> str:
    """The narrowest broader condition that heads several rows and has none itself; "" where there is none."""
    for term in reversed(_chain(condition, words)[1:-1]):
        if term in named:
            return ""
        if sum(words.conditions.covers(term, each) for each in named) > 1:
            return term
    return ""


def is_of(row: Row, words: Words, intervention: str = "", condition: str = "") -> bool:
    """Whether the row is about these terms: the condition or a narrower one; the intervention, narrower or broader."""
    return (not condition or words.conditions.covers(condition, row.asked.condition)) and (
        not intervention or words.interventions.related(intervention, row.asked.intervention)
    )
