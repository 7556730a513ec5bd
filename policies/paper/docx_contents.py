"""The list of sections at the head of a DOCX: a table of contents of Word's own, filled with the titles. Pure.

Page numbers are worked out by the reader's program when the field is brought up to date; until then the titles lead to
their sections.
"""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

FIELD = 'TOC \\o "1-1" \\h \\z \\u'


def add_contents(document, titles: list[str]) -> None:
    lines = [document.add_paragraph() for _ in titles]
    for number, (line, title) in enumerate(zip(lines, titles, strict=True)):
        line.paragraph_format.space_after = Pt(1)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name(number))
        link.append(line.add_run(title)._r)
        line._p.append(link)
    if lines:
        opening = [_sign("begin"), _instruction(), _sign("separate")]
        for place, run in enumerate(opening):
            lines[0]._p.insert(place + 1, run)  # after its properties
        lines[-1]._p.append(_sign("end"))


def mark_sections(document) -> None:
    """Gives each section the name under which the list leads to it."""
    sections = [line for line in document.paragraphs if line.style.name == "Heading 1"]
    for number, line in enumerate(sections):
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for part in (start, end):
            part.set(qn("w:id"), str(number))
        start.set(qn("w:name"), _name(number))
        line._p.insert(1, start)
        line._p.append(end)


def _name(number: int) -> str:
    return f"section-{number + 1}"


def _sign(kind: str):
    run, sign = OxmlElement("w:r"), OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    run.append(sign)
    return run


def _instruction():
    run, text = OxmlElement("w:r"), OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = FIELD
    run.append(text)
    return run
