"""From a policy to what is not in order in it, and from a study to what depends on it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults


def test_from_a_policy_to_its_health_to_the_place_of_a_finding(page):
    page.goto("/policies/bcbsma-292/")
    page.get_by_role("link", name="Health", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Health of Radioembolization")
    page.get_by_role("link", name="Code gaps").click()
    expect(page.locator("#codes")).to_be_in_viewport()
    page.get_by_role("region", name="Code gaps").get_by_role("link", name="ICD-10-CM C22.2").click()
    row = page.get_by_role("row", name=re.compile("C22.2"))
    expect(row).to_be_in_viewport()
    row.get_by_role("link", name="What depends on C22.2").click()
    expect(page.get_by_role("table")).to_contain_text("counts when criteria are met")


def test_the_findings_can_be_saved(page):
    page.goto("/policies/bcbsma-292/health/")
    with page.expect_download() as saving:
        page.get_by_role("link", name="All findings as CSV").click()
    assert saving.value.suggested_filename == "health-bcbsma-292.csv"


def test_from_a_study_to_what_depends_on_it_to_the_statement(page):
    page.goto("/studies/van-hazel-2016/")
    page.get_by_role("link", name="Every statement and policy that depends on it").click()
    expect(page.get_by_text("3 statements of 2 policies depend on it.")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Through a review")
    page.get_by_role("link", name="policy 292: Statement 4").click()
    expect(page.locator(".verdict")).to_contain_text("Medically necessary")


def test_who_comes_with_a_number_finds_what_depends_on_it(page):
    page.goto("/impact/")
    page.get_by_label("First author and year").fill("34541864")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mulcahy 2021")


def test_without_javascript_the_way_to_the_health_is_a_link(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/policies/med140/")
    page.get_by_role("link", name="Health", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Health of")


@pytest.mark.parametrize("form", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}])
@pytest.mark.parametrize(
    "address",
    [
        "/policies/bcbsma-292/health/",
        "/policies/med140/health/",
        "/impact/",
        "/impact/?study=van-hazel-2016",
        "/impact/?code=S2095",
        "/impact/?find=nccn",
        "/impact/?find=nobody",
    ],
)
def test_the_pages_can_be_read_by_everybody(new_page, form, address):
    page = new_page(**form)
    page.goto(address)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
