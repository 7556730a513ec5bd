"""What a second person said of figures, held against the figures as they stand now."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from audit.permissions import may_see_history
from evidence.models import EffectEstimate, Measurement, Verification
from evidence.models.appraisals import BETWEEN, VOUCHED
from evidence.vocabulary import VerificationState as State

BY_FIXTURES = "fixtures"  # who entered a figure of which nothing else is kept
KINDS: dict[str, type[Measurement] | type[EffectEstimate]] = {
    "measurement": Measurement,
    "effect_estimate": EffectEstimate,
}
SIGNS = {State.NOT_VERIFIED: "○", State.VERIFIED: "✓", State.CHANGED: "△", State.DISPUTED: "≠"}
Figure = Measurement | EffectEstimate


@dataclass(frozen=True)
class FigureState:
    """`told` says when, and to members by whom; `read_instead` is what the second person read where they disagree.

    `entered` tells members who entered the figure and when; "" where it came with the starter base.
    """

    value: str
    label: str
    sign: str
    told: str = ""
    read_instead: str = ""
    entered: str = ""


NOT_VERIFIED = FigureState(State.NOT_VERIFIED, State.NOT_VERIFIED.label, SIGNS[State.NOT_VERIFIED])


class FigureStates:
    """The states of some figures: `of(figure)`."""

    def __init__(self, found: Mapping[tuple[str, int], FigureState]):
        self._found = found

    def of(self, figure: Figure) -> FigureState:
        return self._found.get((kind_of(figure), figure.pk), NOT_VERIFIED)


def kind_of(figure: Figure) -> str:
    return "measurement" if isinstance(figure, Measurement) else "effect_estimate"


def as_it_stands(figure: Figure) -> str:
    """What is vouched for of the figure, as one text. Expects its outcome and arms at hand."""
    return "".join(_text(figure, name) + BETWEEN for name in VOUCHED[type(figure)])


def fingerprint(figure: Figure) -> str:
    """The same as long as nothing of what is vouched for changes; a page carries it to tell what its reader saw."""
    return hashlib.sha256(as_it_stands(figure).encode()).hexdigest()


def _text(figure: Figure, name: str) -> str:
    first, _, rest = name.partition("__")
    value = getattr(figure, first)
    if rest:
        return getattr(value, rest) if value else ""
    return ("yes" if value else "") if isinstance(value, bool) else value


def states_of(figures: Iterable[Figure], user) -> FigureStates:
    """In one query. Expects outcomes and arms of those that have been verified at hand."""
    by_kind: dict[str, dict[int, Figure]] = {kind: {} for kind in KINDS}
    for figure in figures:
        by_kind[kind_of(figure)][figure.pk] = figure
    wanted = Q(measurement__in=by_kind["measurement"]) | Q(effect_estimate__in=by_kind["effect_estimate"])
    names = may_see_history(user)
    found = {}
    for row in Verification.objects.filter(wanted):
        kind = "measurement" if row.measurement_id else "effect_estimate"
        figure = by_kind[kind][row.measurement_id or row.effect_estimate_id]
        found[kind, figure.pk] = state_of(row, figure, names=names)
    return FigureStates(found)


def state_of(row: Verification, figure: Figure, *, names: bool) -> FigureState:
    """`names` says whether people are named."""
    entered = _told(row.extracted_at, row.extracted_by) if names and row.extracted_by != BY_FIXTURES else ""
    if row.verified_at is None:
        return replace(NOT_VERIFIED, entered=entered)
    state, instead = State.DISPUTED if row.read_instead else State.VERIFIED, row.read_instead
    if row.held_to != as_it_stands(figure):
        state, instead = State.CHANGED, ""
    told = _told(row.verified_at, row.verified_by if names else "")
    return FigureState(state, state.label, SIGNS[state], told, instead, entered)


def _told(at: datetime | None, by: str) -> str:
    """ "2026-11-25, writer"."""
    return ", ".join(filter(None, [f"{at:%Y-%m-%d}" if at else "", by]))
