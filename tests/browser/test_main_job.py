"""A policy writer's job, as a person does it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROW


def test_from_a_search_to_a_study_to_the_statement_that_rests_on_it(page):
    page.goto("/")
    page.get_by_label("Search everything").fill("hazard ratio colorectal")
    page.keyboard.press("Enter")
    page.locator(".facet").get_by_role("link", name=re.compile("Randomized controlled trial")).click()
    expect(page).to_have_url(re.compile("design=rct"))
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Randomized controlled trial")
    page.get_by_role("link", name=re.compile("Mulcahy 2021")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mulcahy 2021 (EPOCH)")
    expect(page.get_by_role("table").first).to_contain_text("8.0 months (95% CI 7.2 to 9.2)")
    page.get_by_role("link", name=re.compile("policy 292: Statement 4")).click()
    expect(page.locator(".verdict")).to_contain_text("Medically necessary")
    expect(page.get_by_text("Opposes").first).to_be_visible()


def test_a_filter_changes_only_the_results_and_the_back_button_brings_them_back(page):
    page.goto("/search/?q=survival")
    page.evaluate("window.same = true")
    before = page.locator(".count").inner_text()
    page.get_by_role("navigation", name="Type").get_by_role("link", name=re.compile("References")).click()
    expect(page).to_have_url(re.compile("type=reference"))
    expect(page.locator(".count")).not_to_have_text(before)
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.locator(".count")).to_have_text(before)
    expect(page.locator("html")).to_have_count(1)


def test_the_number_beside_a_filter_is_the_number_of_results_behind_it(page):
    page.goto("/search/?q=survival")
    value = page.locator(".facet a").first
    count = value.locator(".num").inner_text()
    value.click()
    expect(page.locator(".count b")).to_have_text(count)


def test_a_link_to_a_figure_opens_at_the_figure(page):
    page.goto("/statements/med140/i/")
    page.locator("ul.evidence .figure a").first.click()
    expect(page).to_have_url(re.compile("/studies/.+#"))
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_a_statement_can_be_copied_for_a_letter(new_page, site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/statements/bcbsma-292/net/")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Blue Cross Blue Shield of Massachusetts\nPolicy 292")


def test_the_whole_way_goes_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(":[0-9]+/$"))


def fits_without_scrolling(page, *locators):
    for locator in locators:
        expect(locator).to_be_visible()
        box = locator.bounding_box()
        assert box["y"] >= 0, locator
        assert box["y"] + box["height"] <= 768, locator


def test_the_starter_policies_show_all_statements_and_dates_without_scrolling(page):
    for address, statements in (("/policies/bcbsma-292/", 7), ("/policies/med140/", 9)):
        page.goto(address)
        rows = page.locator("table.statements tbody tr")
        expect(rows).to_have_count(statements)
        fits_without_scrolling(page, rows.last, page.locator(".dates").first)
        expect(page.locator(".dates").first).to_contain_text("Next review")
        expect(page.locator(".dates").first).to_contain_text("not stated")


def test_a_statement_shows_position_evidence_and_conclusion_without_scrolling(page):
    for key in ("bcbsma-292/hcc", "bcbsma-292/icc", "med140/iv"):
        page.goto(f"/statements/{key}/")
        figures = page.locator("ul.evidence.supports .figure")
        fits_without_scrolling(page, page.locator(".verdict"), figures.first)
        fits_without_scrolling(page, page.locator("ul.evidence.opposes .item").first.locator(".shows"))
        expect(page.locator(".verdict")).to_contain_text("The document's own conclusion")


def test_a_study_shows_design_size_population_and_the_top_of_its_outcomes_without_scrolling(page):
    told = {
        "mulcahy-2021": ("Randomized controlled trial", "428"),
        "king-2008": ("Prospective uncontrolled study", "34"),
        "dhondt-2022": ("Randomized controlled trial", "not printed"),
    }
    for key, (design, participants) in told.items():
        page.goto(f"/studies/{key}/")
        expect(page.locator("header.page .kicker")).to_contain_text(design)
        expect(page.locator("dl.facts")).to_contain_text(re.compile(rf"Participants\s*{participants}"))
        rows = page.locator("table.outcomes tbody tr")
        fits_without_scrolling(page, page.locator(".kicker").first, page.locator("dl.facts").first, rows.first)


def test_in_print_the_navigation_is_gone_and_the_evidence_stays(new_page):
    page = new_page()
    page.goto("/policies/bcbsma-292/")
    page.emulate_media(media="print")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.locator("ul.short").first).to_be_visible()


def test_a_narrow_screen_keeps_the_positions_readable(new_page):
    page = new_page(viewport=NARROW)
    page.goto("/policies/bcbsma-292/")
    expect(page.locator("table.statements .position").first).to_be_visible()
    box = page.locator("table.statements .position").first.bounding_box()
    assert box["x"] + box["width"] <= NARROW["width"]


def test_after_a_filter_the_keyboard_stays_where_it_was(page):
    page.goto("/search/?q=survival")
    value = page.locator(".facet a").first
    address = value.get_attribute("id")
    value.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("condition="))
    expect(page.locator(f"[id='{address}']")).to_be_focused()


def test_words_are_completed_as_one_types_and_a_fault_is_shown_at_its_place(page):
    page.goto("/search/")
    page.get_by_role("combobox").press_sequentially("radioembol")
    expect(page.locator("#suggestions option").first).to_have_attribute(
        "value", re.compile("radioemboli", re.IGNORECASE)
    )
    page.goto("/search/?q=(glass+AND+resin")
    expect(page.get_by_text("This parenthesis is not closed")).to_be_visible()
    expect(page.locator("mark")).to_have_text("(")


def test_other_names_are_searched_until_one_click_turns_them_off(page):
    page.goto("/search/?q=HCC")
    expect(page.get_by_text("Also searched:")).to_be_visible()
    before = int(page.locator(".count b").inner_text())
    page.get_by_role("link", name="Only what was typed").click()
    expect(page).to_have_url(re.compile("synonyms=off"))
    expect(page.get_by_text("Other names and spellings are not searched")).to_be_visible()
    assert int(page.locator(".count b").inner_text()) < before


def test_a_range_of_years_is_asked_for_in_two_boxes(page):
    page.goto("/search/?q=liver&type=study")
    page.get_by_label("From").fill("2018")
    page.get_by_label("to", exact=True).fill("2020")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Year: 2018 to 2020")


def test_a_long_filter_is_narrowed_as_one_types(page):
    page.goto("/search/")
    facet = page.locator(".facet", has=page.locator("#find-intervention"))
    facet.get_by_label("Find in intervention").fill("sorafenib")
    expect(facet.locator("li:visible")).to_have_count(1)


def test_a_search_is_saved_and_tells_what_is_new_on_the_home_page(page, sign_in):
    sign_in(page, "Reader")
    page.goto("/search/?q=sirflox")
    page.get_by_label("Save this search as").fill("SIRFLOX")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text('Saved as "SIRFLOX"')).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("nothing new since")).to_be_visible()
    page.get_by_role("button", name="SIRFLOX").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=sirflox$"))
    page.goto("/saved-searches/")
    page.get_by_role("button", name="Remove SIRFLOX").click()
    expect(page.get_by_text("None yet")).to_be_visible()
