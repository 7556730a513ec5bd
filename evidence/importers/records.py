"""What is read from a literature file: one record after the other, each with the place it came from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class NotALiteratureFile(ValueError):
    """The file as a whole cannot be read. Its text is for the person who brought it: what it is and what to do."""


class UnreadableRecord(ValueError):
    """One record cannot be read. Its text says why."""


@dataclass(frozen=True)
class Place:
    """Where reading goes on: bytes into the file, and the line there (from 1).

    `strings` are BibTeX's abbreviations defined so far; what follows may use them.
    """

    offset: int = 0
    line: int = 1
    strings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stretch:
    """The text of one record as it stands in the file, and the place behind it."""

    line: int
    text: str
    after: Place


@dataclass(frozen=True)
class ParsedRecord:
    """A record as the file tells it. What it does not tell is empty.

    `authors` are in the form of reference lists ("van Hazel GA"; a group's name whole). `more` holds every tag that
    has no field here, with its values. `remarks` say what was read although it was not as it should be.
    """

    kind: str = "article"  # a ReferenceKind
    title: str = ""
    authors: tuple[str, ...] = ()
    authors_et_al: bool = False
    journal: str = ""
    published: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()  # in other schemes: ("nct", "NCT01482442"), ("issn", "0732-183X")
    language: str = ""
    publication_types: tuple[str, ...] = ()
    url: str = ""
    accessed: str = ""
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    line: int = 1  # on which it begins
    raw: str = ""
    after: Place | None = None  # None where the next record can only be read together with this one


@dataclass(frozen=True)
class FailedRecord:
    """A stretch of the file that should be a record and could not be read."""

    reason: str
    line: int = 1
    raw: str = ""
    after: Place | None = None
