"""How many studies there are of each condition and intervention, broader terms holding what narrower ones do. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from evidence.design_groups import GROUP_OF, SECOND_HAND


@dataclass(frozen=True)
class MapTerm:
    """A condition or an intervention; `depth` counts from 1, the broadest."""

    id: int
    key: str
    name: str
    depth: int


@dataclass(frozen=True)
class MappedStudy:
    """`participants` is the largest number a document prints; 0 where none prints one."""

    design: str
    participants: int
    conditions: frozenset[int]
    interventions: frozenset[int]


@dataclass
class Tally:
    """Distinct studies by their group of designs. `participants` adds up those of primary studies alone, since reviews
    tell of the patients of others; `unnumbered` are primary studies of which no document prints a number."""

    groups: Counter = field(default_factory=Counter)
    participants: int = 0
    unnumbered: int = 0

    @property
    def studies(self) -> int:
        return self.groups.total()

    def add(self, group: str, participants: int) -> None:
        self.groups[group] += 1
        if group not in SECOND_HAND:
            self.participants += participants
            self.unnumbered += not participants


# A condition and an intervention by their ids; None stands for all of them.
Place = tuple[int | None, int | None]


def counted(
    studies: Iterable[MappedStudy],
    conditions: Mapping[int, frozenset[int]],
    interventions: Mapping[int, frozenset[int]],
) -> dict[Place, Tally]:
    """By place. The maps give, for each term's id, the shown terms that hold it: itself and the broader ones."""
    tallies: defaultdict[Place, Tally] = defaultdict(Tally)
    tallies[None, None] = Tally()  # there even where nothing is
    down, across = _holders(conditions), _holders(interventions)
    for study in studies:
        group = GROUP_OF[study.design]
        for condition in down(study.conditions):
            for intervention in across(study.interventions):
                tallies[condition, intervention].add(group, study.participants)
    return dict(tallies)


def _holders(held_by: Mapping[int, frozenset[int]]) -> Callable[[frozenset[int]], frozenset[int | None]]:
    """Of the terms of a study, all that are shown and hold it, and None. Many studies have the same terms."""

    @cache
    def holders(terms: frozenset[int]) -> frozenset[int | None]:
        return frozenset({None}).union(*(held_by.get(pk, ()) for pk in terms))

    return holders


def depths(parents: Mapping[int, set[int]], umbrella: int | None) -> dict[int, int]:
    """How far each term is from the top, by the shortest way; the umbrella over all of them is no level."""
    found: dict[int, int] = {}
    level = [pk for pk, above in parents.items() if pk != umbrella and above <= {umbrella}]
    depth = 1
    while level:
        found |= dict.fromkeys(level, depth)
        level = [pk for pk, above in parents.items() if pk not in found and pk != umbrella and above & set(level)]
        depth += 1
    for pk in parents:  # those in a circle of broader terms
        if pk != umbrella:
            found.setdefault(pk, 1)
    return found


def tree_order(
    names: Mapping[int, str], parents: Mapping[int, set[int]], depth: Mapping[int, int], studies: Mapping[int, int]
) -> list[int]:
    """Each term once, below one of its broader terms that is one level up: the fullest, which is also the order of
    terms beside each other; by name among equals."""

    def place_of(pk: int) -> tuple[int, str]:
        return -studies.get(pk, 0), names[pk].casefold()

    below: dict[int | None, list[int]] = {}
    for pk in sorted(depth, key=place_of):
        above = [each for each in parents[pk] if each in depth and depth[each] == depth[pk] - 1]
        below.setdefault(min(above, key=place_of, default=None), []).append(pk)
    ordered: list[int] = []

    def place(broader: int | None) -> None:
        for pk in below.get(broader, []):
            ordered.append(pk)
            place(pk)

    place(None)
    return ordered
