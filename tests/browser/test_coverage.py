"""The coverage matrix and two policies compared, clicked through as a writer does."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

COMPARED = "/compare/policies/?ids=bcbsma-292,med140"


def test_from_a_row_of_the_matrix_to_the_criteria_side_by_side(page):
    page.goto("/coverage/")
    page.get_by_label("Condition").select_option(label="Neuroendocrine liver metastases")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**condition=net-liver-metastases**")
    table = page.get_by_role("table", name="Positions by indication and payer")
    expect(table.get_by_role("rowheader", name="Neuroendocrine liver metastases")).to_be_visible()
    table.get_by_role("link", name="Neuroendocrine liver metastases").click()
    beside = page.get_by_role("table", name="Criteria of each payer side by side")
    expect(beside.get_by_role("columnheader", name="Anthem")).to_be_visible()
    expect(beside.get_by_text("Symptomatic disease").first).to_be_visible()
    beside.get_by_role("link", name="Statement I", exact=True).first.click()
    page.wait_for_url("**/statements/med140/i/")


def test_the_first_column_stays_while_the_matrix_is_scrolled(page):
    page.goto("/coverage/")
    box = page.get_by_role("region", name="Coverage matrix")
    header = box.get_by_role("rowheader", name="Breast cancer liver metastases")
    header.scroll_into_view_if_needed()
    before = header.bounding_box()["x"]
    box.evaluate("box => box.scrollLeft = 400")
    assert abs(header.bounding_box()["x"] - before) < 12


def test_two_policies_are_chosen_and_compared(page):
    page.goto("/policies/bcbsma-292/")
    page.get_by_role("link", name="Compare with...").click()
    page.get_by_label("Theirs").select_option("med140")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Two policies compared")).to_be_visible()
    expect(page.get_by_text("Positions differ").first).to_be_visible()
    page.get_by_text("Both cite:").click()
    page.get_by_role("link", name="Change sides").click()
    expect(page.get_by_text("Ours · Payer not named")).to_be_visible()


@pytest.mark.parametrize(("address", "column"), [("/coverage/", "position_kind"), (COMPARED, "mark")])
def test_a_table_is_downloaded(page, address, column):
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        assert all(row[column] for row in csv.DictReader(file) if row.get("part") != "position")


@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"]
)
def test_the_pages_are_accessible_and_no_wider_than_the_window(new_page, options):
    page = new_page(**options)
    for address in ("/coverage/", "/coverage/re-net/", COMPARED, "/compare/policies/", "/policies/excellus-sirt/"):
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_matrix_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/coverage/?intervention=tace")
    expect(page.get_by_text("In another policy")).to_be_visible()
