"""The diagram of a flow as SVG or PNG. Pure. Matplotlib is slow to import: import this module where it is used."""

from evidence.plots.canvas import THEMES, Canvas
from reviews.flow.layout import LINE, PADDING, SIZE, Box, Diagram, Point

HEAD = 5.0


def svg(diagram: Diagram, theme: str = "light") -> bytes:
    return _drawn(diagram, theme).svg(diagram.title)


def png(diagram: Diagram, theme: str = "light") -> bytes:
    return _drawn(diagram, theme).png(diagram.title)


def _drawn(diagram: Diagram, theme: str) -> Canvas:
    canvas = Canvas(diagram.width, diagram.height, THEMES[theme])
    for points in diagram.arrows:
        _arrow(canvas, points)
    for box in diagram.boxes:
        _box(canvas, box)
    return canvas


def _box(canvas: Canvas, box: Box) -> None:
    theme = canvas.theme
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    canvas.shape(corners, fill=theme.accent if box.is_heading else theme.paper, edge=theme.muted)
    top = box.middle - len(box.lines) * LINE / 2
    for index, (line, bold) in enumerate(box.lines):
        y = top + (index + 0.5) * LINE
        weight, x, ha = "bold" if bold else "normal", box.x + PADDING, "left"
        if box.is_heading:
            canvas.text(box.centre, y, line, size=SIZE, colour=theme.paper, weight="bold", ha="center")
        else:
            canvas.text(x, y, line, size=SIZE, weight=weight, ha=ha)


def _arrow(canvas: Canvas, points: list[Point]) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    canvas.line(xs, ys, colour=canvas.theme.muted, width=1.2)
    (before_x, before_y), (x, y) = points[-2:]
    if before_x == x:
        way = HEAD if y > before_y else -HEAD
        corners = [(x, y), (x - HEAD * 0.8, y - way * 1.5), (x + HEAD * 0.8, y - way * 1.5)]
    else:
        way = HEAD if x > before_x else -HEAD
        corners = [(x, y), (x - way * 1.5, y - HEAD * 0.8), (x - way * 1.5, y + HEAD * 0.8)]
    canvas.shape(corners, fill=canvas.theme.muted)
