"""A study is added with a hazard ratio by quick entry: with the page's own liveliness, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults

SENTENCE = "HR 0.69 (95% CI 0.54-0.88; P=.0013)"


def enter_study(page: Page, pmid: str) -> None:
    page.goto("/studies/")
    page.get_by_role("link", name="Add a study").click()
    page.get_by_label("PMID", exact=True).fill(pmid)
    page.get_by_label("Authors, each on a line").fill("Entered AB\nOther C")
    page.get_by_label("Title").fill("A trial entered by hand")
    page.get_by_label("Year", exact=True).fill("2025")
    page.get_by_label("Acronym").fill(f"TRIAL-{pmid}")
    page.get_by_label("Design").select_option(label="Randomized controlled trial")
    page.get_by_label("Colorectal liver metastases", exact=False).first.check()
    page.get_by_label("Participants").fill("428")
    page.get_by_role("button", name="Add the study").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"TRIAL-{pmid}")


def add_arm(page: Page, name: str, role: str) -> None:
    page.locator("summary", has_text="Add an arm").click()
    form = page.locator("form", has=page.get_by_role("button", name="Add the arm"))
    form.get_by_label("Name").fill(name)
    form.get_by_label("Role").select_option(label=role)
    form.get_by_role("button", name="Add the arm").click()
    expect(page.locator("#arms tbody")).to_contain_text(name)


def add_outcome(page: Page) -> None:
    page.get_by_label("Endpoint").select_option(label="Progression-free survival")
    page.get_by_role("button", name="Add the outcome").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Figures of Progression-free survival")


def expect_the_figure_on_the_study_page(page: Page) -> None:
    expect(page.locator("section.outcome")).to_contain_text(SENTENCE)
    page.locator(".kicker a").click()
    figure = page.locator("table.outcomes .figure", has_text=SENTENCE)
    expect(figure).to_be_visible()
    expect(page.locator("table.outcomes")).to_contain_text("p. 7, Table 2")


def test_a_hazard_ratio_is_read_as_one_types_and_the_checks_speak(page, sign_in):
    sign_in(page, "Writer")
    enter_study(page, "90000001")
    assert accessibility_faults(page) == []
    add_arm(page, "TARE and chemotherapy", "Intervention")
    add_arm(page, "Chemotherapy", "Comparator")
    add_outcome(page)
    page.get_by_label("Place in the paper").fill("p. 7, Table 2")
    page.get_by_label("As the paper prints it").press_sequentially(SENTENCE)
    estimate = page.get_by_label("Estimate", exact=True)
    expect(estimate).to_have_value("0.69")
    expect(page.get_by_label("Interval to", exact=True)).to_have_value("0.88")
    expect(page.get_by_label("Against", exact=True)).to_have_value(re.compile("/chemotherapy$"))
    expect(page.locator(".said")).to_contain_text("The checks find nothing against it.")
    assert accessibility_faults(page) == []
    estimate.fill("0.96")
    expect(page.locator(".said")).to_contain_text("Interval contains the estimate")
    expect(page.locator(".said")).to_contain_text("Not in the printed form: Estimate")
    expect(estimate).to_be_focused()
    estimate.fill("0.69")
    expect(page.locator(".said")).to_contain_text("The checks find nothing against it.")
    page.get_by_role("button", name="Add the figure").click()
    expect(page.locator(".notice")).to_contain_text("1 figure added")
    assert accessibility_faults(page) == []
    expect_the_figure_on_the_study_page(page)


def test_it_works_without_javascript_on_a_telephone(new_page, sign_in):
    page = new_page(java_script_enabled=False, viewport=NARROW)
    sign_in(page, "Writer")
    enter_study(page, "90000002")
    add_outcome(page)
    page.get_by_label("Place in the paper").fill("p. 7, Table 2")
    page.get_by_label("As the paper prints it").fill(SENTENCE)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_label("Estimate", exact=True)).to_have_value("0.69")
    page.get_by_label("Estimate", exact=True).fill("0.96")
    page.get_by_role("button", name="Check again").click()
    expect(page.locator(".said")).to_contain_text("Interval contains the estimate")
    page.get_by_label("Estimate", exact=True).fill("0.69")
    page.get_by_role("button", name="Add the figure").click()
    expect_the_figure_on_the_study_page(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_known_study_is_in_order(new_page, sign_in, scheme):
    page = new_page(viewport=NARROW, color_scheme=scheme)
    sign_in(page, "Librarian")
    for address in ("/studies/new/", "/studies/mulcahy-2021/edit/", "/studies/mulcahy-2021/edit/facts/"):
        page.goto(address)
        assert accessibility_faults(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
    page.goto("/figures/med140/mulcahy-2021/pfs-hr/correct/")
    expect(page.get_by_label("Estimate", exact=True)).to_have_value("0.69")
    assert accessibility_faults(page) == []
