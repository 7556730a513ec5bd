"""A file of search results brought in, followed while it is read, and settled; by mouse, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults
from tests.reviews.importing.literature import a_file, work

REVIEW = "bcbsma-292/review-1"
LITERATURE = f"/reviews/{REVIEW}/literature/"
FILE = f"/reviews/{REVIEW}/run-1/import-1/records/"
MAKE_REVIEW = """
from django.contrib.auth.models import Group, User
from tests.reviews import world
author = User.objects.create_user("author")
author.groups.add(Group.objects.get(name="Writer"))
world.searched(world.opened(author))
"""
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", MAKE_REVIEW)
    return own_site


def a_real_file() -> bytes:
    """New, new, known, a possible duplicate, and one that fails."""
    same = work(1)["title"]
    return a_file(work(1), work(2), work(1), work(3, title=same), work(4, title="", doi="", pmid=""), form="bibtex")


def choose(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("File that the database exported").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Import the file").click()


def test_a_file_is_brought_in_followed_and_settled(new_page, sign_in):
    page = new_page()
    sign_in(page, "Writer")
    page.goto(LITERATURE)
    page.get_by_role("link", name="Import a file").click()
    assert accessibility_faults(page) == []
    choose(page, "results.pdf", b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_contain_text("This is a PDF.")
    choose(page, "results.bib", a_real_file())
    expect(page.get_by_text("5 records in the file")).to_be_visible(timeout=30_000)  # the page follows the worker
    records = page.locator("ol.records")
    expect(records).to_contain_text("Same title and year as work 1 of this review, but another DOI and PMID.")
    expect(records.locator("tr.same").first).to_contain_text("= same")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="The same work").click()
    expect(page.get_by_text("Record 4: the same work.")).to_be_visible()
    page.get_by_role("link", name="Known 2").click()
    expect(records).to_contain_text("Settled by writer")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Possible duplicates 1").click()
    page.get_by_role("button", name="Another work").click()
    page.get_by_role("link", name="New 3").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="all records").click()
    assert "known" in download.value.path().read_text()
    page.get_by_role("link", name="Failed 1").click()
    expect(records).to_contain_text("neither a title nor an identifier")
    page.get_by_text("As it stands in the file").click()
    expect(records.locator("pre")).to_contain_text("@article{key,")


def test_without_javascript_one_looks_again(new_page, sign_in):
    page = new_page(java_script_enabled=False)
    sign_in(page, "Writer")
    page.goto(f"/reviews/{REVIEW}/run-1/import/")
    choose(page, "more.ris", a_file(work(11)))
    for _ in range(60):
        if page.get_by_text("1 record in the file").count():
            break
        page.wait_for_timeout(500)
        page.goto(page.url)
    expect(page.get_by_text("1 record in the file")).to_be_visible()


@pytest.mark.parametrize("form", FORMS)
def test_its_pages_are_accessible(new_page, sign_in, form):
    page = new_page(**FORMS[form])
    sign_in(page, "Librarian")
    for address in (f"/reviews/{REVIEW}/run-1/import/", FILE, f"{FILE}?show=known", f"{FILE}?show=failed", LITERATURE):
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
