"""A study appraised, its figures read again by a second person, and the certainty of a body of evidence graded."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

DOMAINS = (
    "Randomization",
    "Deviations from what was intended",
    "Missing outcome data",
    "Measurement of the outcome",
    "Choice of the result reported",
)


def test_a_writer_appraises_a_trial_and_overrides_what_is_proposed(page, sign_in):
    sign_in(page, "Writer")
    page.goto("/studies/van-hazel-2016/")
    page.get_by_role("link", name="Appraise this study").click()
    proposal = page.locator("#proposal")
    expect(proposal).to_contain_text("5 left")
    for domain in DOMAINS:
        page.get_by_role("combobox", name=domain).select_option("low")
    expect(proposal).to_contain_text("Every domain is low.")
    page.get_by_role("combobox", name="Missing outcome data").select_option("some_concerns")
    expect(proposal).to_contain_text("The worst domain: missing outcome data.")
    page.get_by_label("What supports it: Missing outcome data").fill("More were lost in one arm.")
    page.get_by_label("Final judgement").select_option("high")
    page.get_by_role("button", name="Keep the appraisal").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why the final judgement")
    expect(page.get_by_label("What supports it: Missing outcome data")).to_have_value("More were lost in one arm.")
    assert accessibility_faults(page) == []
    page.get_by_label("Why, where it is another than the proposed").fill("They were lost because they fared badly.")
    page.get_by_role("button", name="Keep the appraisal").click()
    expect(page).to_have_url(re.compile("#risk-of-bias$"))
    table = page.locator("table.risk")
    expect(table.locator("tr.overall")).to_contain_text("High")
    expect(table.locator("tr.overall")).to_contain_text("Proposed: some concerns. They were lost")
    expect(table).to_contain_text("More were lost in one arm.")
    assert accessibility_faults(page) == []


def test_a_librarian_reads_figures_again_by_keyboard(page, sign_in):
    sign_in(page, "Librarian")
    page.goto("/studies/dhondt-2022/")
    page.get_by_role("link", name="Read them again").click()
    number = page.locator(".count b")
    before = int(number.inner_text())
    first = page.locator("ol.queue h2 a").first
    figure = first.inner_text()
    expect(page.get_by_role("button", name="I read the same").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("verified")
    expect(number).to_have_text(str(before - 1))
    expect(first).not_to_have_text(figure)
    expect(page.get_by_role("button", name="I read the same").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("9.9")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("kept what you read")
    page.get_by_role("navigation", name="State").get_by_role("link", name="Read otherwise").click()
    expect(page.locator("ol.queue")).to_contain_text("9.9")
    assert accessibility_faults(page) == []
    page.goto("/studies/dhondt-2022/")
    expect(page.locator(".checked.verified").last).to_be_visible()
    expect(page.get_by_text("Read otherwise: 9.9")).to_be_visible()


def test_a_reviewer_grades_a_body_of_evidence_and_the_statement_shows_it(page, sign_in):
    sign_in(page, "Reviewer")
    page.goto("/certainty/")
    page.get_by_role("link", name="Grade").first.click()
    page.get_by_label("Indication").select_option("re-hcc")
    page.get_by_label("Outcome").select_option("os")
    page.get_by_role("button", name="Choose the studies").click()
    computed = page.locator("#computed")
    expect(computed).to_contain_text("Choose the studies first.")
    page.get_by_role("checkbox", name="Salem 2016").check()
    expect(computed).to_contain_text("High")
    page.get_by_role("combobox", name="Imprecision").select_option("-2")
    expect(computed).to_contain_text("Low")
    page.get_by_role("combobox", name="Large effect").select_option("1")
    expect(computed).to_contain_text("What starts high is not raised")
    page.get_by_role("combobox", name="Large effect").select_option("0")
    expect(computed).not_to_contain_text("not raised")
    page.get_by_label("Why: Imprecision").fill("Forty-five patients.")
    page.get_by_label("Against what").fill("Conventional TACE")
    page.get_by_role("button", name="Keep the certainty").click()
    expect(page).to_have_url(re.compile("/certainty/radioembolization/hcc/os/"))
    expect(page.locator("table.findings-summary")).to_contain_text("Imprecision, down two levels: Forty-five patients.")
    assert accessibility_faults(page) == []
    page.goto("/statements/bcbsma-292/hcc/")
    expect(page.locator("table.certainty-rows").first).to_contain_text("Low")
    assert accessibility_faults(page) == []


def test_the_forms_work_without_javascript_on_a_narrow_screen(new_page, sign_in):
    page = new_page(viewport=NARROW, java_script_enabled=False)
    sign_in(page, "Writer")
    page.goto("/studies/gonsalves-2019/appraise/?instrument=rob-2-2019")
    for domain in DOMAINS:
        page.get_by_role("combobox", name=domain).select_option("low")
    page.get_by_role("button", name="Show what is proposed").click()
    assert "Every domain is low." in page.locator("#proposal").inner_text()
    page.get_by_role("button", name="Keep the appraisal").click()
    assert "Low" in page.locator("table.risk tr.overall").inner_text()
