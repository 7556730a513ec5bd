"""A policy, or what a committee is given on it, as a document: headings, texts, outlines, tables and figures. Pure.

Page, DOCX and PDF are this value and nothing besides, so that none of them can lack what another has.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date

NOTHING = "–"  # a cell of which nothing is known
VIEW_BOX = re.compile(r'<svg[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Run:
    """A piece of text. `href` is an address here: only the page follows it."""

    text: str
    look: str = ""  # "", strong, muted or logic; of changed words inserted or deleted
    href: str = ""
    document: str = ""  # the text is a place in the document of this key: the page opens a file of it there


Runs = tuple[Run, ...]


def plain(text: str, href: str = "") -> Runs:
    return (Run(text, href=href),) if text else ()


def muted(text: str) -> Runs:
    return (Run(text, "muted"),) if text else ()


def cell(text: str, href: str = "") -> Runs:
    return plain(text, href) or muted(NOTHING)


def place_of(document: str, location: str, before: str = "", after: str = "", *, look: str = "muted") -> Runs:
    """A document and a place in it, between `before` and `after`; nothing at all where neither is known."""
    named = Run(f"{before}{document}{', ' if document and location else ''}", look)
    runs = (named, Run(location, look, document=document), Run(after, look))
    return tuple(run for run in runs if run.text) if document or location else ()


def note_of(text: str) -> Runs:
    """A note that follows something else."""
    return muted(f" {text}" if text else "")


@dataclass(frozen=True)
class Heading:
    level: int  # 1 is a section; the title of the document stands above it
    runs: Runs
    anchor: str = ""
    is_wide: bool = False  # of a section: its tables need pages that lie on their side
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Facts:
    """Names and what is said under them."""

    rows: tuple[tuple[str, Runs], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Item:
    label: str  # "I.B.3.a", "a.", "12" or "" where there is none
    depth: int
    runs: Runs
    anchor: str = ""


@dataclass(frozen=True)
class Items:
    """An outline of criteria, a list with bullets, or the references."""

    of: str  # outline, bullets or references
    items: tuple[Item, ...]
    kind: str = field(default="items", init=False)


@dataclass(frozen=True)
class Column:
    title: str
    width: int  # a share of the line, of any sum


@dataclass(frozen=True)
class Table:
    """The first cell of a row names it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Figure:
    """A drawing. What it shows is told besides, in a table or a text: `alternative` says what it is and where that is.

    The drawing is a light one; `dark` has for each of its colours the one to take on a dark page.
    """

    caption: str
    alternative: str
    svg: str
    dark: tuple[tuple[str, str], ...] = ()
    kind: str = field(default="figure", init=False)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in pixels of the page."""
        found = VIEW_BOX.search(self.svg)
        return (float(found[1]), float(found[2])) if found else (900.0, 600.0)


Block = Heading | Paragraph | Facts | Items | Table | Figure


@dataclass(frozen=True)
class Leaf:
    """Sections that follow each other on pages of one orientation."""

    is_wide: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    key: str  # of what it is the document of: its files are named by it
    payer: str
    title: str
    numbered: str  # "Policy 292"
    version_name: str
    mark: str  # "Draft, not in force", to stand on every page; "" for a published text
    dated: date | None  # the day the text is of, for the file's own properties; None where no day is known
    facts: Facts
    body: tuple[Block, ...]
    is_watermarked: bool = True  # with its mark, across the page
    has_contents: bool = False  # begins with a list of its sections

    @property
    def running_head(self) -> str:
        """Payer, policy, version: on every page."""
        return " · ".join(filter(None, [self.payer, self.numbered, self.version_name]))

    @property
    def full_title(self) -> str:
        return f"{self.title} ({self.payer}, {self.numbered}, {self.version_name})"

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.facts, *self.body)

    @property
    def sections(self) -> list[Heading]:
        return [block for block in self.body if isinstance(block, Heading) and block.level == 1]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The body, cut where the pages turn on their side and where they turn back."""
        found: list[tuple[bool, list[Block]]] = [(False, [])]
        for block in self.body:
            is_wide = block.is_wide if isinstance(block, Heading) and block.level == 1 else found[-1][0]
            if is_wide != found[-1][0]:
                found.append((is_wide, []))
            found[-1][1].append(block)
        return tuple(Leaf(is_wide, tuple(blocks)) for is_wide, blocks in found if blocks)

    def as_json(self) -> str:
        """Everything in it, for a writer in another language."""
        told = {name: value for name, value in asdict(self).items() if name != "body"}
        told |= {"leaves": [asdict(leaf) for leaf in self.leaves]}
        told |= {"running_head": self.running_head, "full_title": self.full_title}
        return json.dumps(told, ensure_ascii=False, default=lambda day: [day.year, day.month, day.day])

    @property
    def fingerprint(self) -> str:
        """Another one as soon as anything in the document differs."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def texts(paper: Paper) -> Iterator[str]:
    """Every text of the document, a paragraph, cell or item at a time, in order."""
    yield from (paper.payer, paper.title)
    for block in paper.blocks:
        if isinstance(block, Heading | Paragraph):
            yield text_of(block.runs)
        elif isinstance(block, Facts):
            for name, runs in block.rows:
                yield from (name, text_of(runs))
        elif isinstance(block, Items):
            for item in block.items:
                yield from (item.label, text_of(item.runs))
        elif isinstance(block, Figure):
            yield block.caption
        else:
            yield block.caption
            yield from (column.title for column in block.columns)
            yield from (text_of(cell) for row in block.rows for cell in row)
