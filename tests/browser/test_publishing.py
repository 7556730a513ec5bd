"""A draft is sent, signed by two, voided by an edit and signed again, classed, published for a day to come."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, PASSWORD, accessibility_faults

BUILD = """
from django.contrib.auth.models import Group, User
from tests.policies.publishing.world import reworded
for name, role in (("will", "Writer"), ("ann", "Approver"), ("bob", "Approver")):
    User.objects.create_user(name, password="{password}").groups.add(Group.objects.get(name=role))
class People:
    writer = User.objects.get(username="will")
reworded(People)
"""
EDIT = """
from django.contrib.auth.models import User
from policies.drafts import actions
from policies.models import PolicyVersion
version = PolicyVersion.objects.get(key="bcbsma-292/v2")
actions.change_row(version=version, part="statement", key="bcbsma-292/v2/hcc", edition=version.edition,
    by=User.objects.get(username="will"), values={"text": "Reworded once more."})
"""
SIGNING, PUBLISHING = "/drafts/bcbsma-292/v2/signing/", "/drafts/bcbsma-292/v2/publishing/"


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", BUILD.format(password=PASSWORD))
    return own_site


@pytest.fixture
def as_person(new_page):
    def sign_in(name: str, **options) -> Page:
        page = new_page(**options)
        page.goto("/accounts/login/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button").click()
        page.wait_for_url("**/")
        return page

    return sign_in


def sign(page: Page) -> None:
    page.goto("/")
    page.get_by_role("region", name="Waiting for your signature").get_by_role("link").click()
    page.get_by_role("radio", name="Approved", exact=True).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Kept: approved.")).to_be_visible()


def test_from_a_draft_to_a_published_version(site, as_person):
    writer, ann, bob = as_person("will"), as_person("ann"), as_person("bob")
    writer.goto(SIGNING)
    assert accessibility_faults(writer) == []
    for name in ("ann", "bob"):
        writer.get_by_role("checkbox", name=name).check()
    writer.get_by_role("button", name="Send to be signed").click()
    expect(writer.get_by_text("Sent to be signed by ann, bob.")).to_be_visible()
    sign(ann)
    site.manage("shell", "-v0", "-c", EDIT)
    ann.goto(SIGNING)
    expect(ann.get_by_text("what was signed has changed since").first).to_be_visible()
    expect(ann.get_by_text("Statement changed by will").first).to_be_visible()
    sign(ann)
    sign(bob)
    assert accessibility_faults(bob) == []

    writer.goto(PUBLISHING)
    writer.get_by_text("Class it").click()
    writer.locator("[name=change_class]").select_option("Clarified")
    writer.get_by_label("Why; the proposal").fill("Reads clearer.")
    writer.get_by_role("button", name="Class", exact=True).click()
    expect(writer.get_by_text("Classed: clarified.")).to_be_visible()
    assert accessibility_faults(writer) == []
    day = date.today() + timedelta(days=30)
    writer.get_by_label("Takes effect on").fill(str(date.today() - timedelta(days=1)))
    writer.get_by_label("Row of the history").fill("Statement on HCC clarified.")
    writer.get_by_role("button", name="Publish", exact=True).click()
    expect(writer.get_by_role("alert")).to_contain_text("is over. A version takes effect today")
    expect(writer.get_by_label("Row of the history")).to_have_value("Statement on HCC clarified.")
    writer.get_by_label("Takes effect on").fill(str(day))
    writer.get_by_role("button", name="Publish", exact=True).click()
    expect(writer.get_by_text(f"Published. It is in force from {day} on.")).to_be_visible()
    writer.goto("/policies/bcbsma-292/")
    expect(writer.locator("main")).to_contain_text(f"Effective on {day}")


@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"viewport": NARROW}], ids=["wide", "dark", "narrow"]
)
def test_the_pages_are_accessible_and_fit(as_person, options):
    page = as_person("will", **options)
    addresses = [SIGNING, PUBLISHING, "/alerts/"]
    addresses += [f"/policies/med140/{name}/" for name in ("reaffirm", "retire", "correct")]
    for address in addresses:
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
