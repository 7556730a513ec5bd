"""Two readers, each blind to the other, and the third who settles: with keys, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults

REVIEW = "bcbsma-292/review-1"
QUEUE = f"/reviews/{REVIEW}/screening/"
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}
MAKE_REVIEW = """
from django.contrib.auth.models import Group, User
from reviews.models import Assignment, Candidate
from reviews.vocabulary import CycleState
from tests.reviews import world
author = User.objects.create_user("author")
author.groups.add(Group.objects.get(name="Writer"))
cycle = world.read_by(world.screening(
    author, criteria="Adults with liver tumours.", highlighted=["trial", "liver"],
), "ada", "ben", third="eve")
for number in range(1, 6):
    world.candidate(cycle, f"Trial {number} of the liver", abstract="A trial. " * 200, authors=["Otto B"], year="2025")
"""


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", MAKE_REVIEW)
    return own_site


@pytest.fixture
def reader(new_page, sign_in):
    def open_page(name: str, **options) -> Page:
        page = new_page(**options)
        sign_in(page, "Reviewer", name)
        return page

    return open_page


def work(number: int, show: str = "all") -> str:
    return f"/candidates/{REVIEW}/c-{number}/?stage=title_abstract&show={show}&order=found"


def is_on(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Trial {number} of the liver")


def test_two_readers_disagree_and_the_third_settles(reader):
    ada = reader("ada")
    ada.goto(f"{QUEUE}?order=found")
    ada.get_by_role("link", name="Judge these").click()
    is_on(ada, 1)
    ada.get_by_role("button", name="Include").click()
    is_on(ada, 2)

    ben = reader("ben")
    ben.goto(work(1, "mine"))
    expect(ben.locator("main")).not_to_contain_text("ada")
    ben.locator("details.exclude > summary").click()
    ben.get_by_role("button", name="Wrong study design").click()
    is_on(ben, 2)

    eve = reader("eve")
    eve.goto(f"{QUEUE}?show=conflicts")
    row = eve.get_by_role("row", name=re.compile("Trial 1"))
    expect(row).to_contain_text("ada: Include")
    expect(row).to_contain_text("ben: Exclude, wrong study design")
    row.get_by_role("link").click()
    expect(eve.locator("main")).to_contain_text("You settle it")
    expect(eve.get_by_role("button", name="Maybe")).to_have_count(0)
    eve.get_by_role("button", name="Include").click()
    expect(eve.locator("main")).to_contain_text("Include: “Trial 1 of the liver”.")

    eve.goto(work(1))
    expect(eve.locator("main")).to_contain_text("eve settled it: Include")
    eve.get_by_role("link", name="Otto 2025").click()
    expect(eve.get_by_role("heading", level=1)).to_contain_text("Trial 1 of the liver")


def test_keys_decide_undo_and_walk(reader):
    page = reader("ada")
    page.goto(work(3))
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Wrong population")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Wrong population")).not_to_be_visible()
    page.keyboard.press("5")  # means nothing before e
    page.keyboard.press("e")
    page.keyboard.press("5")
    is_on(page, 4)
    expect(page.locator("main")).to_contain_text("Exclude, wrong study design: “Trial 3 of the liver”.")
    page.keyboard.press("m")
    is_on(page, 5)
    page.keyboard.press("u")
    is_on(page, 4)
    page.keyboard.press("u")
    is_on(page, 3)
    page.keyboard.press("j")
    is_on(page, 4)
    page.keyboard.press("k")
    is_on(page, 3)
    page.keyboard.press("?")
    expect(page.get_by_text("This list")).to_be_visible()


def test_letters_typed_into_the_note_decide_nothing(reader):
    page = reader("ada")
    page.goto(work(5))
    page.get_by_text("Note, look again").click()
    page.get_by_label("Note", exact=True).press_sequentially("time, i mean: 10%")
    is_on(page, 5)
    expect(page.get_by_label("Note", exact=True)).to_have_value("time, i mean: 10%")


def test_without_javascript_everything_is_pressed(reader):
    page = reader("ben", java_script_enabled=False)
    page.goto(work(4))
    page.locator("details.exclude > summary").click()
    page.get_by_role("button", name="Other reason").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in the note what the other reason is.")
    page.get_by_label("Note", exact=True).fill("A letter to the editor")
    page.get_by_label("Look again next year").check()
    page.get_by_role("button", name="Other reason").click()
    is_on(page, 5)
    page.get_by_role("button", name="Undo your last word").click()
    is_on(page, 4)
    expect(page.locator("main")).to_contain_text("Taken back: your word on this work.")


def test_on_a_narrow_screen_the_decision_stays_in_reach(reader):
    page = reader("ben", viewport=NARROW)
    page.goto(work(5))
    expect(page.get_by_role("button", name="Include")).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 900)
    expect(page.get_by_role("button", name="Include")).to_be_in_viewport(ratio=1)
    page.locator("details.exclude > summary").click()
    expect(page.get_by_role("button", name="Other reason")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_work_is_added_by_hand(reader):
    page = reader("ada")
    page.goto(QUEUE)
    page.get_by_role("link", name="Add a work by hand").click()
    page.get_by_label("How it was found").select_option("Website")
    page.get_by_label("Title").fill("A report of an agency")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A report of an agency")
    expect(page.locator("main")).to_contain_text("Website")


@pytest.mark.parametrize("form", FORMS)
def test_the_pages_are_accessible(reader, form):
    page = reader("eve", **FORMS[form])
    for address in (f"{QUEUE}?show=all", f"{QUEUE}?stage=full_text", work(1), work(2)):
        page.goto(address)
        assert accessibility_faults(page) == [], address
    ben = reader("ben", **FORMS[form])
    ben.goto(work(5))
    ben.locator("details.exclude > summary").click()
    ben.get_by_text("Note, look again").click()
    assert accessibility_faults(ben) == []
