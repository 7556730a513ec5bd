"""What a printed effect estimate amounts to on the scale it is analysed on: its value, standard error, z and p. Pure.

Ratios (HR, RR, OR) are analysed as natural logarithms, differences (RD, MD) as they are. Nothing is rounded.
"""

import math
from dataclasses import dataclass

from evidence.numbers import Rounded, number, rounded

RATIOS = ("HR", "RR", "OR")
DIFFERENCES = ("RD", "MD")
USUAL_LEVEL = 95.0  # percent


class NotUsable(ValueError):
    """Why an estimate has no standard error, in a sentence that goes on after its name."""


@dataclass(frozen=True)
class Effect:
    """`value` and `se` are on the analysis scale. `level_printed` is false where 95% was assumed."""

    value: float
    se: float
    is_ratio: bool
    level_printed: bool = True
    symmetric: bool = True

    @property
    def z(self) -> float:
        return self.value / self.se

    @property
    def p(self) -> float:
        """Two-sided, of the Wald test."""
        from scipy.special import ndtr

        return float(2 * ndtr(-abs(self.z)))


def quantile(level: float) -> float:
    """The z beyond which lies half of what an interval of this level, in percent, leaves out: 95 -> 1.959964."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 200))


def effect_of(measure: str, estimate: str, lower: str, upper: str, level: str = "") -> Effect:
    """The effect of the printed figures. NotUsable where they give none.

    SE = (U - L) / (2 z), of the logarithms for a ratio: Cochrane Handbook 6.5, sections 6.3.1 and 6.3.2.
    """
    if measure not in (*RATIOS, *DIFFERENCES):
        raise NotUsable("it prints no estimate of a measure that can be pooled")
    middle, low, high = number(estimate), number(lower), number(upper)
    if middle is None:
        raise NotUsable("it prints no estimate")
    if low is None or high is None:
        raise NotUsable("it prints no whole confidence interval, so its standard error is not known")
    confidence = number(level) if level else USUAL_LEVEL
    if confidence is None or not 0 < confidence < 100:
        raise NotUsable(f"the level of its interval is printed as {level}, which is no level")
    is_ratio = measure in RATIOS
    printed = [rounded(text) for text in (estimate, lower, upper)]
    figures = [figure for figure in printed if figure]
    if len(figures) < 3:
        raise NotUsable("its figures are not printed as plain numbers")
    _refuse_impossible(*figures, is_ratio=is_ratio)
    value, start, end = (math.log(x) if is_ratio else x for x in (middle, low, high))
    se = (end - start) / (2 * quantile(confidence))
    return Effect(value, se, is_ratio, bool(level), _symmetric(*figures, is_ratio=is_ratio))


def _refuse_impossible(middle: Rounded, low: Rounded, high: Rounded, *, is_ratio: bool) -> None:
    interval = f"its interval, {low.value:g} to {high.value:g},"
    if low.value >= high.value:
        raise NotUsable(f"{interval} does not run upwards")
    if is_ratio and min(low.value, middle.value) <= 0:
        raise NotUsable(f"a ratio printed as {min(low.value, middle.value):g} has no logarithm")
    if middle.high < low.low or middle.low > high.high:
        raise NotUsable(f"{interval} does not hold its estimate {middle.value:g}")


def _symmetric(middle: Rounded, low: Rounded, high: Rounded, *, is_ratio: bool) -> bool:
    """Whether the estimate may be the middle of its interval, given the room that rounding leaves."""
    if is_ratio:
        least, most = math.sqrt(max(low.low, 0) * high.low), math.sqrt(low.high * high.high)
    else:
        least, most = (low.low + high.low) / 2, (low.high + high.high) / 2
    return least <= middle.high and middle.low <= most


def back(value: float, *, is_ratio: bool) -> float:
    """From the analysis scale to the printed one."""
    return math.exp(value) if is_ratio else value
