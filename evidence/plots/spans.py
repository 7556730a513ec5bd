"""Medians and proportions with their intervals, on one axis. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.numbers import months, number, percent
from evidence.plots.axis import PERCENT, counting_axis
from evidence.plots.plot import Group, Plot, PlotRow

NOT_REACHED = "not reached"
SHORT_UNITS = {"percent": "%", "%": "%", "months": " mo", "month": " mo", "years": " yr", "weeks": " wk", "days": " d"}
ABOVE, BELOW = (">", "≥"), ("<", "≤", "up to")


@dataclass(frozen=True)
class SpanRow:
    """A median time or a proportion as printed, with its unit."""

    label: str
    detail: str
    group: str
    printed: str
    value: str
    unit: str
    bound: str
    ci_lower: str
    ci_upper: str
    not_reached: bool

    @property
    def in_short(self) -> str:
        """The printed value, unit and interval, without the words around them."""
        if not self.value:
            return self.printed
        text = f"{self.bound} {self.value}".strip() + SHORT_UNITS.get(self.unit.lower(), f" {self.unit}").rstrip()
        if self.ci_lower or self.ci_upper:
            text += f" ({self.ci_lower or '?'} to {self.ci_upper or '?'})"
        return text


def converted(row: SpanRow, text: str, *, is_time: bool) -> float | None:
    """In months, or in percent."""
    value = number(text)
    return None if value is None else (months if is_time else percent)(value, row.unit)


def span_plot(rows: Sequence[SpanRow], title: str, *, is_time: bool, notes: Sequence[str] = ()) -> Plot:
    """Times in months from 0; proportions in percent from 0 to 100. What has no value to draw keeps its row."""
    drawn = [(row.group, _row(row, is_time=is_time)) for row in rows]
    middles = [row.middle for _, row in drawn if row.middle is not None]
    ends = [each for _, row in drawn for each in (row.low, row.high) if each is not None]
    headings = dict.fromkeys(group for group, _ in drawn)
    return Plot(
        title=title,
        groups=[Group(heading, [row for group, row in drawn if group == heading]) for heading in headings],
        axis=counting_axis(middles, ends, "Months (1 month = 30.4375 days)") if is_time else PERCENT,
        columns=("Study and arm", "As printed", ""),
        notes=[*notes],
    )


def _row(row: SpanRow, *, is_time: bool) -> PlotRow:
    middle, low, high = (converted(row, text, is_time=is_time) for text in (row.value, row.ci_lower, row.ci_upper))
    if low is not None and high is not None and low > high:
        low = high = None
    return PlotRow(
        label=row.label,
        detail=row.detail,
        printed=row.in_short,
        middle=middle,
        low=low,
        high=high,
        open_low=row.bound in BELOW,
        open_high=row.not_reached or row.bound in ABOVE or row.ci_upper.strip().lower() == NOT_REACHED,
        size=8.0,
    )
