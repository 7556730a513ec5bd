"""How much two documents cite the same works. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """Works by their keys, in the order of the list they stand in."""

    shared: tuple[str, ...]
    ours: tuple[str, ...]  # cited by the first alone
    theirs: tuple[str, ...]  # cited by the second alone

    @property
    def union(self) -> int:
        return len(self.shared) + len(self.ours) + len(self.theirs)

    @property
    def jaccard(self) -> float | None:
        """Shared works as a part of all works cited by either (Jaccard 1901); None where neither cites any."""
        return len(self.shared) / self.union if self.union else None


def overlap(ours: Iterable[str], theirs: Iterable[str]) -> Overlap:
    """Of two lists of works. One that stands twice in a list counts once."""
    first, second = dict.fromkeys(ours), dict.fromkeys(theirs)
    return Overlap(
        shared=tuple(key for key in first if key in second),
        ours=tuple(key for key in first if key not in second),
        theirs=tuple(key for key in second if key not in first),
    )
