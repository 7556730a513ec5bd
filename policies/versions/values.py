"""Versions of a policy as plain values, to be compared. Pure.

`key` is the stable key everywhere: the same in every version. `place` is the document and the lines, for people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from policies.vocabulary import CriterionLogic, StatementKind


@dataclass(frozen=True)
class Node:
    """A criterion. `label` is the printed one, `path` the printed or computed labels from the root down."""

    key: str
    logic: str = CriterionLogic.CONDITION
    text: str = ""
    minimum: int | None = None
    terms: tuple[str, ...] = ()  # names of the conditions it tests
    label: str = ""
    path: str = ""
    place: str = ""
    carried_over: bool = False  # in a reconstructed version: not known for its date
    children: tuple["Node", ...] = ()

    @property
    def lead(self) -> str:
        """ "All of", "At least 2 of"; "" for a condition."""
        if self.logic == CriterionLogic.CONDITION:
            return ""
        if self.logic == CriterionLogic.AT_LEAST:
            return f"At least {self.minimum} of"
        return str(CriterionLogic(self.logic).label)

    @property
    def words(self) -> str:
        """The whole branch in one line: "Systemic treatment, any of: refractory; not a candidate"."""
        if not self.lead:
            return self.text
        lead = f"{self.text}, {self.lead.lower()}" if self.text else self.lead
        return f"{lead}: {'; '.join(child.words for child in self.children)}"

    def all(self) -> Iterator["Node"]:
        """The node and everything under it, depth first."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True)
class StatementTree:
    key: str
    title: str
    position: str
    text: str = ""
    kind: str = StatementKind.NAMED
    position_when_not_met: str = "not_stated"
    intervention: str = ""
    indications: tuple[tuple[str, str], ...] = ()  # key and name
    scope: str = ""
    covers: str = ""
    exceptions: tuple[str, ...] = ()  # keys of statements
    tree: Node | None = None
    place: str = ""
    address: str = ""  # of its page; "" where it has none

    @property
    def about(self) -> str:
        return self.scope or "; ".join(name for _, name in self.indications)


@dataclass(frozen=True)
class DefinitionText:
    key: str
    term: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class SelectionGroup:
    """Requirements outside the statements; `governs` holds the positions of the statements they govern."""

    key: str
    text: str
    strength: str
    items: tuple[tuple[str, str], ...] = ()  # text and place
    governs: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True)
class Listed:
    """A code, a date or a reference: named by `key`, told by `text`."""

    key: str
    title: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class VersionTree:
    """`complete` is false of a reconstructed version: what it does not hold is not known for its date.

    `references` are those its document prints, none of a version written here; `works` those that are linked here.
    """

    key: str
    label: str
    complete: bool = True
    statements: tuple[StatementTree, ...] = ()
    definitions: tuple[DefinitionText, ...] = ()
    selection: tuple[SelectionGroup, ...] = ()
    codes: tuple[Listed, ...] = ()
    dates: tuple[Listed, ...] = ()
    references: tuple[Listed, ...] = field(default=())
    works: tuple[Listed, ...] = field(default=())
