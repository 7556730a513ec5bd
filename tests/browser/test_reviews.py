"""A review is opened, written, assigned, taken on, deferred; and what each person finds among their work."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults


@pytest.fixture(scope="module")
def site(own_site):
    return own_site


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


def signed_in(new_page, sign_in, role: str, **options) -> Page:
    page = new_page(**options)
    sign_in(page, role)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_review_is_opened_assigned_and_deferred(new_page, sign_in, script):
    reader = signed_in(new_page, sign_in, "Reviewer")
    writer = signed_in(new_page, sign_in, "Writer", java_script_enabled=script)
    policy = "med140" if script else "quartz-c-6-24"
    review = f"/reviews/{policy}/review-1/"

    writer.goto(f"/policies/{policy}/")
    writer.get_by_role("link", name="Open a review").click()
    writer.get_by_label("Due on").fill(in_days(40))
    writer.get_by_role("button", name="Open the review").click()
    expect(writer).to_have_url(re.compile(f"{review}$"))
    expect(writer.get_by_text("in 40 days")).to_be_visible()

    writer.get_by_role("link", name="Write it, and the due date").click()
    writer.get_by_label("Question").fill("Does it prolong life?")
    writer.get_by_label("Terms to mark").fill("survival\nY-90")
    writer.get_by_role("button", name="Keep").click()
    expect(writer.get_by_text("Marked in titles and abstracts: survival, Y-90")).to_be_visible()

    ask(writer, "writer", "Writer", "")
    ask(writer, "reviewer", "Reader", in_days(5))
    writer.get_by_role("button", name="Begin screening").click()
    expect(writer.get_by_role("listitem").filter(has_text="Screening")).to_have_attribute("aria-current", "step")

    reader.goto("/")
    reader.get_by_role("region", name="New for you").get_by_role("link").first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Annual review")
    expect(reader.get_by_text("Nothing is for you to do with this review as a whole.")).to_be_visible()
    reader.goto("/reviews/mine/")
    row = reader.get_by_role("region", name="Due within 60 days").get_by_role("row").filter(has_text=in_days(5))
    expect(row.first).to_contain_text("Reader")
    reader.get_by_role("button", name="Read:").first.click()
    expect(reader.get_by_role("heading", name="New for you")).to_have_count(0)

    writer.goto(review)
    writer.get_by_role("link", name="Defer or reject it").click()
    form = writer.get_by_role("region", name="Defer").locator("form")
    form.get_by_label("Why").fill("Nobody is free.")
    form.get_by_label("Next review due on").fill(in_days(-1))
    form.get_by_role("button").click()
    expect(writer.get_by_role("alert")).to_contain_text("a day to come")
    expect(form.get_by_label("Why")).to_have_value("Nobody is free.")
    form.get_by_label("Next review due on").fill(in_days(300))
    form.get_by_role("button").click()
    expect(writer.get_by_text("Closed: deferred.")).to_be_visible()
    expect(writer.get_by_text(in_days(300))).to_be_visible()


def ask(page: Page, name: str, task: str, until: str) -> None:
    form = page.locator("form").filter(has=page.get_by_role("button", name="Ask them"))
    form.get_by_label("Ask").select_option(name)
    form.get_by_label("to be").select_option(task)
    form.get_by_label("until").fill(until)
    form.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text(f"{name} is asked to be {task.lower()}, and told of it.")).to_be_visible()


PAGES = [
    "/reviews/",
    "/reviews/?state=in_progress",
    "/reviews/mine/",
    "/reviews/by-writer/",
    "/reviews/bcbsma-292/review-1/",
    "/reviews/bcbsma-292/review-2/",
    "/reviews/bcbsma-292/review-2/edit/",
    "/reviews/bcbsma-292/review-2/close/",
    "/reviews/bcbsma-292/review-2/draft/",
    "/reviews/new/",
    "/calendar/",
]


@pytest.mark.parametrize("options", [{}, {"viewport": NARROW, "color_scheme": "dark"}], ids=["wide", "narrow and dark"])
def test_its_pages_are_accessible_and_fit(new_page, sign_in, options):
    page = signed_in(new_page, sign_in, "Writer", **options)
    faults = {}
    for address in PAGES:
        page.goto(address)
        if found := accessibility_faults(page):
            faults[address] = found
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > page.viewport_size["width"]:
            faults[address] = f"is {width} wide"
    assert faults == {}


def test_a_calendar_address_is_shown_once(new_page, sign_in):
    page = signed_in(new_page, sign_in, "Librarian")
    page.goto("/reviews/mine/")
    page.get_by_role("link", name="In your calendar").click()
    page.get_by_role("button", name="Make one").click()
    address = page.locator("output").inner_text()
    path = "/calendar/" + address.rpartition("/")[2]
    answer = page.request.get(path)
    assert answer.text().startswith("BEGIN:VCALENDAR")
    page.goto("/calendar/")
    expect(page.get_by_text("It was shown once")).to_be_visible()
    page.get_by_role("button", name="Revoke it").click()
    assert page.request.get(path).status == 404
