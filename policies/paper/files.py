"""The document as a file: of which type, under which name, and made by which writer."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from policies.paper.content import PolicyPaper, texts

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MOST_TEXTS = 40_000  # twenty times what the longest policy read has; a PDF of so many takes ten seconds


class NotMadeError(Exception):
    """The file cannot be made; the message is for the log."""


def name(paper: PolicyPaper, form: str) -> str:
    """ "med140-undated.pdf"."""
    return f"{paper.version.replace('/', '-')}.{form}"


def tag(paper: PolicyPaper, form: str) -> str:
    """Another one as soon as the file would be: when something in it differs, or the writers are others."""
    return f"{form}-{paper.fingerprint}-{_writers()}"


@cache
def _writers() -> str:
    sources = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".typ"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def made(paper: PolicyPaper, form: str) -> bytes:
    if sum(1 for _ in texts(paper)) > MOST_TEXTS:
        raise NotMadeError(f"{paper.version} is too long for a file")
    return _writer(form)(paper)


def _writer(form: str) -> Callable[[PolicyPaper], bytes]:
    """Imported here: few processes ever write either, and each takes a third of a second to import."""
    if form == "docx":
        from policies.paper.docx import docx

        return docx
    from policies.paper.pdf import NotSetError, pdf

    def set_or_not_made(paper: PolicyPaper) -> bytes:
        try:
            return pdf(paper)
        except NotSetError as fault:
            raise NotMadeError(str(fault)) from fault

    return set_or_not_made
