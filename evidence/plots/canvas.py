"""What is drawn on: text, lines and shapes placed in pixels from the top left, as SVG or PNG, by matplotlib's objects.

No state is shared, so threads may draw at once. Text stays text in the SVG, and nothing in it is read as a formula. The
same drawing gives the same bytes. Pure.
"""

import io
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text

# Set once, before anything is drawn, and never changed.
mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "warrant",
        "text.parse_math": False,
        "font.family": ["DejaVu Sans", "sans-serif"],
    }
)
DPI = 72  # a point is a pixel
PNG_SCALE = 2


@dataclass(frozen=True)
class Theme:
    """The colours of static/site.css."""

    paper: str
    ink: str
    muted: str
    rule: str
    accent: str


THEMES = {
    "light": Theme("#ffffff", "#1e2326", "#586067", "#ddd9d0", "#14595c"),
    "dark": Theme("#1b2023", "#e4e6e3", "#a3abaf", "#454d52", "#7fc8c5"),
}
# Of each colour of a light drawing the one that stands in its place in a dark one.
IN_THE_DARK: tuple[tuple[str, str], ...] = tuple(
    zip(vars(THEMES["light"]).values(), vars(THEMES["dark"]).values(), strict=True)
)


class Canvas:
    def __init__(self, width: float, height: float, theme: Theme):
        self.width, self.height, self.theme = width, height, theme
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=theme.paper)
        self.at = self.figure.transFigure

    def text(self, x: float, y: float, text: str, *, size=12.0, colour="", ha="left", weight="normal") -> None:
        artist = Text(*self._place(x, y), text, color=colour or self.theme.ink, ha=ha, va="center_baseline")
        artist.set(parse_math=False, fontsize=size, fontweight=weight, transform=self.at, figure=self.figure)
        self.figure.texts.append(artist)

    def line(self, xs, ys, *, width=1.0, colour="", dashes="", under=False, cap="butt") -> None:
        places = [x / self.width for x in xs], [1 - y / self.height for y in ys]
        line = Line2D(*places, color=colour or self.theme.ink, linewidth=width, transform=self.at)
        line.set(linestyle=dashes or "-", zorder=0.5 if under else 2, solid_capstyle=cap)
        self.figure.add_artist(line)

    def shape(self, corners, *, fill="", edge="none") -> None:
        places = [self._place(x, y) for x, y in corners]
        polygon = Polygon(places, closed=True, facecolor=fill or self.theme.ink, edgecolor=edge, linewidth=1.2)
        polygon.set(transform=self.at, zorder=3)
        self.figure.add_artist(polygon)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return x / self.width, 1 - y / self.height

    def svg(self, title: str) -> bytes:
        file = io.BytesIO()
        metadata = {"Date": None, "Creator": "Warrant", "Title": title}
        FigureCanvasSVG(self.figure).print_svg(file, metadata=metadata)
        return file.getvalue()

    def png(self, title: str) -> bytes:
        self.figure.set_dpi(DPI * PNG_SCALE)
        file = io.BytesIO()
        FigureCanvasAgg(self.figure).print_png(file, metadata={"Software": None, "Title": title})
        return file.getvalue()
