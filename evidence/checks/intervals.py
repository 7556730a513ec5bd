"""Bounds and what lies between them: intervals, ranges, interquartile ranges. Pure."""

import math
from collections.abc import Iterator

from evidence.checks.arithmetic import exact_interval, other_intervals
from evidence.checks.findings import IMPOSSIBLE, LOOK_AGAIN, UNLIKELY, Finding
from evidence.checks.values import POOLED, Account, Comparison, Estimated, Measured
from evidence.numbers import Rounded, decimals, number, rounded

RATIOS = frozenset({"HR", "RR", "OR"})
PAIRS = (
    ("confidence interval", "ci_lower", "ci_upper"),
    ("range", "range_lower", "range_upper"),
    ("interquartile range", "iqr_lower", "iqr_upper"),
)
EDGE = 1e-9
GROSS = 0.25  # of the half width: how far off its middle an estimate is more than a slip of rounding
APART = 0.02  # of a whole: where a bound of a proportion is further off than methods differ


def bounds_in_order(figure: Measured | Estimated) -> Iterator[Finding]:
    for name, low_field, high_field in PAIRS:
        low, high = rounded(getattr(figure, low_field, "")), rounded(getattr(figure, high_field, ""))
        if low and high and low.value > high.value:
            yield Finding(
                IMPOSSIBLE,
                f"The lower bound of the {name}, {getattr(figure, low_field)}, is above the upper, "
                f"{getattr(figure, high_field)}.",
                "The lower bound is the smaller one.",
                (figure.place,),
            )


def interval_contains_estimate(figure: Measured | Estimated) -> Iterator[Finding]:
    printed = figure.value if isinstance(figure, Measured) else figure.estimate
    if figure.bound or (isinstance(figure, Measured) and figure.statistic == "median"):
        return  # a median has a rule of its own
    yield from _outside(figure, printed, "estimate", "ci_lower", "ci_upper", "confidence interval")


def median_in_interval(figure: Measured) -> Iterator[Finding]:
    if figure.statistic == "median" and not figure.bound:
        yield from _outside(figure, figure.value, "median", "ci_lower", "ci_upper", "confidence interval")


def median_in_range(figure: Measured) -> Iterator[Finding]:
    """A mean lies inside the range as well; only a median need lie inside the interquartile range."""
    if figure.statistic not in ("median", "mean", "value") or figure.bound:
        return
    yield from _outside(figure, figure.value, figure.statistic, "range_lower", "range_upper", "range")
    if figure.statistic == "median":
        yield from _outside(figure, figure.value, "median", "iqr_lower", "iqr_upper", "interquartile range")


def interval_in_range(figure: Measured) -> Iterator[Finding]:
    """The interquartile range lies inside the range of the same values."""
    for outer, inner in (("range_lower", "iqr_lower"), ("iqr_upper", "range_upper")):
        low, high = rounded(getattr(figure, outer)), rounded(getattr(figure, inner))
        if low and high and low.value > high.value and low.low >= high.high - EDGE:
            yield Finding(
                IMPOSSIBLE,
                f"The interquartile range {figure.iqr_lower} to {figure.iqr_upper} goes beyond the range "
                f"{figure.range_lower} to {figure.range_upper}.",
                "Half of the values cannot reach further than all of them.",
                (figure.place,),
            )


def _outside(figure, printed: str, what: str, low_field: str, high_field: str, name: str) -> Iterator[Finding]:
    value, low, high = rounded(printed), rounded(getattr(figure, low_field)), rounded(getattr(figure, high_field))
    if value is None or (low and high and low.value > high.value):
        return  # bounds the wrong way round are another rule's
    # Rounding keeps the order, so 1.19 below 1.20 is below it however they were rounded.
    if (low and value.value < low.value and value.high <= low.low + EDGE) or (
        high and value.value > high.value and value.low >= high.high - EDGE
    ):
        bounds = f"{getattr(figure, low_field) or 'open'} to {getattr(figure, high_field) or 'open'}"
        yield Finding(
            IMPOSSIBLE,
            f"The {what} {printed} lies outside its {name}, {bounds}.",
            f"The {what} lies between the bounds.",
            (figure.place,),
        )


def interval_symmetric(figure: Estimated) -> Iterator[Finding]:
    """Of a ratio, the square root of lower times upper is the estimate, within what rounding leaves open."""
    if figure.measure not in RATIOS or figure.bound:
        return
    value, low, high = rounded(figure.estimate), rounded(figure.ci_lower), rounded(figure.ci_upper)
    if not (value and low and high) or not (value.value > 0 and 0 <= low.value < high.value):
        return
    if value.high < low.low or value.low > high.high:
        return  # outside its interval: another rule's
    least, most = math.sqrt(max(low.low, 0) * high.low), math.sqrt(low.high * high.high)
    if least <= value.high and value.low <= most:
        return
    middle = math.sqrt(max(low.value, 1e-9) * high.value)
    half = math.log(high.value / max(low.value, 1e-9)) / 2
    off = abs(math.log(value.value / middle)) / half
    yield Finding(
        UNLIKELY if off > GROSS else LOOK_AGAIN,
        f"{figure.measure} {figure.estimate} is not in the middle of its interval, {figure.ci_lower} to "
        f"{figure.ci_upper}, on the log scale.",
        f"The middle of that interval is {middle:.{max(2, decimals(figure.estimate))}f}. A ratio stands there unless "
        "its interval was found by an exact or a profile method.",
        (figure.place,),
    )


def interval_of_proportion(figure: Measured) -> Iterator[Finding]:
    """Judged where n of N is printed, or N and a percent that only one count gives."""
    low, high = _fraction(figure.ci_lower, figure), _fraction(figure.ci_upper, figure)
    counted = counts_of(figure)
    if low is None or high is None or counted is None or low.value > high.value or figure.design in POOLED:
        return
    events, total = counted
    level = number(figure.ci_level) or 95
    exact = exact_interval(events, total, level)
    methods = [exact, *other_intervals(events, total, level)]
    if any(low.holds(one) and high.holds(other) for one, other in methods):
        return
    off = min(max(_distance(low, one), _distance(high, other)) for one, other in methods)
    yield Finding(
        UNLIKELY if off > APART else LOOK_AGAIN,
        f"{figure.ci_lower} to {figure.ci_upper} is not the {level:g}% interval of {events} of {total}.",
        f"The exact binomial interval is {100 * exact[0]:.1f}% to {100 * exact[1]:.1f}% "
        f"(Wilson's: {100 * methods[1][0]:.1f}% to {100 * methods[1][1]:.1f}%).",
        (figure.place,),
    )


def _fraction(text: str, figure: Measured) -> Rounded | None:
    printed = rounded(text)
    if printed is None or figure.statistic != "proportion" or figure.bound:
        return None
    factor = 1 if figure.unit == "proportion" else 0.01
    return Rounded(printed.value * factor, printed.low * factor, printed.high * factor)


def _distance(printed: Rounded, value: float) -> float:
    return 0.0 if printed.holds(value) else min(abs(printed.low - value), abs(printed.high - value))


def counts_of(figure: Measured) -> tuple[int, int] | None:
    """n and N of a proportion: both printed, or n the only count of the printed N that gives the percent."""
    events, total, share = number(figure.events), number(figure.participants), figure.percent
    if total is None or total < 1 or total != int(total):
        return None
    if events is not None:
        return (int(events), int(total)) if events == int(events) and 0 <= events <= total else None
    if share is None:
        return None
    found = [n for n in range(int(total) + 1) if share.holds(100 * n / total)] if total <= 500 else []
    return (found[0], int(total)) if len(found) == 1 else None


def figures_not_repeated(account: Account) -> Iterator[Finding]:
    """Two outcomes with the same estimate and the same two bounds."""
    seen: dict[tuple[str, ...], Estimated] = {}
    for figure in account.estimated:
        if not (figure.estimate and figure.ci_lower and figure.ci_upper):
            continue
        key = (figure.measure, figure.arm, figure.comparator, figure.estimate, figure.ci_lower, figure.ci_upper)
        first = seen.setdefault(key, figure)
        if first is not figure and first.about.outcome != figure.about.outcome:
            yield Finding(
                LOOK_AGAIN,
                f"{figure.measure} {figure.estimate} ({figure.ci_lower} to {figure.ci_upper}) is printed for two "
                f"outcomes: {first.place.about or 'one'} and {figure.place.about or 'another'}.",
                "Two outcomes seldom agree in all three figures; one may be a copy of the other.",
                (first.place, figure.place),
            )


def ratio_agrees_with_percents(comparison: Comparison) -> Iterator[Finding]:
    """The ratio that the two arms' percents give lies inside the interval printed."""
    effect, one, other = comparison.effect, comparison.one, comparison.other
    first, second = one.percent, other.percent
    low, high = rounded(effect.ci_lower), rounded(effect.ci_upper)
    if not (first and second and low and high) or effect.measure not in ("RR", "OR") or low.value > high.value:
        return
    if not (0 < first.low < first.high < 100 and 0 < second.low < second.high < 100):
        return
    odds = effect.measure == "OR"
    least, most = _ratio(first.low, second.high, odds), _ratio(first.high, second.low, odds)
    if most < low.low or least > high.high:
        crude = _ratio(first.value, second.value, odds)
        yield Finding(
            LOOK_AGAIN,
            f"{one.value}% against {other.value}% make {effect.measure} {crude:.2f}, outside the interval of "
            f"{effect.estimate}, {effect.ci_lower} to {effect.ci_upper}.",
            "The percents' own ratio inside the interval, unless the printed one is adjusted or pooled otherwise.",
            (effect.place, one.place, other.place),
        )


def _ratio(one: float, other: float, odds: bool) -> float:
    return one / (100 - one) * (100 - other) / other if odds else one / other
