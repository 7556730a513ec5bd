"""The document as PDF, set by Typst from a template of ours. Pure.

The same document is the same bytes: fonts come with Typst, and no clock is read. Tagged, so that it can be read aloud.
"""

from functools import cache
from pathlib import Path

from policies.paper.content import PolicyPaper

TEMPLATE = Path(__file__).with_name("policy.typ")
NO_TIME = 0  # a timestamp has to be told, else the clock is read


class NotSetError(Exception):
    """Typst could not set the document; the message is for the log."""


def pdf(paper: PolicyPaper) -> bytes:
    import typst  # here, since it takes memory that few processes need

    compiler = typst.Compiler(font_paths=_fonts())
    try:
        made = compiler.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"paper": paper.as_json()},
            pdf_standards=["ua-1"],
            timestamp=NO_TIME,
        )
    except typst.TypstError as fault:
        raise NotSetError(f"{paper.version}: {fault.message}") from fault
    if not isinstance(made, bytes):
        raise NotSetError(f"{paper.version}: nothing was made")
    return made


@cache
def _fonts():
    """Those that come with Typst: a document must not look otherwise on another machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
