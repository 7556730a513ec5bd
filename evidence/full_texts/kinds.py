"""What a file is, told by its content and not by its name. Pure.

Kept are PDF, DOCX without macros, and plain text: what browsers and word processors show without running anything.
"""

import codecs
import zipfile
from pathlib import Path

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
SUFFIXES = {PDF: ".pdf", DOCX: ".docx", TEXT: ".txt"}
NAMES = {PDF: "a PDF", DOCX: "a Word document (.docx)", TEXT: "plain text"}
KEPT = "Kept are PDF, Word documents (.docx) and plain text (.txt)."
PIECE = 64 * 1024
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Every character that a text has, but none that only programs write.
NO_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f"))


class NotKept(ValueError):
    """The message is a sentence to show."""


def recognised(path: Path, name: str) -> str:
    """The media type of the file that was sent in under this name; of a text with its encoding."""
    found = _recognised(path)
    kind = found.partition(";")[0]
    if not name.lower().endswith(SUFFIXES[kind]):
        raise NotKept(f"“{name}” is {NAMES[kind]} by its content: its name must end in {SUFFIXES[kind]}. {KEPT}")
    return found


def _recognised(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(PIECE)
    if not start:
        raise NotKept("The file is empty.")
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return _docx(path)
    if encoding := _encoding(path, start):
        return f"{TEXT}; charset={encoding}"
    raise NotKept(f"The file is none of these by its content. {KEPT}")


def _docx(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as parts:
            names = {name.lower() for name in parts.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotKept(f"The file is damaged, or no Word document. {KEPT}") from None
    if not {"[content_types].xml", "word/document.xml"} <= names:
        raise NotKept(f"The file is an archive, and no Word document. {KEPT}")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise NotKept(f"The Word document holds macros. Save it without them. {KEPT}")
    return DOCX


def _encoding(path: Path, start: bytes) -> str:
    """Of a text; "" of what is none."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding if _decodes(path, encoding) else ""
    return next((encoding for encoding in ("utf-8", "windows-1252") if _decodes(path, encoding)), "")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    is_of_bytes = encoding != "utf-16"
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE):
                if is_of_bytes and piece.translate(None, NO_TEXT) != piece:
                    return False
                if "\x00" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def is_shown(media_type: str) -> bool:
    """Whether a browser shows it itself; the rest is saved."""
    return media_type.partition(";")[0] in (PDF, TEXT)
