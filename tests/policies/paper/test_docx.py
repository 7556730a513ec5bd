import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.paper import docx as writer
from policies.paper.content import Paper, Paragraph, plain, texts
from tests.policies.paper.papers import DRAFT, EMPTY, FLAT, LONG, MARKUP, SMALL, TALL, TURNING, paper

pytestmark = pytest.mark.walk


def opened(of: Paper):
    return docx.Document(io.BytesIO(writer.docx(of)))


def lines(document) -> list[str]:
    """Every paragraph and cell, in the order they stand."""
    found = []
    for part in document.iter_inner_content():
        if isinstance(part, docx.text.paragraph.Paragraph):
            found.append(part.text)
        else:
            found += [cell.text for row in part.rows for cell in row.cells]
    return found


@pytest.mark.parametrize("key", ["bcbsma-292/2024-09", "med140/undated", "quartz-c-6-24/2021-03"])
def test_every_text_of_the_document_stands_in_it_in_order(starter_base, key):
    told = paper(key)
    whole = "\n".join(lines(opened(told)))
    at = 0
    for text in list(texts(told))[2:]:  # payer and title stand in the head, together with the number
        found = whole.find(text, at)
        assert found >= at, text
        at = found


def test_headings_are_headings_and_tables_repeat_their_head():
    document = opened(SMALL)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Statements"),
        ("Heading 2", "Statement I: investigational"),
        ("Heading 3", "Evidence: anything"),
    ]
    (table,) = document.tables
    assert [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows] == [True, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Figures"


def test_labels_are_text_and_points_are_a_list():
    document = opened(SMALL)
    assert "A.\tfirst" in lines(document)
    assert "12\tX. Title. 2020." in lines(document)
    assert [p.style.name for p in document.paragraphs if p.text in ("point", "deeper")] == [
        "List Bullet",
        "List Bullet 2",
    ]


def test_signs_of_markup_are_only_signs():
    assert f"{MARKUP} muted strong" in lines(opened(SMALL))


def test_title_language_and_author_are_told_to_who_reads_aloud():
    properties = opened(SMALL).core_properties
    assert properties.title == f"Title {MARKUP} (Payer & Sons, Policy 1, version 1)"
    assert (properties.author, properties.language) == ("Payer & Sons", "en-US")
    assert properties.created is None
    assert opened(replace(SMALL, dated=date(2024, 5, 3))).core_properties.created.date() == date(2024, 5, 3)


def test_every_page_says_what_it_is_of_and_its_number():
    section = opened(DRAFT).sections[0]
    assert section.header.paragraphs[0].text == "Payer & Sons · Policy 1 · version 1\tDraft, not in force"
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Draft" not in opened(LONG).sections[0].header.paragraphs[0].text


def test_the_same_document_is_the_same_bytes():
    assert writer.docx(SMALL) == writer.docx(replace(SMALL))
    assert writer.docx(SMALL) != writer.docx(DRAFT)


def test_sections_turn_on_their_side_and_back_with_head_and_foot_as_wide_as_they_are():
    sections = opened(TURNING).sections
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in sections] == [False, True, False]
    for section in sections:
        line = section.page_width - section.left_margin - section.right_margin
        (stop,) = section.header.paragraphs[0].paragraph_format.tab_stops
        assert stop.position == line
        assert section.header.paragraphs[0].text.endswith("\tFor members only")
    assert len(opened(SMALL).sections) == 1


def test_a_drawing_fits_on_its_page_and_says_what_it_is():
    flat, tall = opened(TURNING).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in (flat, tall)] == [FLAT.alternative, TALL.alternative]
    assert flat.width == Inches(11 - 2 * 0.85)
    assert tall.height < Inches(8.5 - 2 * 0.9)
    for shape, figure in ((flat, FLAT), (tall, TALL)):
        width, height = figure.size
        assert abs(shape.width / shape.height - width / height) < 0.01


def test_changed_words_are_told_by_line_and_weight():
    runs = {run.text: run for line in opened(TURNING).paragraphs for run in line.runs}
    assert runs["went"].font.strike
    assert runs["came"].underline
    assert runs["came"].bold
    assert not runs["stays "].underline


def test_the_list_of_sections_leads_to_them_and_is_a_table_of_contents_of_words_own():
    body = opened(TURNING).element.body
    links = [
        (link.get(qn("w:anchor")), "".join(text.text for text in link.iter(qn("w:t"))))
        for link in body.iter(qn("w:hyperlink"))
    ]
    assert [title for _, title in links] == ["Upright", "On its side", "Still on its side", "Upright again"]
    assert [name for name, _ in links] == [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert [sign.get(qn("w:fldCharType")) for sign in body.iter(qn("w:fldChar"))] == ["begin", "separate", "end"]
    assert not list(opened(SMALL).element.body.iter(qn("w:bookmarkStart")))


def test_an_empty_document_opens():
    assert f"Title {MARKUP}" in lines(opened(EMPTY))


@settings(max_examples=25)
@given(st.text())
def test_any_text_can_be_written(text):
    assert opened(replace(EMPTY, body=(Paragraph(plain(text)),)))
