"""Effect estimates as a forest plot. Pure: what it is given are rows, and the pooled result where there is one.

What a forest plot has to show: Cochrane Handbook 6.5, section 10.2; Lewis & Clarke 2001, BMJ 322:1479.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.numbers import number
from evidence.plots.axis import Axis, difference_axis, ratio_axis
from evidence.plots.plot import Group, Plot, PlotRow, Summary
from evidence.pooling.directions import HIGHER, LOWER
from evidence.pooling.effects import RATIOS, NotUsable, back, effect_of
from evidence.pooling.estimates import METHODS, Interval, Pooled

LARGEST, SMALLEST = 15.0, 4.5  # width of a box, in pixels
NOT_REACHED = "not reached"


@dataclass(frozen=True)
class EffectRow:
    """An effect estimate as printed, with how it is told. `favourable` is the side that favours the intervention."""

    label: str
    detail: str
    group: str
    measure: str
    estimate: str
    ci_lower: str
    ci_upper: str
    ci_level: str
    favourable: str
    intervention: str
    comparator: str

    @property
    def printed(self) -> str:
        if not self.estimate:
            return "no estimate printed"
        text = f"{self.measure} {self.estimate}"
        if self.ci_lower or self.ci_upper:
            text += f" ({self.ci_lower or '?'} to {self.ci_upper or '?'})"
        return text


def forest_plot(
    rows: Sequence[EffectRow], title: str, axis_label: str, pooled: Pooled | None = None, notes: Sequence[str] = ()
) -> Plot:
    """Of rows whose measures share an axis: all ratios, or all of one difference. Boxes are sized by weight.

    The weight is that of the pooled result, which is of these rows in this order; else the inverse variance.
    """
    weights = list(pooled.weights) if pooled else [_precision(row) for row in rows]
    heaviest = max(weights, default=0.0) or 1.0
    drawn = [
        (row.group, _row(row, weight / heaviest, f"{weight:.1f}%" if pooled else ""))
        for row, weight in zip(rows, weights, strict=True)
    ]
    axis = _axis(rows, pooled, axis_label)
    headings = dict.fromkeys(group for group, _ in drawn)
    return Plot(
        title=title,
        groups=[Group(heading, [row for group, row in drawn if group == heading]) for heading in headings],
        axis=axis,
        columns=("Study", "As printed", "Weight" if pooled else ""),
        favours=favours(rows),
        summaries=_summaries(pooled, axis) if pooled else [],
        notes=[*notes],
        squares=True,
    )


def on_one_axis(rows: Sequence[EffectRow]) -> list[EffectRow]:
    """Of rows with a printed estimate, those that share the axis of the first: all ratios, or one difference."""
    usable = [row for row in rows if number(row.estimate) is not None and row.measure != "comparison"]
    if not usable:
        return []
    first = usable[0].measure
    alike = RATIOS if first in RATIOS else (first,)
    return [row for row in usable if row.measure in alike and not (first in RATIOS and number(row.estimate) <= 0)]  # type: ignore[operator]


def favours(rows: Sequence[EffectRow]) -> tuple[str, str]:
    """What values below and above no effect favour, by the arms' names where they are the same in every row.

    Rows say "A against B": where the arms differ, the first named is meant.
    """
    sides = {row.favourable for row in rows}
    if sides not in ({LOWER}, {HIGHER}):
        return "", ""
    interventions, comparators = ({getattr(row, side) for row in rows} for side in ("intervention", "comparator"))
    named = len(interventions) == len(comparators) == 1 and "" not in interventions | comparators
    good, bad = (interventions.pop(), comparators.pop()) if named else ("the first named", "the second named")
    return (good, bad) if sides == {LOWER} else (bad, good)


def _precision(row: EffectRow) -> float:
    """0 where there is no standard error."""
    try:
        return effect_of(row.measure, row.estimate, row.ci_lower, row.ci_upper, row.ci_level).se ** -2
    except NotUsable:
        return 0.0


def _row(row: EffectRow, share: float, weight: str) -> PlotRow:
    low, high = number(row.ci_lower), number(row.ci_upper)
    middle = number(row.estimate)
    if low is not None and high is not None and low > high:
        low = high = None
    return PlotRow(
        label=row.label,
        detail=row.detail,
        printed=row.printed,
        middle=middle,
        low=low,
        high=high,
        open_low=row.measure in RATIOS and low is not None and low <= 0,
        open_high=row.ci_upper.strip().lower() == NOT_REACHED,
        size=max(SMALLEST, LARGEST * math.sqrt(share)),
        weight=weight,
    )


def _axis(rows: Sequence[EffectRow], pooled: Pooled | None, label: str) -> Axis:
    estimates = [value for row in rows if (value := number(row.estimate)) is not None]
    bounds = [value for row in rows for text in (row.ci_lower, row.ci_upper) if (value := number(text)) is not None]
    is_ratio = all(row.measure in RATIOS for row in rows)
    if pooled:
        ends = [each for interval in (pooled.ci, pooled.prediction) if interval for each in _ends(interval, is_ratio)]
        bounds += ends
    return (ratio_axis if is_ratio else difference_axis)(estimates, bounds, label)


def _ends(interval: Interval, is_ratio: bool) -> tuple[float, float]:
    return tuple(_back(each, is_ratio) for each in (interval.lower, interval.upper))  # type: ignore[return-value]


def _back(value: float, is_ratio: bool) -> float:
    """Without overflow: what is beyond every axis stays there."""
    return back(max(min(value, 300.0), -300.0), is_ratio=True) if is_ratio else value


def _summaries(pooled: Pooled, axis: Axis) -> list[Summary]:
    middle = _back(pooled.estimate, axis.is_log)
    told = f"I² {pooled.i2:.0f}%, τ² {pooled.tau2:.3g}, Q {pooled.q:.1f} (p = {pooled.q_p:.2g})"
    found = []
    if pooled.ci:
        low, high = _ends(pooled.ci, axis.is_log)
        label = METHODS[pooled.method] + (" with Hartung-Knapp" if pooled.hartung_knapp else "")
        found.append(Summary(label, told, f"{middle:.2f} ({low:.2f} to {high:.2f})", middle, low, high))
    if pooled.prediction:
        low, high = _ends(pooled.prediction, axis.is_log)
        where = f"where a further study may lie, t with {pooled.k - 2} df"
        found.append(
            Summary("95% prediction interval", where, f"{low:.2f} to {high:.2f}", middle, low, high, is_diamond=False)
        )
    return found
