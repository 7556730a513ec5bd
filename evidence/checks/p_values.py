"""p-values: possible ones, and whether they agree with the interval or the counts beside them. Pure.

What is printed is rounded, so an interval of p is possible: a printed p is judged against that interval, first as
two-sided, then, where it is printed exactly, as one-sided. A threshold ("<0.05") holds if any possible p keeps it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.checks.arithmetic import p_of_counts, two_sided, z_of_level
from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.intervals import RATIOS
from evidence.checks.values import POOLED, TIME_TO_EVENT, Comparison, Estimated, Measured
from evidence.numbers import Rounded, decimals, number, rounded

DIFFERENCES = frozenset({"RD", "MD"})
FAR = 3.0  # times: a p that is further off than this is more than another test or a slip in the last place
SIGNIFICANT = 0.05
MOST_COUNTED = 20_000


@dataclass(frozen=True, slots=True)
class Possible:
    """The p that the printed figures leave possible, two-sided."""

    low: float
    high: float


def p_above_zero(figure: Estimated) -> Iterator[Finding]:
    value = number(figure.p_value)
    if value is None:
        return
    printed = f"p{figure.p_comparator or '='}{figure.p_value}"
    below = figure.p_comparator == "<" and value <= 0
    if below or value < 0 or value > 1:
        yield Finding(
            IMPOSSIBLE,
            f"{printed} cannot be: a p-value is above 0" + (" and at most 1." if value > 1 else "."),
            f"p<{10 ** -max(decimals(figure.p_value), 1):g}, if the p-value was rounded to 0."
            if value <= 0
            else "A value from 0 to 1.",
            (figure.place,),
        )
    elif value == 0 and figure.p_comparator in ("=", ""):
        yield Finding(
            UNLIKELY,
            f"{printed}: no p-value is exactly 0.",
            f"p<{10 ** -max(decimals(figure.p_value), 1):g}, if it was rounded to 0.",
            (figure.place,),
        )


def p_agrees_with_interval(figure: Estimated) -> Iterator[Finding]:
    printed, possible = _printed_p(figure), possible_p(figure)
    if printed is None or possible is None or _agrees(figure, printed, possible):
        return
    grade = UNLIKELY if _is_far(figure.p_comparator, printed, possible) else LOOK_AGAIN
    yield Finding(
        grade,
        f"p{figure.p_comparator or '='}{figure.p_value} does not go with {figure.measure} {figure.estimate} and its "
        f"interval, {figure.ci_lower} to {figure.ci_upper}.",
        f"From the interval, p is {_in_words(possible)}, computed as two-sided.",
        (figure.place,),
    )


def possible_p(figure: Estimated) -> Possible | None:
    """From the estimate and its interval; None where they do not give a p or contradict each other."""
    value, low, high = rounded(figure.estimate), rounded(figure.ci_lower), rounded(figure.ci_upper)
    if not (value and low and high) or figure.bound or not low.value < high.value:
        return None
    if value.high < low.low or value.low > high.high:
        return None
    z = z_of_level(number(figure.ci_level) or 95)
    if figure.measure in RATIOS:
        if value.low <= 0 or low.low < 0 or high.low <= 0:
            return None
        value, high = _logged(value), _logged(high)
        low = _logged(low) if low.low > 0 else Rounded(math.log(low.high), -math.inf, math.log(low.high))
    elif figure.measure not in DIFFERENCES:
        return None
    widest, narrowest = (high.high - low.low) / (2 * z), (high.low - low.high) / (2 * z)
    if narrowest <= 0:
        return None
    farthest = max(abs(value.low), abs(value.high))
    nearest = 0.0 if value.low <= 0 <= value.high else min(abs(value.low), abs(value.high))
    return Possible(two_sided(farthest / narrowest), two_sided(nearest / widest))


def p_agrees_with_counts(comparison: Comparison) -> Iterator[Finding]:
    """The arms' proportions, of the sizes printed. A p of survival is a log-rank test's and is not judged."""
    effect, one, other = comparison.effect, comparison.one, comparison.other
    if not comparison.n or not comparison.m or effect.design in POOLED:
        return
    n, m = comparison.n, comparison.m
    printed = _printed_p(effect)
    first, second = _possible_counts(one, n), _possible_counts(other, m)
    if printed is None or not first or not second or one.about.endpoint in TIME_TO_EVENT or n + m > MOST_COUNTED:
        return
    values = [p for a in {first[0], first[-1]} for b in {second[0], second[-1]} for p in p_of_counts(a, n, b, m)]
    possible = Possible(min(values), max(values))
    if _agrees(effect, printed, possible):
        return
    counted = one.events and other.events
    grade = UNLIKELY if counted and _is_far(effect.p_comparator, printed, possible) else LOOK_AGAIN
    yield Finding(
        grade,
        f"p{effect.p_comparator or '='}{effect.p_value} does not go with {_share_of(one, n)} against "
        f"{_share_of(other, m)}.",
        f"From these counts, p is {_in_words(possible)} (chi-squared or Fisher's exact test), computed as two-sided.",
        (effect.place, one.place, other.place),
    )


def _share_of(figure: Measured, total: int) -> str:
    return f"{figure.events} of {total}" if figure.events else f"{figure.value}% of {total}"


def _possible_counts(figure: Measured, total: int) -> list[int]:
    """The counts of `total` that the figure may stand for, the nearest where none is exact; empty for none."""
    events, share = number(figure.events), figure.percent
    if events is not None:
        return [int(events)] if 0 <= events <= total else []
    if share is None or figure.bound or not 0 <= share.value <= 100:
        return []
    least, most = math.ceil(share.low * total / 100 - 1e-9), math.floor(share.high * total / 100 + 1e-9)
    if least > most:  # no count gives this percent: the nearest on either side
        least, most = most, least
    return [max(0, least), min(total, most)]


def _logged(value: Rounded) -> Rounded:
    return Rounded(math.log(value.value), math.log(value.low), math.log(value.high))


def _printed_p(figure: Estimated) -> Rounded | None:
    printed = rounded(figure.p_value)
    if printed is None or not 0 <= printed.value <= 1:
        return None
    return None if printed.value == 0 and figure.p_comparator == "<" else printed  # p_above_zero's


def _agrees(figure: Estimated, printed: Rounded, possible: Possible) -> bool:
    """As two-sided; a p that is printed exactly also as one-sided, in either direction."""
    if _fits(figure.p_comparator, printed, possible):
        return True
    if figure.p_comparator not in ("", "="):
        return False
    low, high = possible.low / 2, possible.high / 2
    return any(_fits("=", printed, each) for each in (Possible(low, high), Possible(1 - high, 1 - low)))


def _fits(comparator: str, printed: Rounded, possible: Possible) -> bool:
    if comparator in ("<", "≤", "<="):
        return possible.low <= printed.value
    if comparator in (">", "≥", ">="):
        return possible.high >= printed.value
    return possible.low <= printed.high and printed.low <= possible.high


def _is_far(comparator: str, printed: Rounded, possible: Possible) -> bool:
    """Far off, or on the other side of 0.05."""
    if printed.low > possible.high:
        return printed.low > FAR * possible.high or (possible.high <= SIGNIFICANT < printed.low)
    lowest = min(possible.low, possible.low / 2)
    return lowest > FAR * printed.high or (printed.high <= SIGNIFICANT < lowest)


def _in_words(possible: Possible) -> str:
    low, high = _short(possible.low), _short(possible.high)
    return low if low == high else f"{low} to {high}"


def _short(p: float) -> str:
    return "below 0.0001" if p < 0.0001 else f"{p:.2g}"
