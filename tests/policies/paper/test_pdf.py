import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.paper import pdf as writer
from policies.paper.content import Paper, Paragraph, plain, texts
from tests.policies.paper.papers import DRAFT, EMPTY, FLAT, LONG, MARKUP, SMALL, TALL, TURNING, paper, squeezed

pytestmark = pytest.mark.walk


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


def test_sections_turn_on_their_side_and_back_and_are_listed_with_their_pages():
    reader = opened(TURNING)
    assert [page.mediabox.width > page.mediabox.height for page in reader.pages] == [False, True, True, False]
    first = squeezed(reader.pages[0].extract_text())
    for title, number in (("Upright", 1), ("Onitsside", 2), ("Stillonitsside", 3), ("Uprightagain", 4)):
        assert re.search(rf"{title}[.\s]*{number}", first), title
    assert [mark.title for mark in reader.outline] == ["Upright", "On its side", "Still on its side", "Upright again"]


def test_a_drawing_is_one_with_text_of_its_own_and_says_what_it_is():
    reader = opened(TURNING)
    assert "Drawn text" in reader.pages[1].extract_text()
    assert "Drawn text" in reader.pages[2].extract_text()
    assert alternatives(reader) == {FLAT.alternative, TALL.alternative}


def alternatives(reader: pypdf.PdfReader) -> set[str]:
    """What its tags say that drawings are."""
    parts = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return {str(part["/Alt"]) for part in parts if isinstance(part, dict) and "/Alt" in part}


def test_a_mark_without_a_watermark_stands_at_the_head_alone():
    assert opened(TURNING).pages[3].extract_text().count("For members only") == 1
    assert opened(DRAFT).pages[3].extract_text().count("Draft, not in force") == 2


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
