"""Of what designs the evidence for an indication is: how many of each, in words and as a bar. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.design_groups import GROUP_OF, DesignGroup

# What is no study of a design, and stands behind those that are.
RECOMMENDATIONS, WORKS = "recommendations", "works"
LABELS = {group.value: str(group.label) for group in DesignGroup} | {
    RECOMMENDATIONS: "Guideline recommendations",
    WORKS: "Works cited as such",
}
WIDTH = 100.0


@dataclass(frozen=True)
class Share:
    """So many of a kind; `x` and `width` are its place in a bar of 100 units."""

    kind: str
    label: str
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class Mix:
    shares: list[Share]
    total: int

    @property
    def told(self) -> str:
        """ "Randomized 2, Without a control group 5"."""
        return ", ".join(f"{share.label} {share.count}" for share in self.shares)


def mix(linked: Iterable[tuple[str, str]]) -> Mix | None:
    """`linked` holds, for each thing that is linked, what it is (a target of a link) and its design ("" for none).

    None where nothing is.
    """
    counts = Counter(_kind(target, design) for target, design in linked)
    total = sum(counts.values())
    if not total:
        return None
    shares, x = [], 0.0
    for kind, label in LABELS.items():
        if counts[kind]:
            width = WIDTH * counts[kind] / total
            shares.append(Share(kind, label, counts[kind], round(x, 2), round(width, 2)))
            x += width
    return Mix(shares, total)


def _kind(target: str, design: str) -> str:
    if target == "recommendation":
        return RECOMMENDATIONS
    if target == "reference":
        return WORKS
    return GROUP_OF.get(design, DesignGroup.OTHER).value
