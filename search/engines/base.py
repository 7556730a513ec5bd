"""The contract every search engine keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from search.document import SearchDocument
from search.tree import Everything, Node


class IndexUnusable(Exception):
    """There is no index, or it cannot be read. The site answers without it and says so."""


@dataclass(frozen=True)
class Question:
    """What an engine is asked.

    `filters` are chosen values by facet: any of them within one facet, all facets between. `sort` is "" for best first,
    else one of the document's numbers, largest first. What `also` matches raises a document's rank and finds nothing
    more.
    """

    tree: Node = field(default_factory=Everything)
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    offset: int = 0
    limit: int = 20
    counts: bool = True  # of facets
    also: Node | None = None


@dataclass(frozen=True)
class Hit:
    """`marked` and `snippet` are safe HTML: escaped title and text with the matches in <b>. `text` is all of it."""

    type: str
    key: str
    title: str
    url: str
    marked: str
    snippet: str
    text: str
    score: float

    @property
    def id(self) -> str:
        return f"{self.type}:{self.key}"


@dataclass(frozen=True)
class Found:
    """`count` is exact. `facet_counts` ignore, for each facet, that facet's own choice."""

    count: int
    hits: list[Hit]
    facet_counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Pace:
    """What an engine reads within a second, with room for a busy machine: `entries` of documents by word. One with its
    positions, as a phrase needs it, costs as much as `position` of them."""

    entries: int
    position: int


class Reader(Protocol):
    """Every method sees the index as it is now."""

    pace: Pace

    def find(self, question: Question, *, audiences: frozenset[str]) -> Found:
        """The hits from `offset`, and the counts over all. Documents restricted to other audiences do not exist."""

    def count(self) -> int:
        """How many documents there are, for any audience."""

    def words(self, prefix: str, fields: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        """Unstemmed words that begin so, with about how many documents hold each; the commonest first."""

    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        """Values of a raw field that begin so, in alphabetical order."""

    def frequency(self, word: str) -> int:
        """About how many documents hold this unstemmed word in their plain text."""

    def tokens(self, text: str) -> list[tuple[str, str]]:
        """The text's words in order: each unstemmed, and as it is indexed."""

    def token_frequency(self, token: str) -> int:
        """About how many documents hold a token in their text."""


class Writer(Protocol):
    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Adds documents that are not there yet, as a rebuild does: quicker than `put`, and with flat memory."""

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Adds the documents, each in place of the one with the same id."""

    def remove(self, ids: Iterable[str]) -> None: ...

    def commit(self) -> None: ...

    def close(self) -> None: ...


class Engine(Protocol):
    """`facets` are those of search/document.py, unless a benchmark has its own; of each, so many values are counted."""

    name: str

    def reader(self, folder: Path, facets: Iterable[str] = ..., *, values_counted: int = ...) -> Reader:
        """Raises IndexUnusable."""

    def writer(self, folder: Path, facets: Iterable[str] = ..., *, create: bool = True) -> Writer:
        """Raises IndexUnusable where there is no index and none is to be made."""
