"""From a policy to the whole of it as one document, on the page, in Word and as PDF."""

import docx
import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults


def test_from_a_policy_to_its_document_to_the_study_of_a_figure(page):
    page.goto("/policies/bcbsma-292/")
    page.get_by_text("As a document:").get_by_role("link", name="page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Radioembolization for Primary and Metastatic Tumors")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="References").click()
    expect(page.get_by_role("heading", name="References", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="HR 0.48, 95% CI 0.28 to 0.82, p=0.006").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dhondt 2022")


def test_the_document_is_saved_for_word_and_as_pdf(page, tmp_path):
    page.goto("/policies/bcbsma-292/paper/")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save for Word").click()
    assert saving.value.suggested_filename == "bcbsma-292-2024-09.docx"
    saving.value.save_as(tmp_path / "policy.docx")
    headings = [p.text for p in docx.Document(tmp_path / "policy.docx").paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["In short", "Statements"]
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save as PDF").click()
    assert saving.value.suggested_filename == "bcbsma-292-2024-09.pdf"
    saving.value.save_as(tmp_path / "policy.pdf")
    assert "Page 1 of" in pypdf.PdfReader(tmp_path / "policy.pdf").pages[0].extract_text()


@pytest.mark.parametrize("size", [None, NARROW])
def test_the_document_is_fit_for_everybody(page, size):
    if size:
        page.set_viewport_size(size)
    page.goto("/policies/med140/paper/")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
