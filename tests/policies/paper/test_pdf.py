import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.paper import pdf as writer
from policies.paper.content import Paper, Paragraph, plain, texts
from tests.policies.paper.papers import DRAFT, EMPTY, LONG, MARKUP, SMALL, paper, squeezed


def opened(of: Paper) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(writer.pdf(of)))


def text_of(reader: pypdf.PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("key", ["bcbsma-292/2024-09", "med140/undated", "quartz-c-6-24/2021-03"])
def test_every_text_of_the_document_stands_in_it(starter_base, key):
    told = paper(key)
    whole = text_of(opened(told))
    lost = [text for text in texts(told) if squeezed(text) not in whole]
    # A text that runs over a page has that page's foot and head in its middle.
    torn = [text for text in lost if all(squeezed(word) in whole for word in text.split()) and len(text) > 80]
    assert [text for text in lost if text not in torn] == []
    assert len(torn) < 10


def test_signs_of_markup_are_only_signs():
    assert squeezed(f"{MARKUP} muted strong") in text_of(opened(SMALL))


def test_it_is_tagged_and_says_title_and_language():
    reader = opened(SMALL)
    assert reader.metadata.title == f"Title {MARKUP} (Payer & Sons, Policy 1, version 1)"
    assert reader.metadata.author == "Payer & Sons"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/CreationDate" in opened(replace(SMALL, dated=date(2024, 5, 3))).metadata


def test_every_page_says_what_it_is_of_and_its_number():
    pages = [page.extract_text() for page in opened(DRAFT).pages]
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert "Payer & Sons · Policy 1 · version 1" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Draft, not in force" in page
        assert "Head of all" in page
    assert "Draft" not in text_of(opened(LONG))


def test_the_same_document_is_the_same_bytes():
    assert writer.pdf(SMALL) == writer.pdf(replace(SMALL))
    assert writer.pdf(SMALL) != writer.pdf(DRAFT)


def test_its_fonts_are_in_it():
    for page in opened(SMALL).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            assert {"/FontFile2", "/FontFile3"} & set(descendant.get_object()["/FontDescriptor"].get_object())


def test_a_text_longer_than_a_page_is_not_cut():
    words = " ".join(f"word{n}" for n in range(3000))
    told = replace(LONG, body=(replace(LONG.body[0], rows=((plain(words),),)),))
    whole = text_of(opened(told))
    assert all(f"word{n}" in whole for n in range(3000))


def test_an_empty_document_is_set():
    assert squeezed(MARKUP) in text_of(opened(EMPTY))


def test_signs_that_our_fonts_lack_do_not_stop_it():
    reader = opened(replace(EMPTY, body=(Paragraph(plain("before \u4e2d\u6587 after")),)))
    assert "before" in text_of(reader)
    assert "after" in text_of(reader)


def test_a_failure_is_told_by_the_version_it_was_of(monkeypatch):
    monkeypatch.setattr(writer, "TEMPLATE", writer.TEMPLATE.with_name("content.py"))
    with pytest.raises(writer.NotSetError, match="p/1: "):
        writer.pdf(SMALL)
    assert issubclass(typst.TypstError, RuntimeError)


@settings(max_examples=25)
@given(st.text())
def test_any_text_can_be_set(text):
    assert writer.pdf(replace(EMPTY, body=(Paragraph(plain(text)),))).startswith(b"%PDF")
