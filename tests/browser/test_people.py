"""Accounts as an Administrator keeps them, tokens as a person does, and the trail that tells of both."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, accessibility_faults

SECRET = "output"
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}


def sign_in_as(page: Page, name: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button").click()


def test_administrator_adds_an_account_gives_it_roles_and_deactivates_it(new_page, sign_in):
    page = new_page()
    sign_in(page, "Administrator")
    page.goto("/accounts/")
    page.get_by_label("Name to sign in with").fill("grace")
    page.get_by_role("checkbox", name="Writer").check()
    page.get_by_label("Why").fill("new colleague")
    page.get_by_role("button", name="Add the account").click()
    password = page.locator(SECRET).inner_text()
    assert accessibility_faults(page) == []

    hers = new_page()
    sign_in_as(hers, "grace", password)
    expect(hers.locator("footer")).to_contain_text("Signed in as grace")

    page.get_by_role("link", name="grace").click()
    page.get_by_role("checkbox", name="Approver").check()
    page.get_by_role("button", name="Keep these roles").click()
    expect(page.get_by_text("The roles are kept.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Approver")).to_be_checked()
    page.locator("#why-active").fill("left the company")
    page.get_by_role("button", name="Deactivate grace").click()
    expect(page.get_by_role("button", name="Reactivate grace")).to_be_visible()
    hers.goto("/accounts/tokens/")
    expect(hers.get_by_role("heading", name="Sign in")).to_be_visible()

    page.get_by_role("link", name="History of the account").click()
    expect(page.locator("main")).to_contain_text("left the company")
    row = page.get_by_role("row", name=re.compile("^Roles Writer Approver, Writer"))
    expect(row).to_be_visible()


def test_person_makes_a_token_a_program_signs_in_with_it_until_it_is_revoked(new_page, sign_in, site):
    page = new_page()
    sign_in(page, "Writer")
    page.goto("/accounts/tokens/")
    page.get_by_label("What it is for").fill("Monthly export")
    page.get_by_role("button", name="Make it").click()
    token = page.locator(SECRET).inner_text()
    assert accessibility_faults(page) == []
    program = new_page(extra_http_headers={"Authorization": f"Bearer {token}"}).request
    address = f"{site.url}/api/v1/history/?type=document&key=med140"
    assert program.get(address).json()["results"]
    page.goto("/accounts/tokens/")
    assert page.locator(SECRET).count() == 0
    page.get_by_role("button", name="Revoke Monthly export").click()
    expect(page.get_by_text("is revoked")).to_be_visible()
    refused = program.get(address)
    assert refused.status == 401
    assert "not known" in refused.json()["detail"]


def test_trail_is_narrowed_and_leads_to_an_object_and_a_file(new_page, sign_in):
    page = new_page()
    sign_in(page, "Approver")
    page.goto("/audit/")
    page.get_by_label("Kind of object").select_option("document")
    page.get_by_label("Key of the object").fill("med140")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("row", name=re.compile("Document loaded"))).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download what is found as CSV").click()
    assert download.value.path().read_text().count("document.loaded") == 1
    page.locator("main").get_by_role("link", name="med140", exact=True).click()
    page.wait_for_url("**/documents/med140/")


@pytest.mark.parametrize("form", FORMS)
def test_pages_about_people_pass_axe_and_fit(new_page, sign_in, form):
    page, faults = new_page(**FORMS[form]), []
    sign_in(page, "Administrator")
    addresses = ["/accounts/", "/accounts/named/administrator/", "/accounts/tokens/", "/accounts/password/", "/roles/"]
    addresses += ["/audit/", "/audit/?by=nobody", "/audit/?since=x", "/history/document/med140/"]
    for address in addresses:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
        if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
            faults.append(f"{address} is wider than the screen")
    assert faults == []
