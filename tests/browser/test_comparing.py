"""Studies put aside and compared, and the evidence map, as a person uses them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

COMPARED = "/compare/studies/?ids=mulcahy-2021,van-hazel-2016,wasan-2017"
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}


def put_aside(page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"Compare {name}")).first.click()
    expect(page.get_by_role("button", name=re.compile(f"Put aside {name}")).first).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_three_studies_put_aside_on_different_pages_are_compared(new_page, scripted):
    page = new_page(java_script_enabled=scripted)
    page.goto("/search/?q=mulcahy&type=study")
    put_aside(page, "Mulcahy 2021")
    page.goto("/studies/van-hazel-2016/")
    put_aside(page, "van Hazel 2016")
    page.goto("/conditions/colorectal-liver-metastases/")
    put_aside(page, "Wasan 2017")
    page.get_by_role("link", name="Compare (3)").click()
    expect(page).to_have_url(re.compile(re.escape(COMPARED)))
    expect(page.locator("table.studies-compared thead").first.get_by_role("columnheader")).to_have_count(4)
    warned = page.get_by_role("region", name="Where the columns are not alike")
    expect(warned).to_contain_text("Wasan 2017 (FOXFIRE, SIRFLOX and FOXFIRE-Global) includes van Hazel 2016")
    expect(warned).to_contain_text("Different lines of therapy")


def test_a_study_put_aside_changes_only_its_button_and_the_bar(page):
    page.goto("/search/?q=survival&type=study")
    page.evaluate("window.same = true")
    address = page.url
    button = page.locator(".to-basket").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Compare (1)")).to_be_visible()
    expect(page.locator(".to-basket").first).to_be_focused()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Compare \\("))).to_have_count(0)
    assert page.evaluate("window.same") is True
    assert page.url == address


def test_a_warning_leads_to_its_row_and_a_figure_to_its_place(page):
    page.goto(COMPARED)
    page.locator(".not-alike").get_by_role("link", name="Overall survival: median").first.click()
    row = page.locator("tr:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("14.0 months (95% CI 11.8 to 15.5)")
    expect(row).to_contain_text("differs")
    row.get_by_role("link", name="14.0 months (95% CI 11.8 to 15.5)").click()
    expect(page.locator("[id='med140/mulcahy-2021/os-re']")).to_be_in_viewport()


def test_only_rows_that_differ_are_shown_and_the_comparison_is_downloaded(page):
    page.goto(COMPARED)
    page.get_by_role("link", name="Only rows that differ").click()
    expect(page).to_have_url(re.compile("only=differences"))
    expect(page.locator(".state:not(.differs)")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename == "studies-compared.csv"
    assert text.startswith("section,endpoint,row,details,state,study,study_label,as_reported")
    assert "14.0 months (95% CI 11.8 to 15.5)" in text


def test_a_study_is_left_out_of_the_comparison(page):
    page.goto(COMPARED)
    page.get_by_role("link", name=re.compile("van Hazel 2016.*leave out")).click()
    expect(page).to_have_url(re.compile("ids=mulcahy-2021,wasan-2017$"))
    expect(page.locator("table.studies-compared thead").first.get_by_role("columnheader")).to_have_count(3)


@pytest.mark.parametrize("question", ["", "?endpoint=os&condition_level=3&intervention_level=4"])
def test_a_cell_of_the_map_opens_the_search_that_finds_its_studies(page, question):
    page.goto(f"/evidence-map/{question}")
    cell = (
        page.locator("tr", has=page.get_by_role("rowheader", name="Hepatocellular carcinoma")).locator(".cell").nth(1)
    )
    said = re.match(r"\d+", cell.locator(".told").inner_text())[0]
    cell.click()
    expect(page.locator(".count b")).to_have_text(said)
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Condition: Hepatocellular carcinoma")
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Type: Studies")


def test_the_map_tells_of_participants_to_the_keyboard_and_shows_its_gaps(page):
    page.goto("/evidence-map/")
    cell = page.locator(".cell").nth(2)
    page.locator(".cell").nth(1).focus()
    page.keyboard.press("Tab")
    expect(cell).to_be_focused()
    told = cell.locator(".told")
    expect(told).to_contain_text("participants in primary studies")
    assert told.bounding_box()["width"] > 100
    assert page.locator("td.gap").count() > 0


def test_an_endpoint_is_chosen_on_the_map(page):
    page.goto("/evidence-map/")
    page.get_by_label("Studies that report").select_option("Objective response".lower())
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("endpoint=orr"))
    expect(page.locator(".cell").first).to_have_attribute("href", re.compile("endpoint=orr"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", [COMPARED, f"{COMPARED}&only=differences", "/compare/studies/", "/evidence-map/"])
def test_comparison_and_map_pass_axe_and_fit(new_page, form, address):
    page = new_page(**FORMS[form])
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
