"""A cell of the evidence map as a drawing: a circle for each group of designs, each at a place of its own. Pure.

The area of a circle grows with its number of studies; the smallest is large enough for its number to be read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from evidence.design_groups import DesignGroup

WIDTH, HEIGHT = 84, 58
LARGEST, SMALLEST = 13.5, 8.5  # radius
PLACES = {
    DesignGroup.RANDOMIZED: (14, 15),
    DesignGroup.CONTROLLED: (42, 15),
    DesignGroup.UNCONTROLLED: (70, 15),
    DesignGroup.REVIEWS: (14, 43),
    DesignGroup.OTHER: (42, 43),
}
TOTAL = (70, 47)
BEGIN = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'


@dataclass(frozen=True)
class Circle:
    group: str
    x: int
    y: int
    radius: float
    count: int


def circles(groups: Mapping[str, int], most: int) -> list[Circle]:
    """`most` is the number from which on a circle has the largest radius."""
    return [
        Circle(group.value, x, y, radius(groups[group], most), groups[group])
        for group, (x, y) in PLACES.items()
        if groups.get(group)
    ]


def radius(count: int, most: int) -> float:
    return round(max(SMALLEST, LARGEST * math.sqrt(min(1.0, count / most))), 1)


def svg(groups: Mapping[str, int], most: int, total: int) -> str:
    """The cell's drawing. It holds numbers and the names of the groups alone, so nothing in it has to be escaped."""
    shapes = "".join(
        f'<circle class="{each.group}" cx="{each.x}" cy="{each.y}" r="{each.radius}"/>'
        f'<text class="in {each.group}" x="{each.x}" y="{each.y + 4}">{each.count}</text>'
        for each in circles(groups, most)
    )
    x, y = TOTAL
    return f'{BEGIN}{shapes}<text class="total" x="{x}" y="{y}">{total}</text></svg>'


def legend_svg(group: DesignGroup) -> str:
    """The group's circle at its place in an empty cell."""
    x, y = PLACES[group]
    frame = f'<rect class="frame" x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}"/>'
    return f'{BEGIN}{frame}<circle class="{group.value}" cx="{x}" cy="{y}" r="11"/></svg>'
