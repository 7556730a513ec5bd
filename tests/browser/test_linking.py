"""Evidence linked where one writes, and what is said of a statement: in the browser, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

DRAFT = "excellus-sirt/v2"  # of a policy that no other browser test writes on
BEGIN = """
from django.contrib.auth.models import User
from policies.drafts.actions import begin_draft
from policies.models import Policy
policy = Policy.objects.get(key="excellus-sirt")
if not policy.versions.filter(status="draft").exists():
    begin_draft(policy=policy, by=User.objects.get(username="writer"), based_on=policy.versions.get(status="published"))
"""


@pytest.fixture
def linking(site, page, sign_in) -> str:
    """The address of a statement's evidence in a draft."""
    sign_in(page, "Writer")
    site.manage("shell", "-v0", "-c", BEGIN)
    return f"/drafts/{DRAFT}/evidence/?statement={DRAFT}/hcc"


def test_a_figure_is_found_linked_seen_at_once_and_taken_back(page, linking):
    page.goto(linking)
    panel = page.locator("#panel")
    panel.get_by_label("Study, work or guideline").fill("EPOCH")
    panel.get_by_role("button", name="Find").click()
    expect(panel.locator(".candidates li").first).to_contain_text("Randomized controlled trial · 2021")
    panel.get_by_role("link", name="Figures").first.click()
    expect(panel.get_by_role("heading", name="Figures of Mulcahy 2021")).to_be_focused()
    ratio = panel.locator(".choose-figures ul li", has_text="HR 0.59").first
    printed = ratio.locator(".num").inner_text()
    ratio.get_by_role("link").click()
    expect(panel.locator(".picked .num")).to_have_text(printed)
    assert accessibility_faults(page) == []
    panel.get_by_label("Evidence for").select_option(index=1)
    panel.get_by_label("Supports").check()
    panel.get_by_label("What it shows").fill("Progression in the liver was later with it.")
    panel.get_by_label("Against its comparator").select_option("Superior")
    panel.get_by_role("button", name="Link it").click()
    expect(page.get_by_role("status")).to_be_focused()
    item = page.locator("#linked .item", has_text="Progression in the liver was later with it.")
    expect(item.locator(".figure a")).to_have_text(printed)
    expect(item.locator(".marks")).to_contain_text("Superior")
    part = page.locator(".linked-part", has_text="Progression in the liver was later with it.")
    expect(part.locator(".mix")).to_contain_text("Randomized")
    expect(panel.get_by_role("heading", name="Figures of")).to_be_visible()  # for the next figure of the same study
    assert accessibility_faults(page) == []

    item.get_by_role("link", name="Edit").click()
    panel.get_by_label("What it shows").fill("It was later with it, in the liver alone.")
    panel.get_by_role("button", name="Save the link").click()
    item = page.locator("#linked .item", has_text="in the liver alone")
    expect(item).to_be_visible()
    item.get_by_role("button", name="Remove").click()
    expect(item).to_have_count(0)
    page.get_by_role("button", name="Undo your last edit").click()
    expect(item).to_be_visible()
    item.get_by_role("button", name="Remove").click()
    expect(item).to_have_count(0)


def test_a_refused_link_keeps_what_was_typed(page, linking):
    page.goto(f"{linking}&pick=study:mulcahy-2021")
    panel = page.locator("#panel")
    panel.get_by_label("Evidence for").select_option(index=1)
    panel.get_by_label("Opposes").check()
    panel.get_by_role("radio", name="Indirect", exact=True).check()
    panel.get_by_label("What it shows").fill("Kept.")
    panel.get_by_role("button", name="Link it").click()
    expect(panel.get_by_role("alert")).to_contain_text("Say in what it is indirect")
    expect(panel.get_by_label("What it shows")).to_have_value("Kept.")
    expect(panel.get_by_label("Opposes")).to_be_checked()
    assert accessibility_faults(page) == []


def test_the_way_back_in_the_browser_goes_through_the_panel(page, linking):
    page.goto(linking)
    panel = page.locator("#panel")
    panel.get_by_label("Study, work or guideline").fill("EPOCH")
    panel.get_by_role("button", name="Find").click()
    expect(panel.locator(".candidates li").first).to_contain_text("Randomized controlled trial · 2021")
    panel.get_by_role("link", name="Figures").first.click()
    expect(panel.get_by_role("heading", name="Figures of")).to_be_visible()
    page.go_back()
    expect(panel.locator(".candidates li").first).to_be_visible()
    expect(page.locator("#linked")).to_be_visible()


def test_it_all_works_without_javascript(new_page, page, linking, sign_in):
    plain = new_page(java_script_enabled=False, viewport=NARROW)
    sign_in(plain, "Writer")
    plain.goto(linking)
    panel = plain.locator("#panel")
    panel.get_by_label("Study, work or guideline").fill("EPOCH")
    panel.get_by_role("button", name="Find").click()
    panel.get_by_role("link", name="Figures").first.click()
    panel.locator(".choose-figures ul li", has_text="HR 0.59").first.get_by_role("link").click()
    panel.get_by_label("Evidence for").select_option(index=1)
    panel.get_by_label("Supports").check()
    panel.get_by_label("What it shows").fill("Linked without a script.")
    panel.get_by_role("button", name="Link it").click()
    expect(plain.locator(".notice")).to_contain_text("Linked")
    item = plain.locator("#linked .item", has_text="Linked without a script.")
    expect(item).to_have_count(1)
    item.get_by_role("button", name="Remove").click()
    expect(plain.locator("#linked .item", has_text="Linked without a script.")).to_have_count(0)


@pytest.mark.parametrize("form", [{"color_scheme": "dark"}, {"viewport": NARROW}])
def test_the_pages_of_a_draft_pass_axe_dark_and_narrow(new_page, page, linking, sign_in, form):
    other = new_page(**form)
    sign_in(other, "Writer")
    asked = ["", "&q=EPOCH", "&study=mulcahy-2021", "&pick=study:mulcahy-2021"]
    addresses = [linking + each for each in asked] + [f"/drafts/{DRAFT}/evidence/", f"/drafts/{DRAFT}/comments/"]
    for address in addresses:
        other.goto(address)
        assert accessibility_faults(other) == [], address
        assert other.evaluate("document.documentElement.scrollWidth") <= other.viewport_size["width"], address


def test_a_comment_is_made_answered_and_resolved(page, new_page, linking, sign_in):
    page.goto(linking)
    page.get_by_label("Your comment").fill("Is the population the same?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".thread")).to_contain_text("Is the population the same?")
    reviewer = new_page()
    sign_in(reviewer, "Reviewer")
    reviewer.goto(f"/drafts/{DRAFT}/comments/?state=open")
    thread = reviewer.locator(".thread", has_text="Is the population the same?").first
    thread.get_by_text("Answer").first.click()
    thread.get_by_label("Your answer").fill("It is wider.")
    assert accessibility_faults(reviewer) == []
    thread.get_by_role("button", name="Answer").click()
    expect(thread.locator(".answers")).to_contain_text("It is wider.")
    thread.get_by_role("button", name="Resolve").click()
    expect(reviewer.locator(".thread", has_text="Is the population the same?")).to_have_count(0)
    reviewer.get_by_role("navigation", name="Which comments").get_by_role("link", name="Resolved").click()
    expect(reviewer.locator(".thread").first).to_contain_text(re.compile("Resolved by reviewer"))
    assert accessibility_faults(reviewer) == []
