"""A review's searches are recorded, its checklist ticked off, guidelines and trials kept, and a request answered."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults
from tests.reviews.sources.registry import study, written

BUILD = """
from django.contrib.auth.models import User
from tests.reviews import world
world.opened(User.objects.get(username="writer"))
"""
REVIEW, REQUESTS = "/reviews/bcbsma-292/review-1", "/policies/bcbsma-292/requests/"
PAGES = [f"{REVIEW}/literature/", f"{REVIEW}/sources/", f"{REVIEW}/sources/trials-file/", REQUESTS]


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", BUILD)
    return own_site


@pytest.fixture
def writer(new_page, sign_in) -> Page:
    page = new_page()
    sign_in(page, "Writer")
    return page


def test_a_search_is_recorded_with_the_window_proposed(writer):
    writer.goto(f"{REVIEW}/literature/")
    writer.get_by_text("Add a strategy").click()
    writer.get_by_role("combobox", name="Database").first.select_option(label="PubMed")
    writer.get_by_label("Query, as the database takes it").fill("radioembolization[tiab]")
    writer.get_by_role("button", name="Add the strategy").click()
    expect(writer.get_by_text("the strategy is kept")).to_be_visible()
    record = writer.locator("details", has_text="Record a search of PubMed")
    record.locator("summary").click()
    record.get_by_label("Records entered up to").fill("2026-03-01")
    record.get_by_label("Run on").fill("2026-03-02")
    record.get_by_label("Found, as the database told").fill("312")
    record.get_by_role("button", name="Record the search").click()
    expect(writer.get_by_text("Literature searched through 2026-03-01")).to_be_visible()
    record.locator("summary").click()
    expect(record.get_by_label("Records entered from")).to_have_value("2026-01-30")


def test_one_click_says_nothing_new_and_one_takes_it_back(writer):
    writer.goto(f"{REVIEW}/sources/")
    writer.get_by_role("button", name="Nothing new today: ClinicalTrials.gov").focus()
    writer.keyboard.press("Enter")
    undo = writer.get_by_role("button", name="Undo: ClinicalTrials.gov")
    expect(undo).to_be_focused()
    expect(writer.get_by_role("heading", name="Checklist")).to_contain_text("1 of ")
    expect(writer.get_by_role("link", name="Checklist: 1 of ")).to_be_visible()
    writer.keyboard.press("Enter")
    expect(writer.get_by_role("button", name="Nothing new today: ClinicalTrials.gov")).to_be_focused()
    expect(writer.get_by_role("heading", name="Checklist")).to_contain_text("0 of ")


def test_without_scripts_it_is_the_same(new_page, sign_in):
    page = new_page(java_script_enabled=False)
    sign_in(page, "Writer")
    page.goto(f"{REVIEW}/sources/")
    page.get_by_role("button", name="Nothing new today: WHO ICTRP").click()
    expect(page.get_by_text("WHO ICTRP: nothing new, checked today.")).to_be_visible()
    row = page.get_by_role("row", name="Recalls and safety communications")
    row.locator("summary").click()
    row.get_by_label("Found").fill("One device was recalled.")
    row.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("row", name="Recalls and safety communications")).to_contain_text(
        "One device was recalled."
    )


def test_guidelines_are_confirmed_and_a_trial_is_waited_for(writer):
    writer.goto(f"{REVIEW}/sources/")
    guidelines = writer.get_by_role("region", name="The guidelines")
    guidelines.get_by_role("button", name="Still current, checked today").first.click()
    expect(guidelines.get_by_role("cell", name="Still current", exact=True)).to_be_visible()
    writer.get_by_text("Add a trial").click()
    form = writer.locator("details", has=writer.get_by_text("Add a trial", exact=True)).locator("form")
    form.get_by_label("NCT number").fill("nct01234567")
    form.get_by_label("Title").fill("A trial to come")
    form.get_by_label("Planned size").fill("218")
    form.get_by_role("combobox", name="Status").select_option(label="Recruiting")
    form.get_by_role("button", name="Add").click()
    expect(writer.get_by_role("link", name="NCT01234567")).to_be_visible()


def test_a_file_of_the_registry_is_read_into_the_list_and_each_study_told(writer):
    writer.goto(f"{REVIEW}/sources/")
    writer.get_by_text("Read a file of ClinicalTrials.gov").click()
    studies = [study("NCT00000001", size=(325, "ESTIMATED")), study("NCT00000002", status="AVAILABLE")]
    told = {"name": "ctg-studies.json", "mimeType": "application/json", "buffer": written(*studies)}
    writer.get_by_label("File of ClinicalTrials.gov").set_input_files(told)
    writer.get_by_role("button", name="Read the file").click()
    expect(writer.get_by_role("status")).to_contain_text("2 studies in the file: 1 added, 1 failed.")
    expect(writer.get_by_role("row", name="NCT00000002")).to_contain_text("expanded access")
    assert accessibility_faults(writer) == []
    told |= {"name": "studies.csv", "buffer": b"NCT Number,Study Title"}
    writer.get_by_label("File of ClinicalTrials.gov").set_input_files(told)
    writer.get_by_role("button", name="Read the file").click()
    expect(writer.get_by_role("alert")).to_contain_text("Choose JSON there")
    writer.get_by_role("link", name="Ongoing trials of policy 292").click()
    expect(writer.get_by_role("row", name="NCT00000001")).to_contain_text("325")


def test_a_request_is_logged_with_works_of_the_base_and_answered(writer):
    writer.goto(REQUESTS)
    writer.get_by_label("Asked by").select_option(label="Appeal")
    writer.get_by_label("Question").fill("Which studies stand behind it?")
    writer.get_by_label("Find in the base").fill("mulcahy 2021")
    writer.get_by_role("button", name="Find").click()
    writer.get_by_role("checkbox", name="Mulcahy 2021").first.check()
    expect(writer.get_by_label("Question")).to_have_value("Which studies stand behind it?")
    writer.get_by_role("button", name="Log the request").click()
    row = writer.get_by_role("row", name="Which studies stand behind it?")
    expect(row.get_by_role("link", name="Mulcahy 2021")).to_be_visible()
    row.locator("summary", has_text="Answer").click()
    row.get_by_label("Answer", exact=True).fill("These two.")
    row.get_by_role("button", name="Keep the answer").click()
    expect(writer.get_by_role("row", name="These two.")).to_be_visible()


def test_two_presses_of_one_button_are_one_request(writer):
    writer.goto(REQUESTS)
    form = writer.get_by_role("region", name="Log a request")
    form.get_by_label("Asked by").select_option(label="Appeal")
    form.get_by_label("Question").fill("Pressed twice?")
    form.get_by_role("button", name="Log the request").dblclick()
    expect(writer.get_by_text("The request is logged.")).to_be_visible()
    expect(writer.get_by_role("row", name="Pressed twice?")).to_have_count(1)


@pytest.mark.parametrize("how", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"])
def test_the_pages_are_accessible_with_every_form_open(new_page, sign_in, how):
    page = new_page(**how)
    sign_in(page, "Writer")
    for address in PAGES:
        page.goto(address)
        assert accessibility_faults(page) == []
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
