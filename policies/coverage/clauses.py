"""Criteria trees cut down to one indication, and told in short. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evidence.vocabulary import Purpose
from policies.vocabulary import CriterionLogic


@dataclass(frozen=True)
class Clause:
    """A criterion with those below it. `conditions`, `excludes` and those of the indication are keys of terms."""

    key: str
    logic: str = CriterionLogic.CONDITION
    text: str = ""
    label: str = ""
    minimum: int | None = None
    conditions: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    purpose: str = ""
    children: tuple["Clause", ...] = ()
    place: str = ""
    definitions: tuple[str, ...] = ()  # "symptomatic: ..."

    @property
    def lead(self) -> str:
        """ "All of", "At least 2 of"; "" for a condition."""
        if self.logic == CriterionLogic.CONDITION:
            return ""
        if self.logic == CriterionLogic.AT_LEAST:
            return f"At least {self.minimum} of"
        return str(CriterionLogic(self.logic).label)


class Broader:
    """Which terms are broader than which, by key."""

    def __init__(self, above: Mapping[str, frozenset[str]]):
        self._above = above

    def above(self, term: str) -> frozenset[str]:
        return self._above.get(term, frozenset())

    def covers(self, broad: str, narrow: str) -> bool:
        return broad == narrow or broad in self.above(narrow)

    def related(self, one: str, other: str) -> bool:
        return self.covers(one, other) or self.covers(other, one)

    def depth(self, term: str) -> int:
        return len(self.above(term))


@dataclass(frozen=True)
class Cutting:
    """What a tree is cut down to: a condition and a purpose. `named` are the conditions its statement is about."""

    condition: str
    purpose: str
    named: frozenset[str]
    broader: Broader

    def diseases(self, clause: Clause) -> list[str]:
        """The terms by which a condition names a disease of the statement, rather than something else tested."""
        return [term for term in clause.conditions if any(self.broader.related(term, name) for name in self.named)]


def branch(clause: Clause, cutting: Cutting) -> Clause | None:
    """What of the tree speaks of the indication; None where it cannot hold for it.

    Of alternatives those for another disease or purpose fall away, and where some name the purpose, the others too.
    """
    if clause.logic == CriterionLogic.CONDITION:
        return clause if _speaks_of(clause, cutting) else None
    if clause.logic in (CriterionLogic.NONE, CriterionLogic.AT_LEAST):
        return clause
    kept = [branch(child, cutting) for child in clause.children]
    left = [child for child in kept if child is not None]
    if clause.logic == CriterionLogic.ALL:
        return replace(clause, children=tuple(left)) if len(left) == len(kept) else None
    if cutting.purpose != Purpose.TREATMENT:
        left = [child for child in left if any(leaf.purpose for leaf in leaves(child))] or left
    return replace(clause, children=tuple(left)) if left else None


def _speaks_of(leaf: Clause, cutting: Cutting) -> bool:
    broader = cutting.broader
    if any(broader.covers(term, cutting.condition) for term in leaf.excludes):
        return False
    if leaf.purpose and leaf.purpose != cutting.purpose:
        return False
    diseases = cutting.diseases(leaf)
    return not diseases or any(broader.related(term, cutting.condition) for term in diseases)


def requirements(clause: Clause, cutting: Cutting) -> Clause | None:
    """The branch without what only says which disease it is of; None where nothing is left to be met."""
    if clause.logic == CriterionLogic.CONDITION:
        return None if cutting.diseases(clause) else clause
    left = [found for child in clause.children if (found := requirements(child, cutting))]
    if clause.logic == CriterionLogic.ANY and len(left) < len(clause.children):
        return None  # one alternative asks for nothing
    return replace(clause, children=tuple(left)) if left else None


def in_short(clause: Clause | None) -> str:
    """ "unresectable; limited to the liver; refractory to chemotherapy or not a candidate for it"."""
    return _told(clause) if clause else ""


def _told(clause: Clause, inside: bool = False) -> str:
    if clause.logic == CriterionLogic.CONDITION:
        return _small(clause.text)
    if len(clause.children) == 1 and clause.logic in (CriterionLogic.ALL, CriterionLogic.ANY):
        return _told(clause.children[0], inside)
    if clause.logic == CriterionLogic.ALL:
        told = (", " if inside else "; ").join(_told(child, inside) for child in clause.children)
        return f"({told})" if inside else told
    told = " or ".join(_told(child, True) for child in clause.children)
    if clause.logic == CriterionLogic.ANY:
        return told
    return f"{clause.lead.lower()}: {told.replace(' or ', ', ')}"


def _small(text: str) -> str:
    """With a small first letter, unless the first word is an abbreviation."""
    return text if text[1:2].isupper() or text[1:2] == "-" else text[:1].lower() + text[1:]


def leaves(clause: Clause) -> Iterator[Clause]:
    if clause.logic == CriterionLogic.CONDITION:
        yield clause
    for child in clause.children:
        yield from leaves(child)


def walk(clause: Clause, depth: int = 0) -> Iterator[tuple[int, Clause]]:
    """The clause and all below it, depth first."""
    yield depth, clause
    for child in clause.children:
        yield from walk(child, depth + 1)
