"""From the list of flags to a figure, and what a Librarian says of one."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults


def test_from_the_list_to_a_figure_and_back_by_its_mark(page):
    page.goto("/flags/?rule=percent_at_most_100")
    row = page.locator("table.flags tbody tr").first
    expect(row).to_contain_text("Impossible")
    title = row.locator("a.what").inner_text()
    row.locator(".flag-figures a.num").first.click()
    expect(page).to_have_url(re.compile("/studies/.+#"))
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    figure = page.locator(f"[id='{anchor}']")
    expect(figure).to_be_in_viewport()
    page.locator("td", has=figure).locator("a.flagged").first.click()
    expect(page).to_have_url(re.compile("/flags/"))
    expect(page.locator(".kicker")).to_contain_text(title)


def test_the_number_beside_a_filter_is_the_number_of_flags_behind_it(page):
    page.goto("/flags/")
    for facet in ("Severity", "Rule", "Document"):
        value = page.locator("details.facet", has=page.locator("summary", has_text=facet)).locator("a:visible").last
        number = value.locator(".num").inner_text()
        value.click()
        expect(page.locator(".count b")).to_have_text(number)
        page.goto("/flags/")


def test_the_explanation_of_a_rule_unfolds(page):
    page.goto("/flags/")
    why = page.locator("details.why").first
    expect(why.locator("p")).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("p")).to_be_visible()


def test_a_librarian_accepts_a_flag_and_sees_it_move(page, sign_in):
    sign_in(page, "Librarian")
    page.goto("/flags/?grade=look_again")
    before = int(page.locator(".count b").inner_text())
    page.locator("table.flags a.what").first.click()
    address = page.url
    page.get_by_label("Why the figures may stand").fill("The table prints it so.")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".notice")).to_contain_text("Accepted")
    expect(page.locator("p.reason")).to_have_text("The table prints it so.")
    page.goto("/flags/?grade=look_again")
    expect(page.locator(".count b")).to_have_text(str(before - 1))
    page.get_by_role("navigation", name="State").get_by_role("link", name="Accepted").click()
    expect(page.locator("table.flags")).to_contain_text("The table prints it so.")
    assert accessibility_faults(page) == []
    page.goto(address)
    page.get_by_label("Why the figures are to be looked at again").fill("It is a slip after all.")
    page.get_by_role("button", name="Withdraw the acceptance").click()
    expect(page.locator(".notice")).to_contain_text("open again")
    expect(page.get_by_text("It is a slip after all.")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.locator("tr.event")).to_have_count(2)


def test_a_refused_reason_is_said_in_place(page, sign_in):
    sign_in(page, "Librarian")
    page.goto("/flags/")
    page.locator("table.flags a.what").first.click()
    reason = page.get_by_label("Why the figures may stand")
    reason.fill("   ")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(reason).to_be_focused()
    assert accessibility_faults(page) == []


def test_conflicts_stand_side_by_side_and_lead_to_their_figures(page):
    page.goto("/conflicts/")
    table = page.locator("table.conflicts").first
    expect(table.locator("thead th")).not_to_have_count(0)
    table.locator("tbody td a.num").first.click()
    expect(page).to_have_url(re.compile("/(studies|documents|policies|devices)/"))


def test_a_download_holds_what_is_shown(page):
    page.goto("/flags/?grade=impossible")
    number = int(page.locator(".count b").inner_text())
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("rule,rule_title,grade,study_label")
    assert len(lines) == number + 1


def test_a_narrow_screen_shows_grade_and_figure_together(new_page):
    page = new_page(viewport=NARROW)
    page.goto("/flags/")
    row = page.locator("table.flags tbody tr").first
    for part in (row.locator(".grade").first, row.locator(".flag-figures li").first):
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box["x"] + box["width"] <= NARROW["width"]
