"""Figures of several studies put into rows, like beside like. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evidence import vocabulary as words
from evidence.comparison.comparability import RESPONSE, TIME_TO_EVENT, endpoint_caveats, row_caveats, told_by_subgroups
from evidence.comparison.values import Caveat, Column, Comparison, Entry, Figure, Group, Row, RowKey, Section
from evidence.numbers import MONTHS_PER_UNIT, number

IN_WORDS = "in_words"  # the statistic of an outcome that is stated without a figure
SPELLED = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))
SPAN = re.compile(r"(?:at )?([a-z]+|\d+(?:\.\d+)?)[ -](day|week|month|year)s?(?: after treatment)?", re.IGNORECASE)
# A name of these words alone says no more than that it is the endpoint, and parts no rows.
PLAIN_NAMES = frozenset("overall survival general median rate primary endpoint response objective of the".split())
# Sections in order: endpoints that are told of in them, and whether they are folded.
SECTIONS: tuple[tuple[str, str, frozenset[str], bool], ...] = (
    ("outcomes", "Survival and response", RESPONSE | TIME_TO_EVENT, False),
    ("other", "Other outcomes", frozenset(), True),
    ("adverse", "Adverse events", frozenset((words.Endpoint.ADVERSE_EVENT,)), True),
    (
        "population",
        "Population and follow-up",
        frozenset((words.Endpoint.BASELINE, words.Endpoint.FOLLOW_UP)),
        True,
    ),
)
STATISTICS = {
    **dict(words.Statistic.choices),
    **dict(words.EffectMeasure.choices),
    words.EffectMeasure.COMPARISON: "Comparison",
    IN_WORDS: "In words",
}
ORDER = {name: rank for rank, name in enumerate(STATISTICS)}
ENDPOINTS = {name: rank for rank, name in enumerate(words.Endpoint.values)}


def folded(text: str) -> str:
    """For comparison only: "Overall Survival " and "overall survival" are one."""
    return " ".join(text.casefold().split())


def time_of(text: str) -> str:
    """Where two texts mean one time, the same: "one year" and "12 months" are both "12 months"."""
    span = SPAN.fullmatch(folded(text))
    if not span:
        return folded(text)
    count = SPELLED.get(span[1].lower(), number(span[1]))
    if count is None:
        return folded(text)
    return f"{count * MONTHS_PER_UNIT[span[2].lower()]:.3g} months"


def name_of(endpoint: str, name: str) -> str:
    """What an outcome is called beyond its endpoint; "" where the name says no more than that."""
    label = set(re.findall(r"\w+", folded(str(words.Endpoint(endpoint).label))))
    return "" if set(re.findall(r"\w+", folded(name))) <= PLAIN_NAMES | label else folded(name)


def statistic_of(endpoint: str, statistic: str, unit: str) -> str:
    """The row's: a time to an event of no stated kind stands with the medians, where a warning says so."""
    is_time = unit.strip().lower() in MONTHS_PER_UNIT
    if endpoint in TIME_TO_EVENT and statistic == words.Statistic.VALUE and is_time:
        return words.Statistic.MEDIAN
    return statistic


def agreement(cells: Sequence[Sequence[Entry]]) -> str:
    """Whether the studies say the same. What one of them does not tell is not known to differ."""
    told = [frozenset(folded(entry.text) for entry in cell) for cell in cells if cell]
    if len(set(told)) > 1:
        return words.Agreement.DIFFERS
    return words.Agreement.SAME if len(told) == len(cells) else words.Agreement.INCOMPLETE


class Aligned:
    """Entries of outcomes, by row and study, in the order they are added.

    `pairs` are what has to be said of two studies wherever both are told of.
    """

    def __init__(self, columns: Sequence[Column], pairs: Sequence[Caveat] = ()):
        self._columns = columns
        self._pairs = pairs
        self._cells: dict[RowKey, dict[str, list[Entry]]] = {}
        self._titles: dict[RowKey, tuple[str, tuple[str, ...]]] = {}

    def add(self, key: RowKey, study: str, entry: Entry, title: str, details: tuple[str, ...]) -> None:
        self._titles.setdefault(key, (title, details))
        self._cells.setdefault(key, {}).setdefault(study, []).append(entry)

    def sections(self, numbered: Iterable[str]) -> list[Section]:
        """`numbered` gives the ids of the rows."""
        known = frozenset().union(*(endpoints for _, _, endpoints, _ in SECTIONS))
        made = []
        for name, title, endpoints, is_folded in SECTIONS:
            keys = [key for key in self._cells if key.endpoint in (endpoints or set(ENDPOINTS) - known)]
            made.append(Section(name, title, tuple(self._groups(keys, numbered)), is_folded))
        return [section for section in made if section.groups]

    def _groups(self, keys: list[RowKey], ids: Iterable[str]) -> Iterable[Group]:
        by_endpoint: dict[str, list[RowKey]] = {}
        for key in sorted(keys, key=self._place):
            by_endpoint.setdefault(key.endpoint, []).append(key)
        for endpoint, mine in by_endpoint.items():
            numbered = dict(zip(mine, ids, strict=False))
            caveats = self._caveats(numbered)
            rows = tuple(self._row(key, row, caveats[key]) for key, row in numbered.items())
            yield Group(str(words.Endpoint(endpoint).label), rows)

    def _place(self, key: RowKey):
        """Endpoints in their order; in each first what is told of all patients and of most studies."""
        told_of = len(self._cells[key])
        return (
            ENDPOINTS[key.endpoint],
            key.subgroup != "",
            -told_of,
            key.about != "",
            ORDER[key.statistic],
            _months(key),
        )

    def _row(self, key: RowKey, row: str, caveats: Sequence[Caveat]) -> Row:
        title, details = self._titles[key]
        cells = tuple(tuple(self._cells[key].get(column.key, ())) for column in self._columns)
        pairs = [replace(pair, row=row) for pair in self._pairs if self._cells[key].keys() >= set(pair.studies)]
        return Row(row, title, details, cells, agreement(cells), key.endpoint, (*caveats, *pairs))

    def _caveats(self, numbered: dict[RowKey, str]) -> dict[RowKey, list[Caveat]]:
        """Those of each row, and those of its family that no row of the family says itself."""
        found = {key: row_caveats(key.endpoint, self._figures([key]), row) for key, row in numbered.items()}
        families: dict[tuple[str, str], list[RowKey]] = {}
        for key in numbered:
            families.setdefault(key.family, []).append(key)
        for (endpoint, _), keys in families.items():
            figures = self._figures(keys)
            said = {caveat.rule for key in keys for caveat in found[key]}
            for caveat in endpoint_caveats(endpoint, figures):
                about = told_by_subgroups(figures) if caveat.rule == "subgroup" else set(caveat.studies)
                for key in keys:
                    if caveat.rule not in said and self._cells[key].keys() & about:
                        found[key].append(replace(caveat, row=numbered[key]))
        return found

    def _figures(self, keys: Iterable[RowKey]) -> list[Figure]:
        return [
            entry.figure
            for key in keys
            for column in self._columns
            for entry in self._cells[key].get(column.key, ())
            if entry.figure
        ]


def _months(key: RowKey) -> float:
    value = number(key.time.removesuffix(" months")) if key.time.endswith(" months") else None
    return value or 0.0


def only_differences(comparison: Comparison) -> Comparison:
    """Without the rows that do not differ, or of which only one study is told."""
    sections = []
    for section in comparison.sections:
        groups = []
        for group in section.groups:
            rows = tuple(row for row in group.rows if row.state == words.Agreement.DIFFERS)
            groups += [replace(group, rows=rows)] if rows else []
        sections += [replace(section, groups=tuple(groups))] if groups else []
    kept = replace(comparison, sections=tuple(sections))
    return replace(kept, hidden=len(comparison.rows) - len(kept.rows))
