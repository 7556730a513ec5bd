"""A writer compares two versions, confirms a class, and says why the policy stands so to a guideline."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

COMPARED = "/compare/versions/?ids=bcbsma-292/before-2016-08,bcbsma-292/2024-09"
GUIDELINES = "/policies/bcbsma-292/guidelines/"


def downloaded(page, name: str) -> list[dict]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    with open(waiting.value.path(), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(io.StringIO(file.read())))


def test_from_the_policy_to_what_changed_to_its_class_confirmed(page, sign_in):
    sign_in(page, "Writer")
    page.goto("/policies/bcbsma-292/")
    page.get_by_role("link", name="Versions", exact=True).click()
    page.get_by_role("link", name="Compare Before August 2016 with Review of September 2024").click()
    expect(page.locator("ins")).to_contain_text("carcinoid and noncarcinoid included")
    expect(page.get_by_text("Not known for that date").first).to_be_visible()
    expect(page.locator(".change-class.clarified").first).to_be_visible()
    page.get_by_text("Confirm or correct").click()
    page.get_by_label("Class").select_option("Tightened")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".notice").first).to_contain_text("Say why")
    page.get_by_text("Confirm or correct").click()
    page.get_by_label("Reason").fill("Read with the pathology report.")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".change")).to_contain_text("confirmed by writer")
    expect(page.locator(".change")).to_contain_text("Read with the pathology report.")
    rows = downloaded(page, "Download as CSV")
    assert [row["confirmed_class"] for row in rows if row["change"] == "text"] == ["clarified"]
    assert {row["change"] for row in rows} == {"text", "not_known"}
    page.get_by_role("link", name="Turn round").click()
    expect(page.locator("del")).to_contain_text("carcinoid and noncarcinoid included")
    expect(page.locator("ins")).to_have_count(0)


def test_from_the_policy_to_its_guidelines_to_a_reason(page, sign_in):
    sign_in(page, "Writer")
    page.goto("/policies/bcbsma-292/")
    page.get_by_role("link", name="Against guidelines").click()
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Intrahepatic cholangiocarcinoma"
    ).click()
    section = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Intrahepatic")))
    row = section.get_by_role("row").filter(has_text="NCCN Hepatocellular Carcinoma").first
    expect(row).to_contain_text("category 2A")
    expect(row).to_contain_text("Agrees")
    row.get_by_text("Give a reason").click()
    row.get_by_label("Reason").fill("Held for its rarity.")
    row.get_by_role("button", name="Keep the reason").click()
    expect(row).to_contain_text("Held for its rarity.")
    given = [each for each in downloaded(page, "Download as CSV") if each["given_reason"]]
    assert [(each["given_by"], each["document"]) for each in given] == [("writer", "med140")]


def test_both_pages_pass_axe_and_fit_a_narrow_screen_with_their_forms_open(new_page, sign_in):
    faults = []
    for options in ({}, {"viewport": NARROW}, {"color_scheme": "dark"}):
        page = new_page(**options)
        sign_in(page, "Approver")
        for address in (
            COMPARED,
            GUIDELINES,
            "/policies/med140/guidelines/",
            "/compare/versions/",
            "/compare/versions/?ids=nothing",
        ):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            faults += [f"{address} {options}: {fault}" for fault in accessibility_faults(page)]
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
    assert faults == []
