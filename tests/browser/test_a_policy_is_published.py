"""A policy from the draft to the day of effect, as three people click it: one writes, two sign."""

import io
import re
from datetime import date, timedelta

import docx
from playwright.sync_api import Page, expect

from tests.browser.conftest import accessibility_faults
from tests.browser.steps import class_the_change, publish, send_to, sign, tab, write_in_the_editor
from tests.processes import wait_until

POLICY = "Radioembolization with Yttrium-90 Microspheres"  # of Quartz: no other browser test writes on it
KEY = "quartz-c-6-24"
STUDY = "BRIDGE-71"
PRINTED = "HR 0.69 (95% CI 0.54-0.88; P=.0013)"
BEFORE, AFTER = "Unresectable", "Unresectable, as a multidisciplinary tumour board finds"
ONCE_MORE = f"{AFTER} in writing"
EFFECT = date.today() + timedelta(days=200)
NEXT_REVIEW = EFFECT + timedelta(days=365)


def begin_from_the_version_in_force(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Policies", exact=True).click()
    page.get_by_role("link", name=POLICY).first.click()
    page.get_by_role("link", name="Write a draft").click()
    expect(page.get_by_label("from the version in force")).to_be_checked()
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(POLICY)


def find_figures(page: Page, statement: str, words: str, study: str) -> None:
    tab(page, "Evidence")
    page.get_by_role("table").get_by_role("link", name=statement, exact=True).click()
    panel = page.locator("#panel")
    panel.get_by_label("Study, work or guideline").fill(words)
    figures = panel.get_by_role("link", name=re.compile(f"Figures of .*{re.escape(study)}"))

    def is_found() -> bool:
        """What was only just added is indexed within seconds."""
        with page.expect_response(lambda answer: "/evidence/?" in answer.url):
            panel.get_by_role("button", name="Find").click()
        return figures.count() > 0

    wait_until(is_found, what=f"{study} in the panel")
    figures.first.click()
    expect(panel.get_by_role("heading", name="Figures of")).to_contain_text(study)


def link_figure(page: Page, printed: str, shows: str) -> None:
    panel = page.locator("#panel")
    panel.locator(".choose-figures ul li", has_text=printed).first.get_by_role("link", name="Link").click()
    panel.get_by_label("Evidence for").select_option(index=1)
    panel.get_by_label("Supports").check()
    panel.get_by_label("What it shows").fill(shows)
    panel.get_by_label("Against its comparator").select_option("Superior")
    panel.get_by_role("button", name="Link it").click()
    item = page.locator("#linked .item", has_text=shows)
    expect(item.locator(".figure a")).to_contain_text(printed)


def add_a_study(page: Page) -> None:
    """From the panel, where one misses it: a report, two arms, an outcome and the ratio as the paper prints it."""
    panel = page.locator("#panel")
    panel.get_by_role("link", name="Back to the search").click()
    panel.get_by_role("link", name="Add the study").click()
    page.get_by_label("PMID", exact=True).fill("90000071")
    page.get_by_label("Authors, each on a line").fill("Wilmerson AB\nOther C")
    page.get_by_label("Title").fill("A bridging trial entered for a policy")
    page.get_by_label("Year", exact=True).fill("2025")
    page.get_by_label("Acronym").fill(STUDY)
    page.get_by_label("Design").select_option(label="Randomized controlled trial")
    page.get_by_label("Hepatocellular carcinoma", exact=True).check()
    page.get_by_label("Participants").fill("428")
    page.get_by_role("button", name="Add the study").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(STUDY)
    for name, role in (("Radioembolization", "Intervention"), ("Chemoembolization", "Comparator")):
        page.locator("summary", has_text="Add an arm").click()
        form = page.locator("form", has=page.get_by_role("button", name="Add the arm"))
        form.get_by_label("Name").fill(name)
        form.get_by_label("Role").select_option(label=role)
        form.get_by_role("button", name="Add the arm").click()
        expect(page.locator("#arms tbody")).to_contain_text(name)
    page.get_by_label("Endpoint").select_option(label="Progression-free survival")
    page.get_by_role("button", name="Add the outcome").click()
    page.get_by_label("Place in the paper").fill("p. 7, Table 2")
    page.get_by_label("As the paper prints it").press_sequentially(PRINTED)
    expect(page.get_by_label("Estimate", exact=True)).to_have_value("0.69")
    expect(page.locator(".said")).to_contain_text("The checks find nothing against it.")
    page.get_by_role("button", name="Add the figure").click()
    expect(page.locator("section.outcome")).to_contain_text(PRINTED)


def open_the_draft(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_text("More").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Drafts").click()
    page.get_by_role("row", name=re.compile(POLICY)).get_by_role("rowheader").get_by_role("link").click()


def expect_it_was_voided(page: Page) -> None:
    page.reload()
    yours = page.get_by_role("region", name="Your word")
    expect(yours).to_contain_text("edition 3, is void: what was signed has changed since. Read what stands now")
    row = page.get_by_role("row", name=re.compile("^ada")).first
    expect(row).to_contain_text("Void")
    expect(row).to_contain_text("what was signed has changed since")
    expect(page.get_by_text("Criterion changed by wilma").first).to_be_visible()


def expect_a_bulletin(page: Page, address: str) -> None:
    bulletin = page.locator("h2:text('Provider bulletin') + pre")
    expect(bulletin).to_contain_text(f"Effective {EFFECT}")
    expect(bulletin).to_contain_text(f"{address}/policies/{KEY}/")


def see_both_versions(page: Page) -> None:
    page.get_by_role("link", name="policy C.6.24").click()
    expect(page.locator("header.page")).to_contain_text("Reviewed March 2021; in force")
    expect(page.get_by_text(f"Effective on {EFFECT}:")).to_be_visible()
    versions = page.get_by_role("region", name=re.compile("Versions of policy"))
    expect(versions.get_by_role("row")).to_have_count(3)
    expect(versions).to_contain_text("In force")
    expect(versions).to_contain_text(f"Effective on {EFFECT}")
    assert accessibility_faults(page) == []


def ask_for(page: Page, day: date) -> None:
    page.get_by_label("As of").fill(str(day))
    page.get_by_role("button", name="Ask").click()


def ask_for_the_day_before_and_the_day(page: Page) -> None:
    ask_for(page, EFFECT - timedelta(days=1))
    expect(page.get_by_role("note")).to_contain_text("text held")
    expect(page.locator("#statements ~ *").get_by_text(BEFORE, exact=True).first).to_be_visible()
    expect(page.get_by_text(ONCE_MORE)).to_have_count(0)
    ask_for(page, EFFECT)
    expect(page.get_by_role("note")).to_contain_text("text held")
    expect(page.get_by_text(ONCE_MORE).first).to_be_visible()


def letter(page: Page, service: date) -> str:
    page.get_by_label("Service date").fill(str(service))
    page.get_by_role("button", name="Text of that day").click()
    text = page.locator("body").inner_text()
    page.go_back()
    return text


def letters_say_what_stood_on_the_day(page: Page) -> None:
    page.get_by_role("heading", name="Statement 1").first.get_by_role("link").click()
    before, after = letter(page, EFFECT - timedelta(days=1)), letter(page, EFFECT)
    assert f"Service date: {EFFECT - timedelta(days=1)}" in before
    assert BEFORE in before
    assert ONCE_MORE not in before
    assert f"Service date: {EFFECT}" in after
    assert ONCE_MORE in after


def read_the_document(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    found = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in found.paragraphs] + cells)


def the_api_agrees(page: Page, old: str, new: str) -> None:
    for day, key in ((EFFECT - timedelta(days=1), old), (EFFECT, new)):
        policies = page.request.get(f"/api/v1/policies/?on={day}").json()["results"]
        told = next(each for each in policies if each["key"] == KEY)
        assert (told["in_force"], told["answer"]) == (key, "text_held")
    versions = page.request.get(f"/api/v1/policy-versions/?policy={KEY}").json()["results"]
    days = {each["key"]: (each["in_force"], each["effective_on"], each["superseded_on"]) for each in versions}
    assert days == {old: (True, None, str(EFFECT)), new: (False, str(EFFECT), None)}
    published = next(each for each in versions if each["key"] == new)
    assert [each["on"] for each in published["dates"] if each["kind"] == "next_review"] == [str(NEXT_REVIEW)]


def test_from_the_version_in_force_to_the_day_of_effect(site, page, new_page, sign_in):
    ada, alan = new_page(), new_page()
    sign_in(page, "Writer", "wilma")
    sign_in(ada, "Approver", "ada")
    sign_in(alan, "Approver", "alan")
    begin_from_the_version_in_force(page)
    find_figures(page, "Statement 1", "Facciorusso", "Facciorusso 2016")
    link_figure(page, "OR 1.4", "More were alive after two years.")
    add_a_study(page)
    open_the_draft(page)
    find_figures(page, "Statement 2", STUDY, STUDY)
    link_figure(page, PRINTED, "Progression came later with it.")
    tab(page, "Text")
    write_in_the_editor(page, BEFORE, AFTER)
    class_the_change(page, "Tightened", "A board has to find it.")
    assert accessibility_faults(page) == []
    send_to(page, "ada", "alan")
    sign(ada, POLICY)
    tab(page, "Text")
    write_in_the_editor(page, AFTER, ONCE_MORE)
    expect_it_was_voided(ada)
    sign(ada, POLICY)
    sign(alan, POLICY)
    class_the_change(page, "Tightened", "A board has to find it.")
    publish(page, effective_on=EFFECT, next_review_on=NEXT_REVIEW, history="Board review asked for.")
    expect_a_bulletin(page, site.url)
    see_both_versions(page)
    ask_for_the_day_before_and_the_day(page)
    told = read_the_document(page)
    assert ONCE_MORE in told
    assert PRINTED in told
    assert str(EFFECT) in told
    letters_say_what_stood_on_the_day(page)
    the_api_agrees(page, f"{KEY}/2021-03", f"{KEY}/v2")
