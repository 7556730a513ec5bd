"""From the question people ask to the answer: names, truncations, synonyms resolved; widened where little is found."""

from dataclasses import dataclass, field, replace

from search import index, names, spelling, synonyms
from search.document import TEXT_FIELDS
from search.engines.base import Found, Hit, IndexUnusable, Question, Reader
from search.permissions import audiences_of
from search.query import PAGE_SIZE, SORTS, SearchQuery
from search.syntax import Remark
from search.telling import telling_words
from search.tree import (
    All,
    Any,
    Most,
    Named,
    Node,
    Not,
    Nothing,
    OneOf,
    Prefix,
    Value,
    Weighted,
    Word,
    all_of,
    any_of,
)
from search.words import plain, words

MOST_EXPANSIONS = 200  # words that a truncation stands for
FEW_LETTERS = 3  # of an author's initials
FEWEST_LETTERS = 2  # of a word before it is completed
SUGGESTED = 8

# Relevance feedback: so many of the first hits, so many of their words, and what those weigh against what was typed.
FEEDBACK_HITS = 10
FEEDBACK_WORDS = 25
FEEDBACK_WEIGHT = 0.8
SIMILAR_WORDS = 30


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
    asking = Asking(index.reader(), audiences_of(viewer))
    return asking.answer(query)


def least_of(words: int) -> int:
    """How many of the words must match where not all have to."""
    return min(2, words - 1) if words > 1 else words


@dataclass
class Asking:
    """One question to one reader of the index."""

    reader: Reader
    audiences: frozenset[str]
    remarks: list[Remark] = field(default_factory=list)

    def answer(self, query: SearchQuery) -> Answer:
        parsed = query.parsed
        self.remarks = list(parsed.remarks)
        tree, also = self.resolved(parsed.tree), {}
        if query.synonyms:
            widened = synonyms.widened(tree, synonyms.thesaurus(), self._occurs)
            tree, also = widened.tree, widened.also
        may_widen = len(parsed.words) > 1
        found = None
        if may_widen and not query.match:
            found = None if parsed.is_sentence else self.find(query, tree)
            if found is None or self._finds_little(query, tree, found):
                query, found = replace(query, match="most"), None
        if found is None:
            found = self.find_most(query, tree) if may_widen and query.match == "most" else self.find(query, tree)
        widened = self._widened(len(parsed.words)) if may_widen and query.match == "most" else ""
        return Answer(query, found, tuple(self.remarks), also, self._did_you_mean(query), widened)

    def find(self, query: SearchQuery, tree: Node, *, also: Node | None = None) -> Found:
        question = Question(tree, query.filters, SORTS[query.sort], query.offset, query.page_size, also=also)
        return self.reader.find(question, audiences=self.audiences)

    def find_most(self, query: SearchQuery, tree: Node) -> Found:
        """What holds some of the words; ranked with the telling words of what is found first."""
        children = tree.children if isinstance(tree, All) else (tree,)
        tree = Most(children, least=least_of(len(children)))
        return self.find(query, tree, also=self._feedback(tree) if query.sort == "relevance" else None)

    def _feedback(self, tree: Node) -> Node | None:
        first = self.reader.find(Question(tree, limit=FEEDBACK_HITS, counts=False), audiences=self.audiences)
        return self._weighted([f"{hit.title}\n{hit.text}" for hit in first.hits], FEEDBACK_WORDS, FEEDBACK_WEIGHT)

    def _weighted(self, texts: list[str], most: int, weight: float) -> Node | None:
        told = telling_words(
            texts,
            tokens=self.reader.tokens,
            frequency=self.reader.token_frequency,
            total=self.reader.count(),
            most=most,
        )
        return (
            any_of([Weighted(Word(word, ("title", "text")), weight * share) for word, share in told]) if told else None
        )

    def similar(self, id: str, limit: int) -> list[Hit]:
        """What shares the most telling words with a document, the best first; without the document itself."""
        own = self.reader.find(Question(Value("id", (id,)), limit=1, counts=False), audiences=self.audiences).hits
        if not own:
            return []
        alike = self._weighted([f"{own[0].title}\n{own[0].text}"], SIMILAR_WORDS, 1.0)
        if alike is None:
            return []
        of_type = Value("type", (own[0].type,))
        tree = All((alike, of_type, Not(Value("id", (id,)))))
        return self.reader.find(Question(tree, limit=limit, counts=False), audiences=self.audiences).hits

    def _finds_little(self, query: SearchQuery, tree: Node, found: Found) -> bool:
        """Whether the words alone, before any facet, find less than a page."""
        if query.chosen and found.count < PAGE_SIZE:
            found = self.reader.find(Question(tree, limit=0, counts=False), audiences=self.audiences)
        return found.count < PAGE_SIZE

    def _occurs(self, word: str) -> bool:
        return self.reader.frequency(word) > 0

    def resolved(self, node: Node) -> Node:
        """The tree with names as values and truncations as words."""
        match node:
            case Prefix():
                return self._expanded(node)
            case Named("author", name):
                return self._author(name)
            case Named(field, name):
                return self._named(field, name)
            case All(children):
                return All(tuple(self.resolved(child) for child in children))
            case Any(children):
                return Any(tuple(self.resolved(child) for child in children))
            case Not(child):
                return Not(self.resolved(child))
        return node

    def _expanded(self, prefix: Prefix) -> Node:
        *before, last = words(prefix.text) or [""]
        found = self.reader.words(last, prefix.fields, MOST_EXPANSIONS + 1) if last else []
        if len(found) > MOST_EXPANSIONS:
            told = f"{prefix.text}* stands for more than {MOST_EXPANSIONS} words; only the commonest were searched."
            self.remarks.append(Remark("left out", told))
        texts = tuple(word for word, _ in found[:MOST_EXPANSIONS])
        one_of: Node = OneOf(texts, prefix.fields) if texts else Nothing()
        return all_of([*(Word(word, prefix.fields) for word in before), one_of])

    def _author(self, name: str) -> Node:
        """ "smith" and "smith j" of "smith jb": a family name alone, or the beginning of the initials too."""
        wanted = " ".join(plain(name).replace(",", " ").replace(".", " ").split())
        if not wanted:
            return Nothing()
        has_initials = " " in wanted and len(wanted.rpartition(" ")[2]) <= FEW_LETTERS
        found = self.reader.values("author", wanted, MOST_EXPANSIONS + 1)
        if len(found) > MOST_EXPANSIONS:
            told = (
                f"{name}: more than {MOST_EXPANSIONS} authors are named so; the first {MOST_EXPANSIONS} were searched."
            )
            self.remarks.append(Remark("left out", told))
        found = [each for each in found[:MOST_EXPANSIONS] if has_initials or each == wanted or each[len(wanted)] == " "]
        return Value("author", tuple(found)) if found else Nothing()

    def _named(self, field: str, name: str) -> Node:
        found = names.find(field, name)
        if found is None:
            known = ", ".join(names.known(field))
            told = f'There is no {field} "{name}" here, so nothing matches it.' + (
                f" Known are: {known} …" if known else ""
            )
            self.remarks.append(Remark("fault", told))
        return found or Nothing()

    def _widened(self, typed: int) -> str:
        least = least_of(typed)
        return f"At least {least} of the {typed} words had to match; what holds the most and the rarest comes first."

    def _did_you_mean(self, query: SearchQuery) -> str:
        """The same text with words that occur in place of those that do not; "" where there is nothing to mend."""
        mended = {}
        for word in query.parsed.words:
            told = words(word.text)
            if len(told) == 1 and not self._occurs(told[0]) and (better := self._near(told[0])):
                mended[word.text] = better
        if not mended:
            return ""
        return " ".join(mended.get(word, word) for word in query.text.split())

    def suggestions(self, typed: str) -> list[str]:
        before, _, last = typed.rpartition(" ")
        told = words(last)
        if len(told) != 1 or len(told[0]) < FEWEST_LETTERS or before.count('"') % 2:
            return []
        found = self.reader.words(told[0], TEXT_FIELDS, SUGGESTED * 3)
        seen = [word for word, _ in found if self._may_be_found(word)][:SUGGESTED]
        return [f"{before} {word}".strip() for word in seen]

    def _may_be_found(self, word: str) -> bool:
        """Whether a document that the viewer may see holds the word."""
        question = Question(OneOf((word,)), limit=0, counts=False)
        return self.reader.find(question, audiences=self.audiences).count > 0

    def _near(self, word: str) -> str:
        """The commonest word one letter away that the viewer may find."""
        counted = [(self.reader.frequency(each), each) for each in spelling.near_misses(word)]
        commonest = sorted(((-often, each) for often, each in counted if often))[:3]
        return next((each for _, each in commonest if self._may_be_found(each)), "")


def similar(id: str, *, viewer, limit: int = 6) -> list[Hit]:
    """What is most like a document, for a page that shows it. Nothing where there is no index."""
    try:
        return Asking(index.reader(), audiences_of(viewer)).similar(id, limit)
    except IndexUnusable:
        return []


def suggest(typed: str, *, viewer) -> list[str]:
    """What was typed with its last word completed, the commonest first. Raises IndexUnusable."""
    return Asking(index.reader(), audiences_of(viewer)).suggestions(typed)
