"""From the question people ask to the answer: resolved, with other names beside it, widened where little is found."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import islice

from search import index, spelling, synonyms
from search.bounding import bounded
from search.engines.base import Found, Hit, IndexUnusable, Question, Reader
from search.permissions import audiences_of
from search.query import PAGE_SIZE, SORTS, SearchQuery
from search.resolving import resolved
from search.telling import telling_words
from search.tokens import Remark
from search.tree import Above, All, Most, Node, Not, OneOf, Scored, Value, Weighted, Word, any_of
from search.words import words

# Relevance feedback: so many of the first hits, so many of their words, and what those weigh against what was typed.
FEEDBACK_HITS = 10
FEEDBACK_WORDS = 25
FEEDBACK_WEIGHT = 0.8
ABOVE_ALL = 1000.0  # added to the score of what holds every word, which comes first
SIMILAR_WORDS = 30
MOST_MENDED = 8  # words that do not occur, of one question; each has some hundred near ones to be looked up


@dataclass(frozen=True)
class Answer:
    """`query` says how it was matched in the end; `also` what was searched besides, by what was typed."""

    query: SearchQuery
    found: Found
    remarks: tuple[Remark, ...] = ()
    also: dict[str, list[str]] = field(default_factory=dict)
    did_you_mean: str = ""
    widened: str = ""  # in a sentence, where not all words had to match


def ask(query: SearchQuery, *, viewer) -> Answer:
    """Raises IndexUnusable. The viewer never finds, nor counts, what they may not see."""
    try:
        return asking_of(viewer).answer(query)
    except IndexUnusable:
        index.report_damage()
        raise


def similar(id: str, *, viewer, limit: int = 6) -> list[Hit]:
    """What is most like a document, for a page that shows it. Nothing where there is no index."""
    try:
        return asking_of(viewer).similar(id, limit)
    except IndexUnusable:
        return []


def asking_of(viewer) -> "Asking":
    return Asking(index.reader(), audiences_of(viewer))


def least_of(words: int) -> int:
    """How many of the words must match where not all have to."""
    return min(2, words - 1) if words > 1 else words


@dataclass(frozen=True)
class Asking:
    """What one viewer asks one reader of the index."""

    reader: Reader
    audiences: frozenset[str]

    @cached_property
    def thesaurus(self) -> synonyms.Thesaurus:
        return synonyms.thesaurus()

    def answer(self, query: SearchQuery) -> Answer:
        parsed = query.parsed
        tree, also, remarks = self._read(query)
        found = None
        may_widen = isinstance(tree, All) and len(tree.children) > 1 and bool(parsed.words)
        if query.match == "most" and not may_widen:
            query = replace(query, match="")
        if query.match == "" and may_widen:
            found = None if parsed.is_sentence else self.find(query, tree)
            if found is None or self._finds_little(query, tree, found):
                query, found = replace(query, match="most"), None
        told = ""
        if may_widen and query.match == "most":
            found, told = self._found_most(query, tree), _widened(len(tree.children))
        return Answer(
            query=query,
            found=found or self.find(query, tree),
            remarks=tuple(remarks),
            also=also,
            did_you_mean=self._did_you_mean(query),
            widened=told,
        )

    def count_new(self, query: SearchQuery, since: datetime) -> int:
        """How much of what the query finds came into the base after a moment."""
        tree, _, _ = self._read(query)
        if isinstance(tree, All) and query.match == "most" and query.parsed.words:
            tree = _most(tree)
        question = Question(All((tree, Above("added", int(since.timestamp())))), query.filters, limit=0, counts=False)
        return self.reader.find(question, audiences=self.audiences).count

    def _read(self, query: SearchQuery) -> tuple[Node, dict[str, list[str]], list[Remark]]:
        """The tree an engine can read, what is searched besides, and the remarks."""
        remarks = list(query.parsed.remarks)
        tree = bounded(resolved(query.parsed.tree, self.reader, remarks), self.reader, remarks)
        if not (query.synonyms and query.text):
            return tree, {}, remarks
        widened = synonyms.widened(tree, self.thesaurus, lambda word: self._occurs(word) and self.may_be_found(word))
        return widened.tree, widened.also, remarks

    def find(self, query: SearchQuery, tree: Node, *, also: Node | None = None) -> Found:
        question = Question(tree, query.filters, SORTS[query.sort], query.offset, query.page_size, also=also)
        return self.reader.find(question, audiences=self.audiences)

    def similar(self, id: str, limit: int) -> list[Hit]:
        """What shares the most telling words with a document, the best first; without the document itself."""
        own = self._first(Value("id", (id,)), 1)
        if not own:
            return []
        alike = any_of(self._telling(own, SIMILAR_WORDS, 1.0))
        of_type = Value("type", (own[0].type,))
        return self._first(All((alike, of_type, Not(Value("id", (id,))))), limit)

    def _found_most(self, query: SearchQuery, tree: All) -> Found:
        """What holds some of the words; ranked with the telling words of what is found first."""
        most = _most(tree)
        if query.sort != "relevance":
            return self.find(query, most)
        told = self._telling(self._first(most, FEEDBACK_HITS), FEEDBACK_WORDS, FEEDBACK_WEIGHT)
        return self.find(query, most, also=any_of([Scored(tree, ABOVE_ALL), *told]))

    def _telling(self, hits: list[Hit], most: int, weight: float) -> list[Node]:
        """The words that tell most about the hits, each with its weight."""
        told = telling_words(
            [f"{hit.title}\n{hit.text}" for hit in hits],
            tokens=self.reader.tokens,
            frequency=self.reader.token_frequency,
            total=self.reader.count(),
            most=most,
        )
        return [Weighted(Word(word, ("title", "text")), weight * share) for word, share in told]

    def _finds_little(self, query: SearchQuery, tree: Node, found: Found) -> bool:
        """Whether the words alone, before any facet, find less than a page."""
        return found.count < PAGE_SIZE and (not query.chosen or self._count(tree) < PAGE_SIZE)

    def _did_you_mean(self, query: SearchQuery) -> str:
        """The same text with words that occur in place of those that do not; "" where there is nothing to mend."""
        unknown = (word.text for word in query.parsed.words if self._is_unknown(word.text))
        mended = {text: better for text in islice(unknown, MOST_MENDED) if (better := self._near(words(text)[0]))}
        if not mended:
            return ""
        misspelled = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, mended))})(?!\w)")
        return misspelled.sub(lambda word: mended[word[0]], " ".join(query.text.split()))

    def _is_unknown(self, text: str) -> bool:
        told = words(text)
        return len(told) == 1 and not self._occurs(told[0])

    def _near(self, word: str) -> str:
        """The commonest word one letter away that the viewer may find."""
        counted = [(self.reader.frequency(each), each) for each in spelling.near_misses(word)]
        commonest = sorted((-often, each) for often, each in counted if often)[:3]
        return next((each for _, each in commonest if self.may_be_found(each)), "")

    def may_be_found(self, word: str) -> bool:
        """Whether a document that the viewer may see holds the word."""
        return self._count(OneOf((word,))) > 0

    def _occurs(self, word: str) -> bool:
        return self.reader.frequency(word) > 0

    def _count(self, tree: Node) -> int:
        return self.reader.find(Question(tree, limit=0, counts=False), audiences=self.audiences).count

    def _first(self, tree: Node, limit: int) -> list[Hit]:
        return self.reader.find(Question(tree, limit=limit, counts=False), audiences=self.audiences).hits


def _most(tree: All) -> Most:
    return Most(tree.children, least=least_of(len(tree.children)))


def _widened(typed: int) -> str:
    return (
        f"At least {least_of(typed)} of the {typed} words had to match; what holds all of them comes first, "
        "then what holds the most and the rarest."
    )
