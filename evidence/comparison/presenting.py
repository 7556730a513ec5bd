"""A comparison as its page, its file and the API show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence import vocabulary as words
from evidence.comparison.asked import Asked, address_of
from evidence.comparison.gathering import Gathered
from evidence.comparison.values import Caveat, Column, Comparison, Row

ONLY_DIFFERENCES = "differences"


@dataclass(frozen=True)
class Warned:
    """What is warned of once, with the rows it stands at."""

    grade: str
    grade_label: str
    message: str
    rows: list[tuple[str, str]]  # id and title


@dataclass(frozen=True)
class Warnings:
    """All that one rule says."""

    title: str
    why: str
    said: list[Warned]

    @property
    def first(self) -> list[Warned]:
        return self.said[:SHOWN]

    @property
    def is_sure(self) -> bool:
        return any(said.grade != words.Alikeness.UNKNOWN for said in self.said)

    @property
    def rest(self) -> list[Warned]:
        return self.said[SHOWN:]


SHOWN = 1  # of one rule, before the rest is folded


def warnings_by_rule(comparison: Comparison) -> list[Warnings]:
    """What holds for whole studies first, then what is surely unlike, then what is not known."""
    titles = {row.id: title_of(row) for row in comparison.rows}
    told: dict[str, dict[str, Warned]] = {}
    why: dict[str, Caveat] = {}
    for caveat in sorted(comparison.caveats, key=_weight):
        why.setdefault(caveat.rule, caveat)
        of_rule = told.setdefault(caveat.rule, {})
        warned = of_rule.setdefault(caveat.message, Warned(caveat.grade, caveat.grade_label, caveat.message, []))
        if caveat.row in titles:
            warned.rows.append((caveat.row, titles[caveat.row]))
    return [Warnings(why[rule].title, why[rule].why, list(said.values())) for rule, said in told.items()]


def _by_sureness(warnings: list[Warnings]) -> dict[str, list[Warnings]]:
    """Empty where there is nothing to warn of."""
    told = {"sure": [], "unsure": []} if warnings else {}
    for each in warnings:
        told["sure" if each.is_sure else "unsure"].append(each)
    return told


def _weight(caveat: Caveat) -> tuple[bool, bool]:
    return bool(caveat.row), caveat.grade != words.Alikeness.UNLIKE


def title_of(row: Row) -> str:
    """ "Overall survival: median, one year"."""
    said = ", ".join([row.title, *row.details])
    return f"{words.Endpoint(row.endpoint).label}: {said[0].lower()}{said[1:]}" if row.endpoint else said


def page_of(asked: Asked, found: Gathered, shown: Comparison, *, only: bool) -> dict:
    """`shown` is what is left of the comparison where only differences are asked for."""
    keys = tuple(column.key for column in shown.columns)
    address = address_of(keys)
    return {
        "asked": asked,
        "unknown": found.unknown,
        "comparison": shown,
        "warnings": _by_sureness(warnings_by_rule(found.comparison)),
        "only": only,
        "address": f"{address}&only={ONLY_DIFFERENCES}" if only else address,
        "all_rows": address,
        "only_differences": f"{address}&only={ONLY_DIFFERENCES}",
        "ids": ",".join(keys),
        "without": [(column, address_of(key for key in keys if key != column.key)) for column in shown.columns],
    }


COLUMNS = (
    "section endpoint row details state study study_label as_reported about unit note document location figure warnings"
).split()


def lines(comparison: Comparison) -> Iterator[dict]:
    """A line for each entry of each cell, with its document and place."""
    for section in comparison.sections:
        for row in section.rows:
            for column, cell in zip(comparison.columns, row.cells, strict=True):
                for entry in cell:
                    yield _line(section.title, row, column, entry)


def _line(section: str, row: Row, column: Column, entry) -> dict:
    return {
        "section": section,
        "endpoint": row.endpoint,
        "row": row.title,
        "details": ", ".join(row.details),
        "state": row.state,
        "study": column.key,
        "study_label": column.name,
        "as_reported": entry.text,
        "about": entry.about,
        "unit": entry.unit,
        "note": entry.note,
        "document": entry.document,
        "location": entry.location,
        "figure": entry.figure_key,
        "warnings": "; ".join(_titles(row.caveats, column.key)),
    }


def _titles(caveats: Iterable[Caveat], study: str) -> list[str]:
    return [f"{caveat.grade_label}: {caveat.title.lower()}" for caveat in caveats if study in caveat.studies]
