"""A literature file, read record by record: bytes in, ParsedRecord and FailedRecord out, in the file's order. Pure."""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from evidence.importers import bibtex, fields, nbib, pubmed_xml, ris, web_of_science
from evidence.importers.recognising import FORMATS, format_of
from evidence.importers.records import FailedRecord, ParsedRecord, Place, Stretch, UnreadableRecord
from evidence.importers.text import Source

log = logging.getLogger(__name__)
Record = ParsedRecord | FailedRecord
Cut = Callable[[Source, Place], Iterator[Stretch]]
Read = Callable[[Stretch], Iterator[Record]]
READERS: dict[str, tuple[Cut, Read]] = {
    "bibtex": (bibtex.cut, bibtex.read),
    "ris": (ris.cut, ris.read),
    "nbib": (nbib.cut, nbib.read),
    "web-of-science": (web_of_science.cut, web_of_science.read),
    "pubmed-xml": (pubmed_xml.cut, pubmed_xml.read),
}
SAYS_NOTHING = "This record has neither a title nor an identifier, so nobody could tell which work it is."


@dataclass(frozen=True)
class LiteratureFile:
    """An open file whose format is known. `encoding` "utf-8" stands for Windows-1252 too, record by record."""

    source: Source
    format: str

    @property
    def encoding(self) -> str:
        return self.source.encoding

    @property
    def format_name(self) -> str:
        return FORMATS[self.format]

    def records(self, after: Place | None = None) -> Iterator[Record]:
        """From the beginning, or from where an earlier reading of the file got to: the `after` of its last record."""
        cut, read = READERS[self.format]
        for stretch in cut(self.source, after or Place()):
            yield from _records_of(stretch, read)


def opened(file: BinaryIO | bytes, name: str = "") -> LiteratureFile:
    """NotALiteratureFile, with what to do, when it is none."""
    source = Source(io.BytesIO(file) if isinstance(file, bytes) else file)
    return LiteratureFile(source, format_of(source, name))


def _records_of(stretch: Stretch, read: Read) -> Iterator[Record]:
    """One record that cannot be read, for whatever reason, never stops the file."""
    if len(stretch.text) > fields.MOST_CHARACTERS:
        reason = f"This record does not end within {fields.MOST_CHARACTERS:,} characters."
        yield FailedRecord(reason, stretch.line, stretch.text[:10_000], stretch.after)
        return
    try:
        found = list(read(stretch))
    except UnreadableRecord as error:
        found = [FailedRecord(str(error), stretch.line, stretch.text.rstrip(), stretch.after)]
    except Exception:
        log.exception("a record that begins on line %s could not be read", stretch.line)
        found = [FailedRecord("This record could not be read.", stretch.line, stretch.text.rstrip(), stretch.after)]
    yield from (_useful(record) for record in found)


def _useful(record: Record) -> Record:
    if isinstance(record, FailedRecord):
        return record
    if not record.title and not (record.doi or record.pmid or record.pmcid):
        return FailedRecord(SAYS_NOTHING, record.line, record.raw, record.after)
    if not record.year and record.published:
        remark = f"No year could be read in “{record.published[:60]}”."
        return replace(record, remarks=(*record.remarks, remark))
    return record
