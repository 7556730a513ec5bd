"""Other names for what was typed: abbreviations, synonyms, spellings. Pure, but for the groups that apps register.

A group is a set of names for one thing ("HCC", "hepatocellular carcinoma"). Where one of them is typed, the others are
searched too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search import spelling
from search.tree import All, Any, Most, Node, Not, Phrase, Word, any_of
from search.words import words

Groups = Callable[[], Iterable[Iterable[str]]]
_groups: list[Groups] = []
LONGEST_NAME = 6  # words
MOST_NAMES = 12  # searched for one thing


def register(groups: Groups) -> None:
    """An app tells which names mean the same."""
    _groups.append(groups)


@dataclass
class Thesaurus:
    """The groups, by each of their names as a tuple of plain words."""

    names: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> "Thesaurus":
        thesaurus = cls()
        for group in groups:
            names = list(dict.fromkeys(name for name in group if words(name)))
            for name in names:
                others = thesaurus.names.setdefault(tuple(words(name)), [])
                others += [other for other in names if words(other) != words(name) and other not in others]
        return thesaurus

    def others(self, typed: tuple[str, ...]) -> list[str]:
        return self.names.get(typed, [])[:MOST_NAMES]


def groups() -> Iterator[Iterable[str]]:
    """All that apps tell."""
    return (group for told in _groups for group in told())


def thesaurus() -> Thesaurus:
    return Thesaurus.of(groups())


@dataclass
class Widened:
    """`also` holds what is searched besides, by what was typed."""

    tree: Node
    also: dict[str, list[str]]


def widened(tree: Node, known: Thesaurus, occurs: Callable[[str], bool]) -> Widened:
    """The tree with other names and spellings beside what was typed. Spellings only where they occur."""
    also: dict[str, list[str]] = {}
    return Widened(_widened(tree, known, occurs, also), also)


def _widened(node: Node, known: Thesaurus, occurs, also: dict[str, list[str]]) -> Node:
    match node:
        case All(children):
            return All(tuple(_side_by_side(children, known, occurs, also)))
        case Any(children):
            return Any(tuple(_widened(child, known, occurs, also) for child in children))
        case Most(children, least):
            return Most(tuple(_one(child, known, occurs, also) for child in children), least)
        case Not(child):
            return Not(_widened(child, known, occurs, also))
    return _one(node, known, occurs, also)


def _side_by_side(children: tuple[Node, ...], known: Thesaurus, occurs, also) -> Iterator[Node]:
    """Words that stand together are looked up together, the longest name first."""
    at = 0
    while at < len(children):
        length = _length_of_name(children[at:], known)
        if length > 1:
            typed = children[at : at + length]
            yield _with_names(All(typed), [child.text for child in typed if isinstance(child, Word)], known, also)
            at += length
        else:
            yield _widened(children[at], known, occurs, also)
            at += 1


def _length_of_name(children: tuple[Node, ...], known: Thesaurus) -> int:
    told: list[str] = []
    longest = 0
    for length, child in enumerate(children[:LONGEST_NAME], start=1):
        if not isinstance(child, Word) or child != Word(child.text):
            break
        told += words(child.text)
        if known.others(tuple(told)):
            longest = length
    return longest


def _with_names(node: Node, typed: list[str], known: Thesaurus, also: dict[str, list[str]]) -> Node:
    told = " ".join(typed)
    others = known.others(tuple(words(told)))
    also.setdefault(told, []).extend(name for name in others if name not in also.get(told, []))
    return any_of([node, *(Phrase(name) for name in others)])


def _one(node: Node, known: Thesaurus, occurs, also: dict[str, list[str]]) -> Node:
    if not isinstance(node, Word | Phrase):
        return node
    told = tuple(words(node.text))
    found: list[Node] = [node]
    if node == type(node)(node.text):
        others = known.others(told)
        found += [Phrase(name) for name in others]
    else:
        others = []
    if isinstance(node, Word) and len(told) == 1:
        spelled = sorted(each for each in spelling.variants(told[0]) if occurs(each))
        found += [Word(each, node.fields) for each in spelled]
        others = [*others, *spelled]
    if others:
        also.setdefault(node.text, []).extend(name for name in others if name not in also.get(node.text, []))
    return any_of(found)
