"""The nodes of a question, as engines see it. Pure.

`fields` names text fields of the index (search/document.py). A node matches a document or not; what it adds to the
document's score is the engine's BM25 for words and phrases, and nothing for the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from search.document import TEXT_FIELDS


@dataclass(frozen=True)
class Word:
    """A word in any of the fields, in whatever inflection. One of several tokens ("Y-90") matches as a phrase."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Phrase:
    """Words in this order beside each other, in one of the fields."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class TruncatedPhrase:
    """A phrase whose last word is truncated. It becomes Any of whole phrases before an engine is asked."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Prefix:
    """A truncated word. It is expanded (OneOf) before an engine is asked."""

    text: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class OneOf:
    """Any of these words exactly as they stand in the text, but for case and accents."""

    words: tuple[str, ...]
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Value:
    """Any of these values in a field of raw values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Above:
    """A number above this one."""

    field: str
    number: int


@dataclass(frozen=True)
class Named:
    """A value by what it is called ("hepatocellular carcinoma"). It becomes a Value before an engine is asked."""

    field: str
    name: str


@dataclass(frozen=True)
class All:
    children: "tuple[Node, ...]"


@dataclass(frozen=True)
class Any:
    children: "tuple[Node, ...]"


@dataclass(frozen=True)
class Most:
    """At least `least` of the children."""

    children: "tuple[Node, ...]"
    least: int


@dataclass(frozen=True)
class Not:
    child: "Node"


@dataclass(frozen=True)
class Weighted:
    """The child, its score multiplied."""

    child: "Node"
    weight: float


@dataclass(frozen=True)
class Scored:
    """The child, with this score for each document it matches."""

    child: "Node"
    score: float


@dataclass(frozen=True)
class Everything:
    pass


@dataclass(frozen=True)
class Nothing:
    pass


Leaf = Word | Phrase | TruncatedPhrase | Prefix | OneOf | Value | Above | Named | Everything | Nothing
Node = Leaf | All | Any | Most | Not | Weighted | Scored


def all_of(children: "list[Node]") -> "Node":
    """The node itself where there is one; everything where there is none."""
    if not children:
        return Everything()
    return children[0] if len(children) == 1 else All(tuple(children))


def any_of(children: "list[Node]") -> "Node":
    if not children:
        return Nothing()
    return children[0] if len(children) == 1 else Any(tuple(children))


def leaves(node: "Node") -> "Iterator[Leaf]":
    match node:
        case All(children) | Any(children) | Most(children, _):
            for child in children:
                yield from leaves(child)
        case Not(child) | Weighted(child, _) | Scored(child, _):
            yield from leaves(child)
        case _:
            yield node


def wanted_leaves(node: "Node") -> "Iterator[Leaf]":
    """The leaves that speak for a document: none of those under a NOT."""
    match node:
        case Not():
            return
        case All(children) | Any(children) | Most(children, _):
            for child in children:
                yield from wanted_leaves(child)
        case Weighted(child, _) | Scored(child, _):
            yield from wanted_leaves(child)
        case _:
            yield node
