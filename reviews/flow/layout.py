"""The diagram of a flow: where its boxes and arrows stand, in pixels. Pure; drawing.py draws it.

The arrangement is that of PRISMA 2020 for updated reviews: previous studies to the left, databases and registers in the
middle with what left the flow beside each step, other methods to the right. That column is left out where nothing came
in by other methods.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from reviews.flow.prisma import Body, Flow
from reviews.flow.telling import lines_of

MARGIN, GAP, BETWEEN = 12, 22, 26  # around all; between boxes of one row; between rows
LEFT, MAIN, SIDE, WIDE_GAP = 150, 200, 214, 30
HEADING, LINE, PADDING = 30, 16, 9
SIZE, LETTER = 11.5, 0.6  # of the text, and the width of a letter as a part of that
ROWS = ("identified", "screened", "sought", "assessed")
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """`lines`: each with whether it is printed bold. A heading is filled."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[str, bool], ...]
    is_heading: bool = False

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass
class Diagram:
    title: str
    width: float
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    arrows: list[list[Point]] = field(default_factory=list)  # each along its corners; the head is at the last

    def box(self, x: float, y: float, width: float, height: float, lines, *, is_heading: bool = False) -> Box:
        made = Box(x, y, width, height, tuple(lines), is_heading)
        self.boxes.append(made)
        return made


def diagram(flow: Flow, title: str) -> Diagram:
    columns = [("New studies via databases and registers", lines_of(flow.searched))]
    if flow.others.total_identified:
        columns.append(("New studies via other methods", lines_of(flow.others)))
    of_column = MAIN + GAP + SIDE
    starts: list[float] = [MARGIN + LEFT + WIDE_GAP + index * (of_column + WIDE_GAP) for index in range(len(columns))]
    drawn = Diagram(title, width=starts[-1] + of_column + MARGIN)
    drawn.box(MARGIN, MARGIN, LEFT, HEADING, [("Previous studies", True)], is_heading=True)
    for x, (name, _) in zip(starts, columns, strict=True):
        drawn.box(x, MARGIN, of_column, HEADING, [(name, True)], is_heading=True)
    texts = [{name: wrapped(rows, _width(name)) for name, rows in lines.items()} for _, lines in columns]
    ends, y = _rows(drawn, starts, texts)
    before = wrapped(body_lines(flow.previous, "Studies in the version before", "Reports of them"), LEFT)
    previous = drawn.box(MARGIN, MARGIN + HEADING + BETWEEN / 2, LEFT, _height(before), before)
    _bottom(drawn, flow, ends, y, previous)
    return drawn


def _width(name: str) -> int:
    return SIDE if name.endswith("-side") else MAIN


def _rows(drawn: Diagram, starts: list[float], texts: list[dict]) -> tuple[list[Box], float]:
    """Draws the steps of the columns beside each other; gives the last box of each, and where the next row begins."""
    above: list[Box | None] = [None] * len(starts)
    y: float = MARGIN + HEADING + BETWEEN / 2
    for row in ROWS:
        height = max(_height(text[name]) for text in texts for name in (row, f"{row}-side"))
        for index, (x, text) in enumerate(zip(starts, texts, strict=True)):
            main = drawn.box(x, y, MAIN, height, text[row])
            if beside := text[f"{row}-side"]:
                side = drawn.box(x + MAIN + GAP, y, SIDE, height, beside)
                drawn.arrows.append([(main.right, main.middle), (side.x, side.middle)])
            if over := above[index]:
                drawn.arrows.append([(over.centre, over.bottom), (main.centre, main.y)])
            above[index] = main
        y += height + BETWEEN
    return [box for box in above if box], y


def _bottom(drawn: Diagram, flow: Flow, ends: list[Box], y: float, previous: Box) -> None:
    text = wrapped(body_lines(flow.new, "New studies included", "Reports of new studies"), MAIN)
    new = drawn.box(ends[0].x, y, MAIN, _height(text), text)
    drawn.arrows.append([(ends[0].centre, ends[0].bottom), (new.centre, new.y)])
    for end in ends[1:]:
        drawn.arrows.append([(end.centre, end.bottom), (end.centre, new.middle), (new.right, new.middle)])
    text = wrapped(body_lines(flow.total, "Studies in all", "Reports in all"), MAIN)
    total = drawn.box(new.x, new.bottom + BETWEEN, MAIN, _height(text), text)
    drawn.arrows.append([(new.centre, new.bottom), (total.centre, total.y)])
    drawn.arrows.append([(previous.centre, previous.bottom), (previous.centre, total.middle), (total.x, total.middle)])
    drawn.height = total.bottom + MARGIN


def body_lines(body: Body, studies: str, reports: str) -> list[tuple[str, int]]:
    return [(studies, body.studies), (reports, body.reports)]


def wrapped(rows: Iterable[tuple[str, int]], width: float) -> list[tuple[str, bool]]:
    """The lines of a box: the first row bold, each with its count, none wider than the box."""
    most = int((width - 2 * PADDING) / (SIZE * LETTER))
    found = []
    for index, (label, count) in enumerate(rows):
        for line in textwrap.wrap(f"{label} (n\u00a0=\u00a0{count})", most):
            found.append((line, index == 0))
    return found


def _height(lines: list) -> float:
    return len(lines) * LINE + 2 * PADDING
