"""What a plot shows, row by row, and how large that is. Pure: drawing.py draws it."""

from dataclasses import dataclass, field

from evidence.plots.axis import Axis

# In pixels of the page; a PNG has twice as many.
WIDTH = 900
ROW, HEADING, TOP, UNDER = 36, 30, 34, 62
NOTE = 18
STUDY, PRINTED, LEFT, RIGHT, WEIGHT = 12, 322, 500, 818, 888  # where the columns and the axis stand


@dataclass(frozen=True)
class PlotRow:
    """`middle` None: the value is not drawn. An end that is None is not printed; `open_*`: it goes on without end.

    `size` is the width of the mark in pixels. `weight` is what the column of that name says.
    """

    label: str
    detail: str
    printed: str
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    size: float = 8.0
    weight: str = ""

    @property
    def is_drawn(self) -> bool:
        return self.middle is not None or self.open_high or self.open_low


@dataclass(frozen=True)
class Group:
    heading: str
    rows: list[PlotRow]


@dataclass(frozen=True)
class Summary:
    """The pooled result: a diamond, or where `is_diamond` is false a bar, as of the prediction interval."""

    label: str
    detail: str
    printed: str
    middle: float
    low: float
    high: float
    is_diamond: bool = True


@dataclass(frozen=True)
class Plot:
    """`favours` are what the sides below and above no effect favour; both empty where that cannot be said of all."""

    title: str
    groups: list[Group]
    axis: Axis
    columns: tuple[str, str, str] = ("Study", "As printed", "")
    favours: tuple[str, str] = ("", "")
    summaries: list[Summary] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    squares: bool = False

    @property
    def rows(self) -> list[PlotRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def height(self) -> int:
        headings = sum(1 for group in self.groups if group.heading)
        rows = len(self.rows) + len(self.summaries)
        return TOP + HEADING * headings + ROW * rows + UNDER + NOTE * len(self.notes) + (8 if self.summaries else 0)

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def right(self) -> int:
        """Where the axis ends: it takes the place of the weights where there are none."""
        return RIGHT if self.columns[2] else WEIGHT - 12

    @property
    def is_empty(self) -> bool:
        return not self.rows


LETTER = 0.6  # of the size: how wide a letter is in the widest font a text may be drawn with


def widest(text: str, size: float) -> float:
    """In pixels, at that size, in the widest font."""
    return LETTER * size * len(text)


def fitted(text: str, width: float, size: float) -> str:
    """The text as far as it goes into so many pixels at that size, in the widest font."""
    most = int(width / (LETTER * size) + 1e-9)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
