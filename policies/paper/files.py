"""The document as a file: of which type, under which name, and made by which writer."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from policies.paper.content import Paper, texts

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MOST_TEXTS = 40_000  # twenty times what the longest policy read has; a PDF of so many takes ten seconds


class NotMadeError(Exception):
    """The file cannot be made; the message is for the log."""


def name(paper: Paper, form: str) -> str:
    """ "med140-undated.pdf"."""
    return f"{paper.key.replace('/', '-')}.{form}"


def tag(paper: Paper, form: str) -> str:
    """Another one as soon as the file would be: when something in it differs, or the writers are others."""
    return f"{form}-{paper.fingerprint}-{_writers()}"


@cache
def _writers() -> str:
    sources = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".typ"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def made(paper: Paper, form: str) -> bytes:
    if sum(1 for _ in texts(paper)) > MOST_TEXTS:
        raise NotMadeError(f"{paper.key} is too long for a file")
    return _writer(form)(paper)


def _writer(form: str) -> Callable[[Paper], bytes]:
    """Imported here: few processes ever write either, and each takes a third of a second to import."""
    from policies.paper.pdf import NotSetError

    def made_or_not(paper: Paper) -> bytes:
        try:
            if form == "docx":
                from policies.paper.docx import docx

                return docx(paper)
            from policies.paper.pdf import pdf

            return pdf(paper)
        except NotSetError as fault:
            raise NotMadeError(str(fault)) from fault

    return made_or_not
