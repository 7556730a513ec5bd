"""How well quick entry reads printed figures whose fields are known: every field right, unread, doubted or wrong."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.checks.values import POOLED
from evidence.models import EffectEstimate, Measurement
from evidence.quick_entry import words
from evidence.quick_entry.reading import read
from evidence.quick_entry.readings import (
    EFFECT,
    EFFECT_FIELDS,
    MEASUREMENT,
    MEASUREMENT_FIELDS,
    Piece,
    ReadFigure,
    Reading,
)

FIELDS = {EFFECT: EFFECT_FIELDS, MEASUREMENT: MEASUREMENT_FIELDS}
# Of no printed form: what the curator made of the text around it.
OF_THE_TEXT = {EFFECT: {"direction", "adjusted"}, MEASUREMENT: set()}
UNIT_WORDS = {"percent": "%|percent", "participants": words.PEOPLE + "|n ?="}
UNIT_WORDS |= {
    unit: "|".join(w for w, u in words.TIME_UNITS.items() if u == unit) for unit in words.TIME_UNITS.values()
}
STATISTIC_WORDS = {"median": "median", "mean": "mean|average", "proportion": "%|percent|third", "range": "to|and|[-–]"}
STATISTIC_WORDS |= {"count": words.PEOPLE + "|" + words.COUNTED + "|n ?=|of|/"}


@dataclass
class Known:
    """A printed figure, and what its fields are."""

    name: str
    kind: str
    text: str
    fields: dict[str, str]
    endpoint: str = ""
    pooled: bool = False
    unknown: frozenset[str] = frozenset()  # fields that nobody has written down


@dataclass
class Score:
    counts: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the fields that the printed forms print, the percent read right."""
        printed = sum(self.counts[what] for what in ("right", "not read", "wrong, said", "wrong in silence"))
        return 100 * self.counts["right"] / printed


def rows_of_the_base() -> Iterator[Known]:
    """Every figure of the base, with the fields its row has."""
    for model, kind in ((Measurement, MEASUREMENT), (EffectEstimate, EFFECT)):
        for row in model.objects.select_related("outcome__account__study").order_by("pk"):
            values = {name: getattr(row, name) for name in FIELDS[kind]}
            held = {name: "yes" if value is True else value for name, value in values.items() if value}
            if held.get("direction") != "no_difference":
                held.pop("direction", None)
            design = row.outcome.account.study.design
            yield Known(row.key, kind, row.as_reported, held, row.outcome.endpoint, design in POOLED)


def score(figures: Iterator[Known]) -> Score:
    found = Score()
    for known in figures:
        reading = read(known.text, endpoint=known.endpoint, pooled=known.pooled)
        figure = _nearest(reading, known)
        for name in set(FIELDS[known.kind]) - known.unknown:
            _count(found, known, reading.unread, figure, name)
    return found


def _nearest(reading: Reading, known: Known) -> ReadFigure | None:
    """The figure of the sentence that a person would take: the one most like the known one, the last of several."""
    of_kind = [figure for figure in reading.figures if figure.kind == known.kind]

    def alike(figure: ReadFigure) -> int:
        return sum(figure.fields.get(name) == value for name, value in known.fields.items())

    return max(reversed(of_kind), key=alike, default=None)


def _count(found: Score, known: Known, unread: tuple[Piece, ...], figure: ReadFigure | None, name: str) -> None:
    wanted, got = known.fields.get(name, ""), figure.fields.get(name, "") if figure else ""
    if not wanted and not got:
        return
    said = bool(figure and figure.said_of(name)) or any(piece.has_number for piece in unread)
    line = f"{known.name}: {name} is {wanted!r}, read as {got!r} in {known.text!r}"
    if wanted == got:
        what = "right"
    elif got:
        what = "wrong, said" if said else "wrong in silence"
        found.wrong.append(f"{what}: {line}")
    elif is_printed(known, name, wanted):
        what = "not read"
        found.unread.append(line)
    else:
        what = "not printed"
    found.counts[what] += 1


def is_printed(known: Known, name: str, wanted: str) -> bool:
    """Whether the printed form itself tells the field: its digits or words stand there."""
    if name in OF_THE_TEXT[known.kind]:
        return False
    text = known.text.lower()
    if name == "unit":
        return _has_word(text, UNIT_WORDS.get(wanted, re.escape(wanted)))
    if name == "statistic":
        return wanted in STATISTIC_WORDS and _has_word(text, STATISTIC_WORDS[wanted])
    if name == "measure":
        return wanted != "comparison" and _has_word(known.text, words.MEASURES[wanted])
    if name == "events" and known.fields.get("value") == wanted:
        return _has_word(text, STATISTIC_WORDS["count"])  # a bare number does not say that it counts people
    if name in ("spread_kind", "not_reached", "bound"):
        return True
    spelled = next((word for word, digits in words.IN_WORDS.items() if digits == wanted), wanted)
    return any(_has_word(text, re.escape(form.lower())) for form in (wanted, spelled))


def _has_word(text: str, pattern: str) -> bool:
    return re.search(rf"(?<![a-z\d.])(?:{pattern})(?![a-z\d])", text, re.IGNORECASE) is not None
