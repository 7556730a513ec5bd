"""Limits by which documents select patients, against each other. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evidence.checks.findings import LOOK_AGAIN, Finding
from evidence.checks.values import Threshold
from evidence.numbers import number

UPPER, LOWER = (("≤", "<"), ("≥", ">"))
UNSAID = frozenset({"baseline", "serum", "total"})  # words that do not make it another quantity


def thresholds_agree(thresholds: Sequence[Threshold]) -> Iterator[Finding]:
    """One quantity, one unit, one direction; to leave out those above 2 is to take those up to 2."""
    told: dict[tuple, list[Threshold]] = defaultdict(list)
    for each in thresholds:
        if _side(each) and number(each.value) is not None:
            told[_quantity(each), each.unit, _side(each)].append(each)
    for same in told.values():
        values, documents = {number(each.value) for each in same}, {each.place.document for each in same}
        if len(values) > 1 and len(documents) > 1:
            limits = "; ".join(f"{each.place.text or each.value} ({each.place.document})" for each in same)
            yield Finding(
                LOOK_AGAIN,
                f"{same[0].name}: {limits}.",
                "One limit, unless the documents select for other purposes.",
                tuple(each.place for each in same),
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
