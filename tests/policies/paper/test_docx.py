import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.paper import docx as writer
from policies.paper.content import Paper, Paragraph, plain, texts
from tests.policies.paper.papers import DRAFT, EMPTY, LONG, MARKUP, SMALL, paper


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


def test_an_empty_document_opens():
    assert f"Title {MARKUP}" in lines(opened(EMPTY))


@settings(max_examples=25)
@given(st.text())
def test_any_text_can_be_written(text):
    assert opened(replace(EMPTY, body=(Paragraph(plain(text)),)))
