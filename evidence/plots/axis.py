"""The axis of a plot: from where to where, with which ticks. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

NICE = tuple(step * 10.0**power for power in range(-4, 4) for step in (1, 2, 5))
USUAL = (0.1, 10.0)  # of ratios: what lies farther out is shown by arrows, unless an estimate lies there
LEAST_SPAN = (0.5, 2.0)
ROOM = 1.05  # an estimate does not stand on the end of the axis, where its mark would be cut by an arrow
MOST_TICKS = 8


@dataclass(frozen=True)
class Axis:
    """`no_effect` is where the line at no effect stands; None where there is none."""

    low: float
    high: float
    ticks: tuple[float, ...]
    label: str
    is_log: bool = False
    no_effect: float | None = None

    def place(self, value: float) -> float:
        """Where the value stands, from 0 at the low end to 1 at the high end; beyond these off the axis."""
        if self.is_log:
            if value <= 0:
                return -math.inf
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def ratio_axis(estimates: Iterable[float], bounds: Iterable[float], label: str) -> Axis:
    """A log axis that holds every estimate, and the bounds as far as the usual range goes."""
    middles = [value for value in estimates if value > 0]
    ends = [min(max(value, USUAL[0]), USUAL[1]) for value in bounds]
    low = min([*(value / ROOM for value in middles), *ends, LEAST_SPAN[0]])
    high = max([*(value * ROOM for value in middles), *ends, LEAST_SPAN[1]])
    low = max((tick for tick in NICE if tick <= low * 1.0001), default=NICE[0])
    high = min((tick for tick in NICE if tick >= high * 0.9999), default=NICE[-1])
    ticks = [tick for tick in NICE if low <= tick <= high]
    if len(ticks) > MOST_TICKS:
        ticks = [tick for tick in ticks if math.log10(tick).is_integer() or tick in (low, high)]
    return Axis(low, high, tuple(ticks), label, is_log=True, no_effect=1.0)


def difference_axis(estimates: Iterable[float], bounds: Iterable[float], label: str) -> Axis:
    """A plain axis around 0 that holds every estimate, and bounds up to three times as far out as the estimates."""
    middles = [abs(value) for value in estimates]
    farthest = max([*middles, 0.0])
    reach = max([farthest, *(min(abs(value), 3 * farthest or abs(value)) for value in bounds)]) or 1.0
    step = _step(reach / 3)
    most = math.ceil(round(reach / step, 9)) * step
    count = round(most / step)
    return Axis(-most, most, tuple(step * n for n in range(-count, count + 1)), label, no_effect=0.0)


def counting_axis(values: Iterable[float], bounds: Iterable[float], label: str) -> Axis:
    """A plain axis from 0 that holds every value, and bounds up to half as far out again."""
    farthest = max([*values, 0.0])
    reach = max([farthest, *(min(bound, 1.5 * farthest or bound) for bound in bounds)]) or 1.0
    step = _step(reach / 5)
    most = math.ceil(round(reach / step, 9)) * step
    return Axis(0.0, most, tuple(step * n for n in range(round(most / step) + 1)), label)


PERCENT = Axis(0.0, 100.0, (0, 20, 40, 60, 80, 100), "Percent")


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * 0.9999)
