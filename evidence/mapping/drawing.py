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
        Circle(group, x, y, radius(groups[group], most), groups[group])
        for group, (x, y) in PLACES.items()
        if groups.get(group)
    ]


def radius(count: int, most: int) -> float:
    return round(max(SMALLEST, LARGEST * math.sqrt(min(1.0, count / most))), 1)
