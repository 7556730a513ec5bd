"""The numbers of references: as the document prints them, else by the order in which works are first cited. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OURS = "L"  # before the number of a work that the document's own list lacks


@dataclass(frozen=True)
class Numbering:
    entries: tuple[tuple[str, int], ...]  # number and work, in the order of the list
    printed: bool  # whether the document has numbers of its own

    @property
    def numbers(self) -> dict[int, str]:
        """By work; of one that has several numbers, the first."""
        return {work: number for number, work in reversed(self.entries)}

    @property
    def shared(self) -> list[str]:
        """The numbers that several works bear."""
        return [number for number, count in Counter(number for number, _ in self.entries).items() if count > 1]

    @property
    def has_ours(self) -> bool:
        return self.printed and any(number.startswith(OURS) for number, _ in self.entries)


def numbered(printed: Sequence[tuple[str, int]], cited: Iterable[int]) -> Numbering:
    """`printed` is the document's own list, its numbers empty where it prints none; `cited` the works linked, in order.

    A number need not be unique there. Works without one follow under numbers of ours, which are told apart.
    """
    own = [(number, work) for number, work in printed if number]
    known = {work for _, work in own}
    rest = [work for work in dict.fromkeys([*(work for _, work in printed), *cited]) if work not in known]
    prefix = OURS if own else ""
    entries = (*own, *((f"{prefix}{place}", work) for place, work in enumerate(rest, start=1)))
    return Numbering(entries, bool(own))
