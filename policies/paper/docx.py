"""The document as DOCX, by python-docx: real headings, tables that repeat their head, labels as text. Pure.

The same document is the same bytes: what would tell the time of writing is left out.
"""

import io
import re
import zipfile
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from policies.paper.content import Block, Facts, Figure, Heading, Items, Paper, Paragraph, Runs, Table, plain, text_of
from policies.paper.docx_contents import add_contents, mark_sections
from policies.paper.png import png

GREY = RGBColor(0x55, 0x55, 0x55)
BLACK = RGBColor(0, 0, 0)
FONT = "Cambria"
CELL, CELL_ID = "Table Text", "TableText"  # a style of ours
SHORT, LONG, MARGIN = Inches(8.5), Inches(11), Inches(0.85)  # of a Letter page
LINE, WIDE_LINE = SHORT - 2 * MARGIN, LONG - 2 * MARGIN
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can tell
LABEL = {"outline": Inches(0.36), "bullets": Inches(0.2), "references": Inches(0.5)}
DEEPER = Inches(0.3)


def docx(paper: Paper) -> bytes:
    document = Document()
    _dress(document)
    _properties(document, paper)
    _frame(document.sections[0], paper, LINE)
    document.add_paragraph(_clean(f"{paper.payer} · {paper.numbered}"), style="Subtitle")
    document.add_paragraph(_clean(paper.title), style="Title")
    if paper.mark:
        document.add_paragraph().add_run(_clean(paper.mark)).bold = True
    _add(document, paper.facts, LINE)
    if paper.has_contents:
        add_contents(document, [_clean(text_of(section.runs)) for section in paper.sections])
    was_wide = False
    for leaf in paper.leaves:
        line = WIDE_LINE if leaf.is_wide else LINE
        if leaf.is_wide != was_wide:
            _frame(_turned(document), paper, line)
        was_wide = leaf.is_wide
        for block in leaf.blocks:
            _add(document, block, line)
    if paper.has_contents:
        mark_sections(document)
    return _timeless(document)


def _add(document, block: Block, line: int) -> None:
    if isinstance(block, Heading):
        _runs(document.add_heading(level=block.level), block.runs)
    elif isinstance(block, Paragraph):
        _runs(document.add_paragraph(), block.runs)
    elif isinstance(block, Facts):
        for name, runs in block.rows:
            fact = _hanging(document.add_paragraph(), Inches(1.5), 0)
            fact.add_run(_clean(f"{name}\t")).font.color.rgb = GREY
            _runs(fact, runs)
    elif isinstance(block, Items):
        _items(document, block)
    elif isinstance(block, Figure):
        _figure(document, block, line)
    else:
        _table(document, block, line)


def _items(document, block: Items) -> None:
    for item in block.items:
        depth = max(0, item.depth - 1) if block.of == "outline" else item.depth
        if block.of == "bullets":
            line = document.add_paragraph(style="List Bullet 2" if depth else "List Bullet")
        else:
            line = _hanging(document.add_paragraph(), LABEL[block.of] if item.label else 0, DEEPER * depth)
            if item.label:
                line.add_run(_clean(f"{item.label}\t"))
        _runs(line, item.runs)


def _hanging(line: Line, width: int, indent: int) -> Line:
    shape = line.paragraph_format
    shape.left_indent, shape.first_line_indent = indent + width, -width
    shape.space_after = Pt(2)
    if width:
        shape.tab_stops.add_tab_stop(indent + width)
    return line


def _figure(document, block: Figure, line: int) -> None:
    """As wide as a line, but where it would be higher than a page."""
    caption = document.add_paragraph(_clean(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    width, height = block.size
    page = (LONG if line == LINE else SHORT) - 2 * MARGIN - Inches(1)  # less its caption and heading
    shape = document.add_picture(io.BytesIO(png(block.svg)), width=min(line, int(page * width / height)))
    shape._inline.docPr.set("descr", _clean(block.alternative))


def _table(document, block: Table, line: int) -> None:
    caption = document.add_paragraph(_clean(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.columns))
    table.autofit = False
    _describe(table, block.caption)
    whole = sum(column.width for column in block.columns)
    widths = [int(line * column.width / whole) for column in block.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table, widths, [plain(column.title) for column in block.columns], is_head=True)
    for cells in block.rows:
        _row(table, widths, list(cells))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _describe(table, caption: str) -> None:
    """A line under each row; the title, which is read aloud; and that the first row is a head."""
    shape = table._tbl.tblPr
    edges = OxmlElement("w:tblBorders")
    for edge in ("bottom", "insideH"):
        edges.append(_element(f"w:{edge}", val="single", sz="4", space="0", color="CCCCCC"))
    shape.append(edges)
    shape.append(_element("w:tblLook", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noVBand="1"))
    shape.append(_element("w:tblCaption", val=_clean(caption)))


def _row(table, widths: list[int], cells: list[Runs], is_head: bool = False) -> None:
    row = table.add_row()
    shape = row._tr.get_or_add_trPr()
    shape.append(OxmlElement("w:cantSplit"))
    if is_head:
        shape.append(OxmlElement("w:tblHeader"))
    for cell, width, runs in zip(row.cells, widths, cells, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line._p.style = CELL_ID  # by name it is sought among all styles, cell by cell
        _runs(line, runs)
        if is_head:
            for run in line.runs:
                run.bold, run.font.color.rgb = True, GREY


def _runs(line: Line, runs: Runs) -> None:
    for piece in runs:
        run = line.add_run(_clean(piece.text))
        if piece.look == "strong":
            run.bold = True
        elif piece.look == "logic":
            run.italic = True
        elif piece.look == "muted":
            run.font.color.rgb = GREY
        elif piece.look == "inserted":
            run.bold = run.underline = True
        elif piece.look == "deleted":
            run.font.strike = True


def _clean(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _element(name: str, **attributes: str):
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _dress(document) -> None:
    styles = document.styles
    sizes = {"Normal": 10, "Title": 20, "Subtitle": 10, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10, "Caption": 9}
    for name, size in sizes.items():
        style = styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for themed in [each for each in fonts.attrib if "Theme" in each]:
            del fonts.attrib[themed]
        fonts.set(qn("w:eastAsia"), FONT)
        style.font.color.rgb = GREY if name == "Subtitle" else BLACK
    styles["Subtitle"].font.italic = False
    styles["Heading 3"].font.italic, styles["Heading 3"].font.bold = True, False
    styles["Normal"].paragraph_format.space_after = Pt(5)
    cell = styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size, cell.paragraph_format.space_after = styles["Normal"], Pt(8.5), Pt(1)
    styles["Normal"].element.get_or_add_rPr().append(_element("w:lang", val="en-US"))
    for name in ("Title", "Subtitle"):
        for drawn in ("w:pBdr", "w:spacing"):
            for told in styles[name].element.findall(f".//{qn(drawn)}"):
                told.getparent().remove(told)
    styles["Title"].paragraph_format.space_after = Pt(8)


def _properties(document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.author = _clean(paper.full_title), _clean(paper.payer)
    properties.subject, properties.language = _clean(paper.running_head), "en-US"
    properties.comments, properties.last_modified_by, properties.revision = "", "", 1
    root = document.part.package.core_properties._element
    if paper.dated:
        day = datetime(paper.dated.year, paper.dated.month, paper.dated.day)
        properties.created = properties.modified = day
    else:
        for told in [each for each in root if each.tag.endswith(("}created", "}modified"))]:
            root.remove(told)


def _turned(document):
    """A new section: its pages stand where those before lie on their side, and the other way round."""
    before = document.sections[-1]
    section = document.add_section(WD_SECTION.NEW_PAGE)
    is_wide = before.orientation == WD_ORIENT.PORTRAIT
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    return section


def _frame(section, paper: Paper, line: int) -> None:
    """Running head, page numbers, margins."""
    section.page_width, section.page_height = (SHORT, LONG) if line == LINE else (LONG, SHORT)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Inches(0.9)
    head = section.header.paragraphs[0]
    _small(head, f"{paper.running_head}\t" if paper.mark else paper.running_head)
    if paper.mark:
        head.add_run(_clean(paper.mark)).bold = True
    foot = section.footer.paragraphs[0]
    _small(foot, f"{paper.title}\tPage ")
    _field(foot, "PAGE")
    _small(foot, " of ")
    _field(foot, "NUMPAGES")
    for text in (head, foot):
        text.paragraph_format.tab_stops.clear_all()
        text.paragraph_format.tab_stops.add_tab_stop(line, WD_TAB_ALIGNMENT.RIGHT)
        text.style.font.size = Pt(8)
        text.style.paragraph_format.tab_stops.clear_all()


def _small(line: Line, text: str) -> None:
    line.add_run(_clean(text)).font.color.rgb = GREY


def _field(line: Line, name: str) -> None:
    """A number that the reader's program works out."""
    field = _element("w:fldSimple", instr=name)
    shown = line.add_run("1")
    shown.font.color.rgb = GREY
    field.append(shown._r)
    line._p.append(field)


def _timeless(document) -> bytes:
    """The saved file with every part dated alike."""
    written, made = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), parts.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
