"""The document as PDF, set by Typst from a template of ours. Pure.

The same document is the same bytes: no clock is read. Tagged, so that it can be read aloud.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from policies.paper.content import Paper

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("policy.typ")
NO_TIME = 0  # a timestamp has to be told, else the clock is read


class NotSetError(Exception):
    """Typst could not set the document; the message is for the log."""


def pdf(paper: Paper) -> bytes:
    """By the rules of PDF/UA-1 where our fonts have every sign; else tagged all the same, in this machine's fonts."""
    try:
        return _set(paper, ["ua-1"], of_system=False)
    except NotSetError:
        return _set(paper, [], of_system=True)


def _set(paper: Paper, standards: list["typst.PDFStandard"], of_system: bool) -> bytes:
    import typst  # here, since it takes memory that few processes need

    compiler = typst.Compiler(font_paths=fonts(of_system))
    try:
        made = compiler.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"paper": paper.as_json()},
            pdf_standards=standards,
            timestamp=NO_TIME,
        )
    except typst.TypstError as fault:
        raise NotSetError(f"{paper.key}: {fault.message}") from fault
    if not isinstance(made, bytes):
        raise NotSetError(f"{paper.key}: nothing was made")
    return made


@cache
def fonts(of_system: bool) -> "typst.Fonts":
    """Without the system's, those that come with Typst: so a document looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=of_system, include_embedded_fonts=True)
