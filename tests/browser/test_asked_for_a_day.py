"""Somebody who answers an appeal asks what the policy said on the day of service."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

BUILD = """
from django.contrib.auth.models import Group, User
from tests.policies.days import world
writer = User.objects.create_user("a-writer")
writer.groups.add(Group.objects.get(name="Writer"))
world.build(writer)
"""


@pytest.fixture(scope="module")
def site(own_site):
    """Policy 292 has several versions in it: tests/policies/days/world.py."""
    own_site.manage("shell", "-v0", "-c", BUILD)
    return own_site


def began() -> date:
    return date.today() - timedelta(days=30)


def test_the_day_before_and_after_and_a_letter_for_the_day_of_service(page):
    page.goto("/policies/bcbsma-292/")
    expect(page.locator("header.page")).to_contain_text("Version two; in force")
    expect(page.get_by_text("Effective on").first).to_be_visible()
    page.get_by_label("As of").fill(str(began() - timedelta(days=1)))
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("note")).to_contain_text("text held. The text held is that of 2024-09")
    expect(page.locator("header.page")).to_contain_text("Review of September 2024; superseded on")
    page.get_by_label("As of").fill(str(began()))
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("note")).to_contain_text("Version two, in force from")
    page.get_by_role("heading", name="Statement 2").get_by_role("link").click()
    expect(page.get_by_text("as of version two").first).to_be_visible()
    page.get_by_label("Service date").fill("2024-05-03")
    page.get_by_role("button", name="Text of that day").click()
    letter = page.locator("body").inner_text()
    assert "Service date: 2024-05-03" in letter
    assert "On that day: inferred from history." in letter
    assert "as of version two" not in letter


def test_an_old_address_leads_to_what_superseded_it(page):
    page.goto("/statements/bcbsma-292/hcc/")
    expect(page.get_by_role("note")).to_contain_text("Superseded on")
    page.get_by_role("link", name="the same statement in Version two").click()
    expect(page.get_by_role("note")).to_have_count(0)
    page.goto("/policies/bcbsma-292/#versions")
    page.get_by_role("table").get_by_role("link", name="Version three", exact=True).click()
    expect(page.get_by_role("note")).to_contain_text("Effective on")


def test_pages_asked_for_a_day_pass_axe_and_fit_a_narrow_screen(new_page):
    faults = []
    for options in ({}, {"viewport": NARROW}, {"color_scheme": "dark"}):
        page = new_page(**options)
        for address in (
            "/policies/bcbsma-292/",
            "/policies/bcbsma-292/?on=2024-05-03",
            "/policies/bcbsma-292/?on=2023-05-03",
            "/policies/bcbsma-292/?on=2023-09-15",
            "/policies/bcbsma-292/?on=nothing",
            "/versions/bcbsma-292/2024-09/",
            "/versions/bcbsma-292/v3/",
            "/statements/bcbsma-292/hcc/",
            "/statements/bcbsma-292/hcc/?on=2024-05-03",
            "/criteria/bcbsma-292/hcc/unresectable/?on=2024-05-03",
            "/coverage/?on=2024-05-03",
            "/coverage/re-hcc/?on=2024-05-03",
        ):
            page.goto(address)
            faults += [f"{address} {options}: {fault}" for fault in accessibility_faults(page)]
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
    assert faults == []
