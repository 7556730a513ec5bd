"""What was sought is noted and kept, and the flow adds up: in the browser, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

KEY = "bcbsma-292/review-1"
FULL_TEXTS, FLOW, WORK = f"/reviews/{KEY}/full-texts/", f"/reviews/{KEY}/flow/", "/references/mulcahy-2021/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BEGIN = """
from django.contrib.auth.models import User
from evidence.models import Reference
from reviews.models import ReviewCycle
from tests.reviews import world
from tests.reviews.flow.test_counting import batch, judged, record
writer = User.objects.get(username="writer")
if not ReviewCycle.objects.filter(key="{key}", opened_by="writer").exists():
    cycle = world.opened(writer)
    at = batch(world.searched(cycle))
    for because in ("in_this_cycle", "cited"):
        record(at, "known", because)
    for number, full in enumerate(("undecided", "undecided", "included")):
        name = f"Sought{{number}}"
        work = Reference.objects.create(key=name.lower(), title=name, authors=[f"{{name}} A"], year="2025")
        judged(cycle, at, title="included", full=full, work=work)
    judged(cycle, at, title="excluded")
    judged(cycle, at, origin="request", title="included", full="excluded", reason="language")
"""
ENTER = """
from django.contrib.auth.models import User
from tests.evidence.full_texts import world
librarian = User.objects.get(username="librarian")
world.entered(librarian)
world.kept(librarian)
"""


@pytest.fixture(scope="module")
def site(own_site):
    return own_site


@pytest.fixture
def review(site, page, sign_in) -> str:
    sign_in(page, "Writer")
    site.manage("shell", "-v0", "-c", BEGIN.format(key=KEY))
    return KEY


def paper(name="paper.pdf", content=PDF) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_what_was_sought_is_kept_and_noted_until_the_flow_is_final(page, review):
    page.goto(FULL_TEXTS)
    expect(page.locator(".owed")).to_contain_text("2 full texts are neither obtained nor given up")
    assert accessibility_faults(page) == []
    first = page.get_by_role("row", name=re.compile("Sought0"))
    first.get_by_label("Files of").set_input_files([paper(), paper("notes.txt", b"Read on the train.")])
    page.get_by_role("button", name="Add the chosen files").click()
    expect(first.locator(".files")).to_contain_text("paper.pdf")
    expect(first).to_contain_text("Obtained")

    second = page.get_by_role("row", name=re.compile("Sought1"))
    second.get_by_role("button", name="Not retrieved").click()
    expect(page.get_by_role("alert")).to_contain_text("Say where it was sought")
    assert accessibility_faults(page) == []
    second.get_by_label("Note on").fill("No library near us has it.")
    second.get_by_role("button", name="Not retrieved").click()
    expect(second).to_contain_text("No library near us has it.")
    expect(page.get_by_role("navigation", name="Retrieval").get_by_role("link", name="Not retrieved")).to_contain_text(
        "1"
    )

    page.get_by_role("link", name="Flow", exact=True).click()
    expect(page.get_by_text("It does not add up")).to_have_count(0)
    expect(page.locator(".owed")).to_contain_text("1 full text obtained and not judged")
    row = page.get_by_role("row", name="Reports not retrieved")
    expect(row.get_by_role("cell").first).to_have_text("1")
    expect(page.get_by_role("row", name="Language")).to_contain_text("1")
    drawing = page.locator(".flow-diagram img")
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth > 500)")
    assert accessibility_faults(page) == []


def test_a_wrong_file_is_refused_on_the_page_of_its_work(page, review):
    page.goto(WORK)
    page.get_by_text("Add files, or note what became of it").click()
    page.get_by_label("Add files").set_input_files(paper("paper.pdf", b"<html>no paper</html>"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("is plain text by its content")
    assert accessibility_faults(page) == []
    page.get_by_label("Add files").set_input_files(paper("epoch.pdf"))
    page.get_by_role("button", name="Add", exact=True).click()
    section = page.locator("#files")
    expect(section.get_by_role("link", name=re.compile("epoch.pdf"))).to_be_visible()
    expect(section).to_contain_text("Obtained")
    address = section.get_by_role("link", name=re.compile("epoch.pdf")).get_attribute("href")
    assert page.request.get(address).headers["content-type"] == "application/pdf"
    section.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("epoch.pdf is removed")).to_be_visible()
    assert page.request.get(address).status == 404


@pytest.mark.parametrize("form", [{"color_scheme": "dark"}, {"viewport": NARROW}, {"java_script_enabled": False}])
def test_the_pages_are_read_dark_narrow_and_without_script(new_page, page, review, sign_in, form):
    other = new_page(**form)
    sign_in(other, "Writer")
    for address in (FULL_TEXTS, FLOW, WORK):
        other.goto(address)
        if form.get("java_script_enabled", True):
            assert accessibility_faults(other) == [], address
            assert other.evaluate("document.documentElement.scrollWidth") <= other.viewport_size["width"], address
    other.goto(FLOW)
    expect(other.get_by_role("row", name="Records screened")).to_be_visible()
    if form.get("viewport") == NARROW:
        expect(other.locator(".flow-diagram")).to_be_hidden()  # the table says the same


def test_without_script_a_file_is_kept_all_the_same(new_page, page, review, sign_in):
    plain = new_page(java_script_enabled=False)
    sign_in(plain, "Writer")
    plain.goto(FULL_TEXTS)
    row = plain.get_by_role("row", name=re.compile("Sought2"))
    row.get_by_label("Files of").set_input_files(paper("plain.pdf"))
    plain.get_by_role("button", name="Add the chosen files").click()
    expect(row.locator(".files")).to_contain_text("plain.pdf")


def test_a_place_in_a_paper_leads_to_its_page_in_the_file(page, site, sign_in):
    sign_in(page, "Librarian")
    site.manage("shell", "-v0", "-c", ENTER)
    for address in ("/outcomes/?endpoint=os&show=comparisons&study=mulcahy-2021", "/statements/bcbsma-292/metastases/"):
        page.goto(address)
        place = page.get_by_role("link", name="p. 3899 in the file (opens in a new tab)").first
        expect(place).to_be_visible()
        url, _, opened_at = place.get_attribute("href").partition("#")
        assert opened_at == "page=3899"
        assert page.request.get(url).headers["content-type"] == "application/pdf"
        assert accessibility_faults(page) == []
