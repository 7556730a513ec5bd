"""The order of likely relevance comes from the worker, and the page says how far along screening is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults

REVIEW = "bcbsma-292/review-1"
PROGRESS = f"/reviews/{REVIEW}/progress/"
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}
MAKE_REVIEW = """
from django.contrib.auth.models import Group, User
from tests.reviews import world
author = User.objects.create_user("author")
author.groups.add(Group.objects.get(name="Writer"))
cycle = world.screening(author, question="Does radioembolization lengthen life?")
for title in ("Replacement of the knee", "Beta blockers after infarction", "Radioembolization in liver cancer"):
    world.candidate(cycle, title)
"""


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", MAKE_REVIEW)
    return own_site


@pytest.fixture
def reader(new_page, sign_in):
    def open_page(**options) -> Page:
        page = new_page(**options)
        sign_in(page, "Reviewer", "ada")
        return page

    return open_page


def wait_for(page: Page, text: str) -> None:
    """Of the worker, which takes a moment."""
    for _ in range(60):
        page.goto(PROGRESS)
        if text in page.locator("#progress").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{text!r} never came: {page.locator('#progress').inner_text()}")


def test_the_worker_orders_and_a_new_order_is_asked_for(reader):
    page = reader()
    wait_for(page, "Ordered on")
    expect(page.locator("#progress")).to_contain_text("by likeness to the question")
    page.get_by_role("button", name="Order anew now").click()
    expect(page.locator("main")).to_contain_text("put in order anew")
    page.get_by_role("link", name="To the works").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Radioembolization in liver cancer")
    page.get_by_role("link", name="How far along").click()
    expect(page.locator("#progress")).to_contain_text("0 of 3")


@pytest.mark.parametrize("form", FORMS)
def test_the_page_is_accessible(reader, form):
    page = reader(**FORMS[form])
    page.goto(PROGRESS)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
