"""The slow, obvious answer that every engine must give: a loop over documents in plain Python."""

from collections import Counter

from search.document import EVERYONE, FACETS, SearchDocument
from search.engines.base import Question
from search.tree import Above, All, Any, Everything, Most, Not, Nothing, OneOf, Phrase, Scored, Value, Weighted, Word
from search.words import stems, words


def matches(document: SearchDocument, node) -> bool:
    match node:
        case Word(text, fields) | Phrase(text, fields):
            return any(_holds(getattr(document, field), text, field) for field in fields)
        case OneOf(texts, fields):
            return any(set(words(getattr(document, field))) & set(texts) for field in fields)
        case Value("id", values):
            return document.id in values
        case Value(field, values):
            held = document.values_of(field) if field in FACETS else document.raw.get(field, [])
            return bool(set(held) & set(values))
        case Above(field, number):
            return document.numbers.get(field, 0) > number
        case All(children):
            return all(matches(document, child) for child in children)
        case Any(children):
            return any(matches(document, child) for child in children)
        case Most(children, least):
            return sum(matches(document, child) for child in children) >= least
        case Not(child):
            return not matches(document, child)
        case Weighted(child, _) | Scored(child, _):
            return matches(document, child)
        case Everything():
            return True
        case Nothing():
            return False
    raise TypeError(node)


def _holds(said: str, text: str, field: str) -> bool:
    told = stems if field in ("title", "names", "text") else words
    wanted, held = told(text), told(said)
    return bool(wanted) and any(held[at : at + len(wanted)] == wanted for at in range(len(held)))


def is_open(document: SearchDocument, audiences: frozenset[str]) -> bool:
    return document.audience in audiences | {EVERYONE}


def found(documents, question: Question, audiences: frozenset[str], *, except_facet: str = "") -> list[SearchDocument]:
    return [
        document
        for document in documents
        if is_open(document, audiences)
        and matches(document, question.tree)
        and all(
            set(document.values_of(facet)) & set(values) for facet, values in question.filters if facet != except_facet
        )
    ]


def facet_counts(documents, question: Question, audiences: frozenset[str]) -> dict[str, dict[str, int]]:
    counts = {}
    for facet in FACETS:
        counted = Counter(
            value
            for document in found(documents, question, audiences, except_facet=facet)
            for value in document.values_of(facet)
        )
        if counted:
            counts[facet] = dict(counted)
    return counts
