"""The pure-Python engine: Whoosh keeps the postings, and the trees are read here over sets of documents.

Whoosh's own search takes five times as long where facets have to be counted. Only its public calls are used.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nlargest
from itertools import chain
from pathlib import Path

from whoosh import fields as whoosh_fields
from whoosh import index as whoosh_index
from whoosh.analysis import RegexTokenizer, SpaceSeparatedTokenizer

from search import marking, words
from search.document import (
    EVERYONE,
    FACETS,
    NAMED_TEXT_FIELDS,
    NUMBERS,
    RAW_FIELDS,
    TEXT_FIELDS,
    UNSTEMMED,
    VALUES_COUNTED,
    WEIGHTS,
    SearchDocument,
)
from search.engines.base import Found, Hit, IndexUnusable, Pace, Question
from search.engines.whoosh_snapshot import RESTRICTED, Scores, Snapshot
from search.tree import (
    Above,
    All,
    Any,
    Everything,
    Most,
    Node,
    Not,
    Nothing,
    OneOf,
    Phrase,
    Scored,
    Value,
    Weighted,
    Word,
    wanted_leaves,
)

name = "whoosh"
SNIPPET_CHARACTERS = 220
MOST_WORDS = 5000
APART = "\x1f"  # between the values of a raw field


def _schema(facets: Iterable[str]) -> whoosh_fields.Schema:
    """Texts come as words already told apart, so that no code of ours is kept in the index."""
    found: dict = {"id": whoosh_fields.ID(unique=True), "stored": whoosh_fields.STORED()}
    for field in (*TEXT_FIELDS, *NAMED_TEXT_FIELDS):
        found[field] = whoosh_fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
    for field in UNSTEMMED.values():
        found[field] = whoosh_fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    for field in ("audience", *RAW_FIELDS, *facets):
        found[field] = whoosh_fields.TEXT(analyzer=RegexTokenizer(f"[^{APART}]+"), phrase=False)
    for field in NUMBERS:
        found[field] = whoosh_fields.NUMERIC(int, bits=64, sortable=True)
    return whoosh_fields.Schema(**found)


def reader(folder: Path, facets: Iterable[str] = FACETS, *, values_counted: int = VALUES_COUNTED) -> "WhooshReader":
    return WhooshReader(folder, tuple(facets), values_counted)


def writer(folder: Path, facets: Iterable[str] = FACETS, *, create: bool = True) -> "WhooshWriter":
    return WhooshWriter(folder, tuple(facets), create=create)


@contextmanager
def _telling() -> Iterator[None]:
    """IndexUnusable for whatever reading raises: a damaged index raises what it happens to raise."""
    try:
        yield
    except IndexUnusable:
        raise
    except Exception as error:
        raise IndexUnusable(f"the search index cannot be read: {error.__class__.__name__}: {error}") from error


@_telling()
def _open(folder: Path) -> whoosh_index.Index:
    return whoosh_index.open_dir(str(folder))


class WhooshWriter:
    """Keeps what is to be written until it is committed: Whoosh tells a document from its older self only then."""

    def __init__(self, folder: Path, facets: tuple[str, ...], *, create: bool):
        self._facets = facets
        self._pending: dict[str, SearchDocument | None] = {}
        if create and not (folder.is_dir() and whoosh_index.exists_in(str(folder))):
            folder.mkdir(parents=True, exist_ok=True)
            whoosh_index.create_in(str(folder), _schema(facets))
        self._index = _open(folder)

    def add(self, documents: Iterable[SearchDocument]) -> None:
        self.put(documents)

    def put(self, documents: Iterable[SearchDocument]) -> None:
        self._pending |= {document.id: document for document in documents}

    def remove(self, ids: Iterable[str]) -> None:
        self._pending |= dict.fromkeys(ids)

    def commit(self) -> None:
        if not self._pending:
            return
        fresh = self._index.is_empty()
        writer = self._index.writer(limitmb=128)
        try:
            for id, document in self._pending.items():
                if not fresh:
                    writer.delete_by_term("id", id)
                if document:
                    writer.add_document(**_fields(document, self._facets))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        self._pending = {}

    def close(self) -> None:
        self.commit()


def _fields(document: SearchDocument, facets: tuple[str, ...]) -> dict:
    found: dict = {"id": document.id}
    found["stored"] = (document.type, document.key, document.title, document.url, document.text, document.about)
    found["audience"] = "" if document.audience == EVERYONE else APART.join([RESTRICTED, document.audience])
    for field in TEXT_FIELDS:
        told = words.words(getattr(document, field))
        found[UNSTEMMED[field]] = " ".join(told)
        found[field] = " ".join(map(words.stem, told))
    for field in NAMED_TEXT_FIELDS:
        found[field] = " ".join(words.words(getattr(document, field)))
    for field in RAW_FIELDS:
        found[field] = APART.join(document.raw.get(field, []))
    for field in facets:
        found[field] = APART.join(document.values_of(field))
    for field in NUMBERS:
        found[field] = document.numbers.get(field, 0)
    return {field: value for field, value in found.items() if value != ""}


class WhooshReader:
    pace = Pace(entries=200_000, position=2)

    @_telling()
    def __init__(self, folder: Path, facets: tuple[str, ...], values_counted: int):
        self._facets = facets
        self._values_counted = values_counted
        self._index = _open(folder)
        self._snapshot = Snapshot(self._index)

    def _now(self) -> Snapshot:
        if self._snapshot.reader.generation() != self._index.latest_generation():
            self._snapshot = Snapshot(self._index.refresh())
        return self._snapshot

    @_telling()
    def count(self) -> int:
        return len(self._now().everything)

    @_telling()
    def words(self, prefix: str, fields: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        at = self._now().reader
        counted: dict[str, int] = {}
        for field in fields:
            field = UNSTEMMED.get(field, field)
            for word in at.expand_prefix(field, prefix.encode()):
                counted[word.decode()] = max(at.doc_frequency(field, word), counted.get(word.decode(), 0))
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]

    @_telling()
    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        found = self._now().reader.expand_prefix(field, prefix.encode())
        return [value.decode() for _, value in zip(range(limit), found, strict=False)]

    @_telling()
    def frequency(self, word: str) -> int:
        at = self._now().reader
        return max(at.doc_frequency(field, word) for field in UNSTEMMED.values())

    def tokens(self, text: str) -> list[tuple[str, str]]:
        return [(word, words.stem(word)) for word in words.words(text)]

    @_telling()
    def token_frequency(self, token: str) -> int:
        return self._now().reader.doc_frequency("text", token)

    @_telling()
    def find(self, question: Question, *, audiences: frozenset[str]) -> Found:
        at = self._now()
        matching = _matching(at, question.tree)
        closed = at.restricted.difference(*(at.documents("audience", each) for each in audiences))
        chosen = {
            facet: frozenset().union(*(at.documents(facet, value) for value in values))
            for facet, values in question.filters
        }
        open_to = matching.keys() - closed if closed else matching.keys()
        found = open_to & frozenset.intersection(*chosen.values()) if chosen else open_to
        hits = [self._hit(at, number, score, question.tree) for number, score in _best(at, question, matching, found)]
        counts = self._facet_counts(at, open_to, found, chosen) if question.counts else {}
        return Found(len(found), hits, counts)

    def _facet_counts(self, at: Snapshot, open_to, found, chosen) -> dict[str, dict[str, int]]:
        counts = {}
        for facet in self._facets:
            others = [documents for name, documents in chosen.items() if name != facet]
            within = (open_to & frozenset.intersection(*others) if others else open_to) if facet in chosen else found
            values = at.values(facet)
            counted = Counter(chain.from_iterable(values[number] for number in within if number in values))
            counts[facet] = dict(counted.most_common(self._values_counted))
        return counts

    def _hit(self, at: Snapshot, number: int, score: float, tree: Node) -> Hit:
        type, key, title, url, text, about = at.reader.stored_fields(number)["stored"]
        in_title, in_text = _looked_for(tree, "title"), _looked_for(tree, "text")
        return Hit(
            type=type,
            key=key,
            title=title,
            url=url,
            marked=marking.marked(title, in_title),
            snippet=marking.snippet(text or about, in_text if text else (), SNIPPET_CHARACTERS),
            text=text,
            score=score,
        )


def _looked_for(tree: Node, field: str) -> set[str]:
    """The stems that are marked in a field."""
    found: set[str] = set()
    for leaf in wanted_leaves(tree):
        if isinstance(leaf, Word | Phrase) and field in leaf.fields:
            found.update(words.stems(leaf.text))
        elif isinstance(leaf, OneOf) and field in leaf.fields:
            found.update(map(words.stem, leaf.words))
    return found


def _best(at: Snapshot, question: Question, matching: Scores, found) -> list[tuple[int, float]]:
    """The documents of the page, with their scores."""
    most = question.offset + question.limit
    if question.sort:
        numbers = at.numbers(question.sort)
        best = nlargest(most, found, key=lambda number: (numbers[number], -number))
        return [(number, 0.0) for number in best[question.offset :]]
    more = _matching(at, question.also) if question.also else {}
    scored = ((matching[number] + more.get(number, 0.0), -number) for number in found)
    return [(-number, score) for score, number in nlargest(most, scored)[question.offset :]]


def _matching(at: Snapshot, node: Node) -> Scores:
    """The documents that match, with what the node adds to their scores."""
    match node:
        case Word(text, fields) | Phrase(text, fields):
            return _sum(_text_matching(at, text, field) for field in fields)
        case OneOf(texts, fields):
            each = (
                dict.fromkeys(
                    frozenset().union(*(at.documents(UNSTEMMED.get(field, field), word) for word in texts)),
                    1.0,
                )
                for field in fields
            )
            return _sum(each)
        case Value(field, values):
            return dict.fromkeys(frozenset().union(*(at.documents(field, value) for value in values)), 0.0)
        case Above(field, number):
            numbers = at.numbers(field)
            return {document: 0.0 for document in at.everything if numbers[document] > number}
        case All(children):
            return _all(at, children)
        case Any(children):
            return _sum(_matching(at, child) for child in children)
        case Most(children, least):
            found = [_matching(at, child) for child in children]
            counted = Counter(chain.from_iterable(found))
            return {number: score for number, score in _sum(found).items() if counted[number] >= least}
        case Not():
            return _all(at, (node,))
        case Weighted(child, weight):
            return {number: score * weight for number, score in _matching(at, child).items()}
        case Scored(child, score):
            return dict.fromkeys(_matching(at, child), score)
        case Everything():
            return dict.fromkeys(at.everything, 0.0)
        case Nothing():
            return {}
    raise TypeError(f"{node!r} is to be resolved before an engine is asked")


def _all(at: Snapshot, children: tuple[Node, ...]) -> Scores:
    wanted = [_matching(at, child) for child in children if not isinstance(child, Not)]
    barred = [_matching(at, child.child) for child in children if isinstance(child, Not)]
    wanted = sorted(wanted or [_matching(at, Everything())], key=len)
    numbers = set(wanted[0]).intersection(*wanted[1:]).difference(*barred)
    return {number: sum(scores[number] for scores in wanted) for number in numbers}


def _sum(found: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in found:
        if not total:
            total = dict(scores)
            continue
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _text_matching(at: Snapshot, text: str, field: str) -> Scores:
    """The text's tokens beside each other in the field."""
    tokens = words.stems(text) if field in TEXT_FIELDS else words.words(text)
    if not tokens:
        return {}
    weight = WEIGHTS.get(field, 1.0)
    scores = [at.scores(field, token) for token in tokens]
    if len(tokens) == 1:
        return {number: score * weight for number, score in scores[0].items()} if weight != 1.0 else scores[0]
    positions = [at.positions(field, token) for token in tokens]
    found = {}
    for number in set(positions[0]).intersection(*positions[1:]):
        starts = set(positions[0][number])
        for further, held in enumerate(positions[1:], start=1):
            starts &= {position - further for position in held[number]}
        if starts:
            found[number] = weight * sum(each[number] for each in scores)
    return found
