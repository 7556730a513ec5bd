"""The text of a literature file, line by line, whatever its encoding and line ends. Pure.

Exports of several databases pasted together mix encodings. So a file that is not UTF-16 or UTF-32 is cut into lines as
bytes, and each record is decoded by itself: as UTF-8 where it is valid, else as Windows-1252.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from evidence.importers.records import Place

MARKS = (  # the longer first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BYTES = "latin-1"  # each byte as the character of its number
MARK_AS_BYTES = codecs.BOM_UTF8.decode(BYTES)
LONGEST_LINE = 1_000_000  # a longer one comes in pieces


class Line(NamedTuple):
    """`text` with its line end, not decoded yet (see Source.decode)."""

    offset: int
    number: int
    text: str


def encoding_of(beginning: bytes) -> str:
    """By the mark, else by where the NULs of plain letters stand; "utf-8" means: UTF-8 or Windows-1252, by record."""
    for mark, encoding in MARKS:
        if beginning.startswith(mark):
            return encoding
    even, odd = beginning[0:2000:2].count(0), beginning[1:2000:2].count(0)
    half = max(1, min(len(beginning), 2000) // 2)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return "utf-8"


class Source:
    """An open file. It is read from where it is asked to, and stays open."""

    def __init__(self, file: BinaryIO):
        self.file = file
        file.seek(0)
        self.encoding = encoding_of(file.read(4096))
        self._wide = self.encoding != "utf-8"

    def beginning(self, size: int) -> str:
        self.file.seek(0)
        return self.decode(self.file.read(size).decode(self.encoding if self._wide else BYTES, "replace"))

    def lines(self, place: Place) -> Iterator[Line]:
        """The lines from `place` onward; "\\n", "\\r\\n" and "\\r" end one."""
        self.file.seek(place.offset)
        encoding = self.encoding if self._wide else BYTES
        reader = io.TextIOWrapper(self.file, encoding=encoding, errors="replace", newline="")
        offset, number = place.offset, place.line
        try:
            while text := reader.readline(LONGEST_LINE):
                size = self.width(text)
                bare = text.removeprefix("\ufeff" if self._wide else MARK_AS_BYTES)
                yield Line(offset + size - self.width(bare), number, bare)
                offset += size
                number += text.endswith(("\n", "\r"))
        finally:
            reader.detach()

    def width(self, text: str) -> int:
        """In bytes, of text as `lines` gives it."""
        return len(text.encode(self.encoding)) if self._wide else len(text)

    def behind(self, line: Line) -> Place:
        return Place(line.offset + self.width(line.text), line.number + line.text.endswith(("\n", "\r")))

    def decode(self, text: str) -> str:
        """Lines put together, as a person reads them: line ends alike, and no NUL, which no database keeps."""
        if not self._wide:
            text = as_text(text.encode(BYTES))
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "␀")


def as_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes are nothing in Windows-1252; as Latin-1 they are control characters, and nothing is lost.
        return data.decode("cp1252", "surrogateescape").translate(UNDEFINED)


UNDEFINED = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
