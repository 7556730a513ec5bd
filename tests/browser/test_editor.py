"""Writers in the editor of a draft: typing, keys, dragging, two at once, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, PASSWORD, accessibility_faults

DRAFT = "/drafts/bcbsma-292/v2/"
HCC = "bcbsma-292/v2/hcc"
BEGIN = f"""
from django.contrib.auth.models import Group, User
from policies.drafts import actions
from policies.models import Policy
for name in ("writer", "second-writer"):
    if not User.objects.filter(username=name).exists():
        User.objects.create_user(name, password="{PASSWORD}").groups.add(Group.objects.get(name="Writer"))
writer, policy = User.objects.get(username="writer"), Policy.objects.get(key="bcbsma-292")
for draft in policy.versions.filter(status="draft"):
    actions.give_up_draft(version=draft, by=writer, reason="For the next test.")
actions.begin_draft(policy=policy, by=writer, based_on=policy.versions.get(status="published"))
"""


@pytest.fixture(scope="module")
def site(own_site):
    return own_site


@pytest.fixture
def draft(site):
    """A draft of policy 292 as it is begun, and two Writers."""
    site.manage("shell", "-v0", "-c", BEGIN)


@pytest.fixture
def open_draft(new_page, draft):
    """open_draft("second-writer") opens the editor, signed in."""

    def open_it(name: str = "writer", address: str = DRAFT, **options) -> Page:
        page = new_page(**options)
        page.goto("/accounts/login/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button").click()
        page.wait_for_url("**/")
        page.goto(address)
        return page

    return open_it


def lines(page: Page) -> list[str]:
    """ "A.1 text" of the first statement's criteria."""
    return page.evaluate(
        """() => [...document.querySelector(".lines").querySelectorAll(".line")].map(
        line => line.querySelector(".label").textContent + " " + line.querySelector("textarea").value)"""
    )


def text_of(page: Page, label: str):
    return page.locator(".lines").first.get_by_role("textbox", name=f"Text of {label}", exact=True)


def more_of(page: Page, label: str):
    return page.locator(".lines").first.get_by_role("link", name=f"More of {label}", exact=True)


def saved(page: Page) -> None:
    expect(page.locator("#saving")).to_contain_text("Saved")


def test_what_is_typed_is_saved_when_one_pauses(open_draft):
    page = open_draft()
    text_of(page, "A").fill("Reworded by the writer")
    saved(page)
    expect(page.locator("[data-shows-edition]")).to_have_text("1")
    text_of(page, "B").press("End")
    page.keyboard.type(" and more")
    page.locator("#saving", has_text="Not saved yet").wait_for()
    text_of(page, "A").focus()
    saved(page)
    page.reload()
    assert lines(page)[1] == "A Reworded by the writer"
    assert lines(page)[2].endswith(" and more")


def test_criteria_are_added_and_moved_by_keys_and_taken_back(open_draft):
    page = open_draft()
    before = lines(page)
    text_of(page, "A").press("Enter")
    expect(text_of(page, "B")).to_be_focused()
    page.keyboard.type("A new criterion")
    page.keyboard.press("Alt+ArrowRight")
    expect(text_of(page, "A.1")).to_have_value("A new criterion")
    expect(text_of(page, "A.1")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(text_of(page, "B")).to_have_value("A new criterion")
    page.keyboard.press("Alt+ArrowUp")
    expect(text_of(page, "A")).to_have_value("A new criterion")
    page.keyboard.press("Escape")
    expect(page.locator(".line:focus")).to_have_count(1)
    page.keyboard.press("Delete")
    expect(page.locator(".lines").first.locator(".line")).to_have_count(len(before))
    assert lines(page) == before
    page.keyboard.press("Control+z")
    expect(text_of(page, "A")).to_have_value("A new criterion")
    page.keyboard.press("Control+y")
    expect(page.locator(".lines").first.locator(".line")).to_have_count(len(before))
    page.reload()
    assert lines(page) == before


def test_tab_moves_a_row_in_and_leaves_a_text(open_draft):
    page = open_draft()
    text_of(page, "B").focus()
    page.keyboard.press("Tab")
    expect(text_of(page, "B")).not_to_be_focused()
    text_of(page, "B").press("Escape")
    page.keyboard.press("Tab")
    expect(text_of(page, "A.1")).to_be_visible()
    expect(page.locator(".line:focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(text_of(page, "B")).to_be_visible()
    page.keyboard.press("Escape")
    expect(text_of(page, "B")).to_be_focused()


def test_a_criterion_is_dragged_before_another_and_under_one(open_draft):
    page = open_draft()
    before = lines(page)
    drag(page, "C", "A", 0.2)
    expect(text_of(page, "A")).to_have_value(before[3].removeprefix("C "))
    drag(page, "A", "B", 0.9, right=120)
    expect(text_of(page, "A.1")).to_have_value(before[3].removeprefix("C "))
    page.get_by_role("button", name="Undo").click()
    expect(text_of(page, "A")).to_have_value(before[3].removeprefix("C "))


def drag(page: Page, label: str, onto: str, height: float, *, right: int = 0) -> None:
    page.locator(".lines").first.evaluate("list => list.scrollIntoView({block: 'center', behavior: 'instant'})")
    start, end = (
        page.locator(".lines").first.locator(".label", has_text=re.compile(f"^{each}$")).bounding_box()
        for each in (label, onto)
    )
    row = text_of(page, onto).bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 30 + right, row["y"] + 5, steps=4)
    page.mouse.move(end["x"] + 30 + right, row["y"] + row["height"] * height, steps=4)
    page.mouse.up()


def test_two_writers_are_told_and_neither_overwrites_the_other(open_draft):
    first, second = open_draft(), open_draft("second-writer")
    text_of(second, "A").fill("As the second writer has it")
    text_of(second, "A").blur()
    saved(second)
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator("#others")).to_contain_text("second-writer has this draft open")
    expect(first.locator("#others")).to_contain_text("second-writer: criterion changed")
    text_of(first, "B").fill("Another row is no clash")
    text_of(first, "B").blur()
    saved(first)
    text_of(first, "A").fill("As the first writer has it")
    text_of(first, "A").blur()
    clash = first.locator(".clash")
    expect(clash).to_contain_text("second-writer")
    expect(clash.locator("ins").first).to_be_visible()
    expect(clash.get_by_role("textbox")).to_have_value("As the first writer has it")
    # At the end of the page, where what is told lies over nothing: else axe measures the half of a button beneath it.
    first.evaluate("window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    assert accessibility_faults(first) == []
    assert clash.locator(".tools").evaluate("element => getComputedStyle(element).opacity") == "1"
    clash.get_by_role("textbox").fill("As both have it")
    clash.get_by_role("button", name="Save this text").click()
    expect(clash).to_have_count(0)
    expect(text_of(first, "A")).to_have_value("As both have it")
    first.reload()
    assert lines(first)[1:3] == ["A As both have it", "B Another row is no clash"]


def test_theirs_is_kept_and_loaded(open_draft):
    first, second = open_draft(), open_draft("second-writer")
    text_of(second, "A").fill("Theirs")
    text_of(second, "A").blur()
    saved(second)
    text_of(first, "A").fill("Mine")
    text_of(first, "A").blur()
    first.get_by_role("link", name="Keep theirs").click()
    expect(text_of(first, "A")).to_have_value("Theirs")
    text_of(second, "B").fill("Newer")
    text_of(second, "B").blur()
    expect(second.locator("[data-shows-edition]")).to_have_text("2")
    text_of(first, "C").focus()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    first.get_by_role("link", name="Load it").click()
    expect(text_of(first, "B")).to_have_value("Newer")
    expect(text_of(first, "C")).to_be_focused()


def test_what_is_typed_beside_a_clash_is_kept_with_theirs(open_draft):
    first, second = open_draft(), open_draft("second-writer")
    text_of(second, "A").fill("Theirs")
    text_of(second, "A").blur()
    saved(second)
    text_of(first, "A").fill("Mine")
    text_of(first, "A").blur()
    expect(first.locator(".clash")).to_be_visible()
    first.locator(".lines").first.get_by_role("textbox", name="Printed label of A", exact=True).fill("A.")
    first.get_by_role("link", name="Keep theirs").click()
    expect(first.locator(".clash")).to_have_count(0)
    saved(first)
    expect(first.locator("[data-shows-edition]")).to_have_text("2")
    first.reload()
    first_line = first.locator(".lines").first.locator(".line").nth(1)
    expect(first_line.locator("[name=text]")).to_have_value("Theirs")
    expect(first_line.locator("[name=printed_label]")).to_have_value("A.")


def test_what_could_not_be_sent_stays_and_is_sent_again(open_draft):
    page = open_draft()
    page.route(f"**{DRAFT}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    text_of(page, "A").fill("Typed on a train")
    text_of(page, "A").blur()
    expect(page.locator("#saving")).to_contain_text("Not saved: the connection failed")
    page.unroute(f"**{DRAFT}")
    expect(page.locator("#saving")).to_contain_text("Saved", timeout=15_000)
    page.reload()
    assert lines(page)[1] == "A Typed on a train"


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(open_draft):
    page = open_draft(address=f"{DRAFT}parts/date/")
    page.locator("summary", has_text="Next review").click()
    box = page.locator("details[open]").get_by_label("Date", exact=True)
    box.fill("next spring")
    box.blur()
    expect(page.locator("details[open] .fault")).to_contain_text("Write a day of the calendar")
    expect(box).to_have_value("next spring")
    box.fill("2027-04")
    box.blur()
    saved(page)
    expect(page.locator("details[open] .fault")).to_have_count(0)


def test_the_rest_of_a_row_unfolds_and_is_saved_there(open_draft):
    page = open_draft()
    more_of(page, "A").focus()
    page.keyboard.press("Enter")
    unfolded = page.locator(".unfolded")
    unfolded.get_by_label("Melanoma liver metastases").first.check()
    saved(page)
    more_of(page, "A").click()
    expect(unfolded).to_have_count(0)
    expect(page.locator(".line .tests").filter(has_text="Melanoma liver metastases").first).to_be_visible()


def test_an_indication_is_added_where_the_statement_stands(open_draft):
    page = open_draft()
    page.get_by_role("link", name="Indications, basis, scope and the rest").first.click()
    unfolded = page.locator(".unfolded")
    unfolded.get_by_text("Add one").click()
    new = unfolded.locator("details.new")
    options = new.get_by_label("Indication", exact=True).locator("option").all_inner_texts()
    chosen = next(each for each in options if "breast cancer" in each)
    new.get_by_label("Indication", exact=True).select_option(label=chosen)
    new.get_by_role("button", name="Add the indication").click()
    expect(page.locator(".particulars").first).to_contain_text("breast cancer")


def test_without_javascript_every_row_has_its_buttons(open_draft):
    page = open_draft(java_script_enabled=False)
    text_of(page, "A").fill("By the button")
    page.locator(f"[id='criterion-{HCC}/root'] ~ .line").first.get_by_role("button", name="Save").click()
    expect(text_of(page, "A")).to_have_value("By the button")
    text_of(page, "B").focus()
    page.get_by_role("button", name="Move B in").first.click()
    expect(text_of(page, "A.1")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(text_of(page, "B")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".notice")).to_contain_text("no edit of yours left to take back")


@pytest.mark.parametrize("form", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["light", "dark", "narrow"])
def test_the_pages_of_a_draft_pass_axe(open_draft, form):
    page, faults = open_draft(**form), []
    for address in (
        DRAFT,
        "/drafts/",
        "/drafts/new/",
        f"{DRAFT}give-up/",
        f"{DRAFT}row/?part=statement&row={HCC}",
        f"{DRAFT}row/?part=criterion&row={HCC}/root",
        f"{DRAFT}parts/code/",
        f"{DRAFT}parts/patient_selection/",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
    page.goto(DRAFT)
    text_of(page, "A").focus()
    more_of(page, "A").click()
    page.locator(".unfolded").wait_for()
    faults += accessibility_faults(page)
    assert faults == []
