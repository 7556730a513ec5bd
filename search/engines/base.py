"""The contract every search engine keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from search.document import SearchDocument
from search.query import SearchQuery


class IndexUnusable(Exception):
    """There is no index, or it cannot be read. The site answers without it and says so."""


@dataclass(frozen=True)
class Hit:
    """`snippet` is safe HTML: escaped text with the matches in <b>."""

    type: str
    key: str
    title: str
    url: str
    snippet: str
    score: float


@dataclass(frozen=True)
class Found:
    """`count` is exact. `facet_counts` ignore, for each facet, that facet's own choice."""

    count: int
    hits: list[Hit]
    facet_counts: dict[str, dict[str, int]]


class Reader(Protocol):
    def find(self, query: SearchQuery, *, audiences: frozenset[str]) -> Found: ...

    def count(self) -> int: ...


class Writer(Protocol):
    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Adds the documents, each in place of the one with the same id."""

    def remove(self, ids: Iterable[str]) -> None: ...

    def commit(self) -> None: ...

    def close(self) -> None: ...


class Engine(Protocol):
    name: str

    def reader(self, folder: Path) -> Reader:
        """Raises IndexUnusable."""

    def writer(self, folder: Path, *, create: bool = True) -> Writer:
        """Raises IndexUnusable where there is no index and none is to be made."""
