"""The conditions of two criteria trees beside each other. Pure.

Two conditions are set beside each other where they are worded alike: the words that carry meaning, shared as a part of
all of either, best first. It is a proposal for a reader, and says how near the two are; nothing is judged from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies.coverage.clauses import Clause

ALIKE_FROM = 0.4  # part of the words shared; "unresectable" beside "unresectable tumours" is 1
PLAIN = frozenset(
    "a an and any as by disease for in is it its of on or primary that the therapies therapy to tumor tumors tumour "
    "tumours which with other hepatic liver metastases metastasis carcinoma cancer patient patients".split()
)


@dataclass(frozen=True)
class Beside:
    """A condition of either side; None where the other side has none like it."""

    ours: Clause | None
    theirs: Clause | None

    @property
    def mark(self) -> str:
        if self.ours is None:
            return "theirs only"
        if self.theirs is None:
            return "ours only"
        return "same words" if plain(self.ours.text) == plain(self.theirs.text) else "worded otherwise"

    @property
    def definition_mark(self) -> str:
        """ "" where the word means the same on both sides, as far as they say."""
        if self.ours is None or self.theirs is None or self.ours.definitions == self.theirs.definitions:
            return ""
        both = self.ours.definitions and self.theirs.definitions
        return "same word, other definition" if both else "same word, defined on one side only"


def plain(text: str) -> str:
    return " ".join(re.findall(r"[\w-]+", text.lower()))


def meaning(text: str) -> frozenset[str]:
    """The words of a condition that tell it from others; all of them where none does."""
    found = frozenset(plain(text).split())
    return found - PLAIN or found


def nearness(one: Clause, other: Clause) -> float:
    """The words two conditions share, as a part of all words of either: 0 to 1; 1 for two that name one disease."""
    if one.conditions & other.conditions:
        return 1.0
    first, second = meaning(one.text), meaning(other.text)
    return len(first & second) / len(first | second) if first | second else 0.0


def aligned(ours: Sequence[Clause], theirs: Sequence[Clause]) -> list[Beside]:
    """Each condition once: those of ours in their order, then what only they have."""
    near = [
        (nearness(mine, yours), -first, -second)
        for first, mine in enumerate(ours)
        for second, yours in enumerate(theirs)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for how_near, first, second in sorted(near, reverse=True):
        if how_near >= ALIKE_FROM and -first not in partner and -second not in taken:
            partner[-first] = -second
            taken.add(-second)
    rows = [Beside(mine, theirs[partner[index]] if index in partner else None) for index, mine in enumerate(ours)]
    return rows + [Beside(None, yours) for index, yours in enumerate(theirs) if index not in taken]
