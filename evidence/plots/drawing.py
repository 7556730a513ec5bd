"""A plot as SVG or PNG. Pure."""

from evidence.plots.canvas import THEMES, Canvas, Theme
from evidence.plots.plot import (
    HEADING,
    LEFT,
    NOTE,
    PRINTED,
    ROW,
    STUDY,
    TOP,
    WEIGHT,
    WIDTH,
    Plot,
    PlotRow,
    Summary,
    fitted,
    widest,
)

ARROW = 5.0


def svg(plot: Plot, theme: str = "light") -> bytes:
    return _Drawing(plot, THEMES[theme]).svg(plot.title)


def png(plot: Plot, theme: str = "light") -> bytes:
    return _Drawing(plot, THEMES[theme]).png(plot.title)


class _Drawing(Canvas):
    def __init__(self, plot: Plot, theme: Theme):
        super().__init__(WIDTH, plot.height, theme)
        self.plot = plot
        self._headings()
        bottom = self._groups(TOP)
        bottom = self._summaries(bottom)
        self._axis(bottom)
        self._notes(bottom + 54)

    def x(self, value: float) -> float:
        return LEFT + (self.plot.right - LEFT) * self.plot.axis.place(value)

    def inside(self, x: float) -> float:
        return min(max(x, LEFT), self.plot.right)

    def _headings(self) -> None:
        study, printed, weight = self.plot.columns
        for x, text, ha in ((STUDY, study, "left"), (PRINTED, printed, "left"), (WEIGHT, weight, "right")):
            self.text(x, TOP / 2, text, size=11, colour=self.theme.muted, ha=ha, weight="bold")
        self.line((STUDY, WEIGHT), (TOP - 4, TOP - 4), colour=self.theme.muted)

    def _groups(self, y: float) -> float:
        for group in self.plot.groups:
            if group.heading:
                self.text(
                    STUDY, y + HEADING / 2 + 2, fitted(group.heading, LEFT - STUDY, 11.5), size=11.5, weight="bold"
                )
                y += HEADING
            for row in group.rows:
                self._row(row, y)
                y += ROW
        return y

    def _row(self, row: PlotRow, y: float) -> None:
        middle = y + ROW / 2
        label = middle - 7 if row.detail else middle
        self.text(STUDY, label, fitted(row.label, PRINTED - STUDY - 8, 12))
        self.text(STUDY, middle + 8, fitted(row.detail, PRINTED - STUDY - 8, 10), size=10, colour=self.theme.muted)
        self.text(PRINTED, middle, fitted(row.printed, LEFT - PRINTED - 14, 11.5), size=11.5)
        self.text(WEIGHT, middle, row.weight, size=11.5, ha="right")
        self.line((STUDY, WEIGHT), (y + ROW, y + ROW), colour=self.theme.rule, width=0.6, under=True)
        self._span(row, middle)
        self._mark(row, middle)

    def _span(self, row: PlotRow, y: float) -> None:
        start = LEFT if row.open_low else None if row.low is None else self.x(row.low)
        end = self.plot.right if row.open_high else None if row.high is None else self.x(row.high)
        middle = None if row.middle is None else self.x(row.middle)
        start, end = (middle if each is None else each for each in (start, end))
        if start is None or end is None or start >= end:
            return
        left, right = self.inside(start), self.inside(end)
        self.line((left, right), (y, y), width=1.5)
        for beyond, at, way in (
            (row.open_low or start < LEFT - 0.01, LEFT, -1),
            (row.open_high or end > self.plot.right + 0.01, self.plot.right, 1),
        ):
            if beyond:
                self.shape([(at + way * ARROW, y), (at, y - ARROW), (at, y + ARROW)])
        for value, x, is_open in ((row.low, start, row.open_low), (row.high, end, row.open_high)):
            if value is not None and not is_open and LEFT <= x <= self.plot.right:
                self.line((x, x), (y - 3.5, y + 3.5), width=1.5)

    def _mark(self, row: PlotRow, y: float) -> None:
        if row.middle is None:
            return
        x, half = self.x(row.middle), row.size / 2
        has_span = row.low is not None or row.high is not None or row.open_low or row.open_high
        fill = self.theme.ink if has_span else self.theme.paper
        if self.plot.squares:
            corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        else:
            corners = [(x - half, y), (x, y - half), (x + half, y), (x, y + half)]
        self.shape(corners, fill=fill, edge=self.theme.ink)

    def _summaries(self, y: float) -> float:
        if not self.plot.summaries:
            return y
        self.line((STUDY, WEIGHT), (y + 4, y + 4), colour=self.theme.muted)
        y += 8
        for summary in self.plot.summaries:
            self._summary(summary, y + ROW / 2)
            y += ROW
        return y

    def _summary(self, summary: Summary, y: float) -> None:
        weight = "bold" if summary.is_diamond else "normal"
        self.text(STUDY, y - 7, fitted(summary.label, PRINTED - STUDY - 8, 12), weight=weight)
        self.text(STUDY, y + 8, fitted(summary.detail, PRINTED - STUDY - 8, 10), size=10, colour=self.theme.muted)
        self.text(PRINTED, y, summary.printed, size=11.5, weight=weight)
        left, middle, right = (self.x(each) for each in (summary.low, summary.middle, summary.high))
        if summary.is_diamond:
            self.shape(
                [(self.inside(left), y), (middle, y - 8), (self.inside(right), y), (middle, y + 8)],
                fill=self.theme.accent,
            )
            return
        start, end = self.inside(left), self.inside(right)
        self.line((start, end), (y, y), width=3.5, colour=self.theme.accent)
        for beyond, at, way in ((left < LEFT - 0.01, LEFT, -1), (right > self.plot.right + 0.01, self.plot.right, 1)):
            if beyond:
                corners = [(at + way * ARROW, y), (at, y - ARROW), (at, y + ARROW)]
                self.shape(corners, fill=self.theme.accent)

    def _axis(self, bottom: float) -> None:
        axis = self.plot.axis
        y = bottom + 4
        self.line((LEFT, self.plot.right), (y, y), colour=self.theme.muted)
        for tick in axis.ticks:
            x = self.x(tick)
            self.line((x, x), (y, y + 4), colour=self.theme.muted)
            self.text(x, y + 13, f"{tick:g}", size=10.5, colour=self.theme.muted, ha="center")
            if not axis.is_log and axis.no_effect is None:
                self.line((x, x), (TOP, y), colour=self.theme.rule, width=0.6, under=True)
        if axis.no_effect is not None:
            x = self.x(axis.no_effect)
            self.line((x, x), (TOP, y), colour=self.theme.muted, under=True)
        if pooled := next((each for each in self.plot.summaries if each.is_diamond), None):
            x = self.x(pooled.middle)
            self.line((x, x), (TOP, y), colour=self.theme.accent, dashes=(0, (3, 3)), under=True)
        self.text((LEFT + self.plot.right) / 2, y + 30, axis.label, size=10.5, colour=self.theme.muted, ha="center")
        self._favours(y + 46)

    def _favours(self, y: float) -> None:
        """Under the ends of the axis; a long name begins, or ends, as far outside it as the last column reaches."""
        lower, higher = self.plot.favours
        if not lower:
            return
        half, spare = (self.plot.right - LEFT) / 2 - 66, WEIGHT - self.plot.right  # less the words around the name
        for name, end, way, ha in ((lower, LEFT, -1, "left"), (higher, self.plot.right, 1, "right")):
            out = min(spare, max(0.0, widest(name, 10.5) - half))
            told = fitted(name, half + out, 10.5)
            words = f"← favours {told}" if way < 0 else f"favours {told} →"
            self.text(end + way * out, y, words, size=10.5, ha=ha)

    def _notes(self, y: float) -> None:
        for note in self.plot.notes:
            y += NOTE
            self.text(STUDY, y - 4, fitted(note, WIDTH - 2 * STUDY, 10), size=10, colour=self.theme.muted)
