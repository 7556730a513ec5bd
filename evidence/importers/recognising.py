"""Which format a file is in, by what stands in it; what is no literature file is refused with what to do. Pure."""

import re
from pathlib import PurePath

from evidence.importers.records import NotALiteratureFile
from evidence.importers.text import Source

LOOKED_AT = 1_000_000  # bytes
FORMATS = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "nbib": "PubMed (nbib)",
    "web-of-science": "Web of Science text",
    "pubmed-xml": "PubMed XML",
}
FIRST_LINES = {
    "pubmed-xml": re.compile(r"<PubmedArticleSet\b|<PubmedArticle[\s>]|<PubmedBookArticle[\s>]"),
    "bibtex": re.compile(r"^\ufeff?\s*@[ \t]*[A-Za-z]\w*[ \t]*[{(]", re.MULTILINE),
    "ris": re.compile(r"^\ufeff?\s{0,3}TY(?: {0,2}|[ ]?\t[ ]?)-", re.MULTILINE),
    "nbib": re.compile(r"^\ufeff?PMID ?- ?\d", re.MULTILINE),
    "web-of-science": re.compile(r"^\ufeff?(?:FN (?=.*\nVR )|PT [A-Z]\s*$)", re.MULTILINE),
}
HINTS = {".bib": "bibtex", ".ris": "ris", ".nbib": "nbib", ".ciw": "web-of-science"}
TAGGED = re.compile(r"^[A-Z][A-Z0-9]  - \S", re.MULTILINE)
WHAT_TO_DO = "Export the search results as RIS, BibTeX, PubMed (nbib) or PubMed XML, and bring that file."
BY_FIRST_BYTES = (
    (b"%PDF", "This is a PDF."),
    (b"\xd0\xcf\x11\xe0", "This is an old Word, Excel or PowerPoint file."),
    (b"{\\rtf", "This is a formatted text (RTF)."),
    (b"\x1f\x8b", "This is a compressed file (gzip): unpack it first."),
    (b"7z\xbc\xaf", "This is a compressed file (7z): unpack it first."),
    (b"Rar!", "This is a compressed file (rar): unpack it first."),
    (b"SQLite format 3", "This is a database."),
    (b"\x89PNG", "This is a picture."),
    (b"\xff\xd8\xff", "This is a picture."),
    (b"GIF8", "This is a picture."),
)
BY_TEXT = (
    (re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.I), "This is a web page (HTML), not the file it offers."),
    (re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<xml>\s*<records>", re.I), "This is EndNote's XML: choose RIS there."),
    (re.compile(r"\s*(?:<\?xml|<[A-Za-z])"), "This is XML, but not PubMed's."),
    (re.compile(r"\s*[\[{]\s*[\"{\[]"), "This is JSON."),
    (re.compile(r"[\s\d]*\Z"), "This is a list of numbers: in PubMed, save in the format PubMed."),
    (re.compile(r"%[0A-Z] ", re.M), "This is EndNote's own export (enw): choose RIS there."),
    (re.compile(r"[^\n]*?(?:title|pmid|authors?)\"?[,;\t]", re.I), "This is a table (CSV)."),
)


def format_of(source: Source, name: str = "") -> str:
    """A key of FORMATS. The name counts only where the content says nothing. NotALiteratureFile when it is none."""
    source.file.seek(0)
    first_bytes = source.file.read(4096)
    text = source.beginning(LOOKED_AT)
    if not text.strip("\ufeff␀ \t\n"):
        raise NotALiteratureFile(f"This file is empty. {WHAT_TO_DO}")
    found = {key: match.start() for key, pattern in FIRST_LINES.items() if (match := pattern.search(text))}
    refusal = _by_first_bytes(first_bytes)
    if refusal:
        raise NotALiteratureFile(f"{refusal} {WHAT_TO_DO}")
    if found and not _is_page(text):
        return min(found, key=lambda key: found[key])
    if len(TAGGED.findall(text)) >= 3:
        return "ris"
    hint = HINTS.get(PurePath(name.lower()).suffix, "")
    raise NotALiteratureFile(f"{_what(text, hint)} {WHAT_TO_DO}")


def _by_first_bytes(first_bytes: bytes) -> str:
    if first_bytes.startswith(b"PK\x03\x04"):
        for inside, what in ((b"word/", "a Word document"), (b"xl/", "an Excel workbook"), (b"ppt/", "a presentation")):
            if inside in first_bytes:
                return f"This is {what}."
        return "This is a zip archive: unpack it first."
    return next((said for beginning, said in BY_FIRST_BYTES if first_bytes.lstrip().startswith(beginning)), "")


def _is_page(text: str) -> bool:
    return BY_TEXT[0][0].match(text) is not None


def _what(text: str, hint: str) -> str:
    if "␀" in text:
        return "This is no text file."
    for pattern, said in BY_TEXT:
        if pattern.match(text):
            return said
    if hint:
        return f"The name says {FORMATS[hint]}, but no record of that format stands in the file."
    return "No record of a format that is read here stands in this file."
