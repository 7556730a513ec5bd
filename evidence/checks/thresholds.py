"""Limits by which documents select patients, against each other. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from evidence.checks.findings import LOOK_AGAIN, Finding
from evidence.checks.values import Threshold
from evidence.numbers import number

UPPER, LOWER = (("≤", "<"), ("≥", ">"))
UNSAID = frozenset({"baseline", "serum", "total"})  # words that do not make it another quantity


def thresholds_agree(thresholds: Sequence[Threshold]) -> Iterator[Finding]:
    """One quantity, one unit, one direction; to leave out those above 2 is to take those up to 2."""
    for one, other in combinations(thresholds, 2):
        if _quantity(one) != _quantity(other) or one.unit != other.unit or one.place.document == other.place.document:
            continue
        first, second = number(one.value), number(other.value)
        if first is None or second is None or first == second or _side(one) != _side(other) or not _side(one):
            continue
        yield Finding(
            LOOK_AGAIN,
            f"{one.name}: {one.place.text or one.value} in {one.place.document}, {other.place.text or other.value} in "
            f"{other.place.document}.",
            "One limit, unless the documents select for other purposes.",
            (one.place, other.place),
        )


def _quantity(threshold: Threshold) -> frozenset[str]:
    return frozenset(threshold.name.lower().split()) - UNSAID


def _side(threshold: Threshold) -> str:
    """Whether those below the limit are taken, or those above; "" where no bound is printed."""
    if threshold.bound in UPPER:
        return "below" if threshold.selects else "above"
    if threshold.bound in LOWER:
        return "above" if threshold.selects else "below"
    return ""
