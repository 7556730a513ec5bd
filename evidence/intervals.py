"""Where a ratio and its interval stand on a log axis, for drawing. Pure; nothing here goes back into storage."""

import math
from dataclasses import dataclass

from evidence.numbers import number

BOX = 2.8  # the width of the box that marks the estimate, in percent
LEAST, MOST = 0.1, 10.0  # the axis; what lies outside is not drawn at its edge but pointed to


@dataclass(frozen=True)
class Drawing:
    """Positions in percent of the axis' width.

    `estimate` is None where none is printed or it is off the axis; `ticks` are the bounds that lie on it.
    `beyond_*`: the estimate itself is off the axis. `clipped_*`: the interval goes on beyond the axis.
    """

    estimate: float | None
    beyond_lower: bool
    beyond_upper: bool
    lower: float
    upper: float
    ticks: tuple[float, ...]
    clipped_lower: bool
    clipped_upper: bool

    @property
    def box(self) -> float | None:
        """The left edge of the box that marks the estimate."""
        return None if self.estimate is None else round(self.estimate - BOX / 2, 2)


def ratio_drawing(estimate: str, lower: str, upper: str) -> Drawing | None:
    """None where there is no interval, or it does not run upwards from above zero: then there is nothing to draw."""
    low, high, middle = number(lower), number(upper), number(estimate)
    if low is None and high is None:
        return None
    start = max(low, 0) if low is not None else 0.0
    end = high if high is not None else math.inf
    if end <= 0 or start > end:
        return None
    if middle is not None and middle < 0:
        middle = None
    return Drawing(
        estimate=_place(middle) if middle is not None and LEAST <= middle <= MOST else None,
        beyond_lower=middle is not None and middle < LEAST,
        beyond_upper=middle is not None and middle > MOST,
        lower=_place(start),
        upper=_place(end),
        ticks=tuple(_place(bound) for bound in (start, end) if LEAST <= bound <= MOST),
        clipped_lower=start < LEAST,
        clipped_upper=end > MOST,
    )


def _place(value: float) -> float:
    inside = min(max(value, LEAST), MOST)
    span = math.log(MOST) - math.log(LEAST)
    return round(100 * (math.log(inside) - math.log(LEAST)) / span, 2)
