"""The real site over the starter base, in the system's Chromium.

No test here uses the database of the tests, and none is mixed with those that do: Playwright runs an event loop in
this thread, in which Django refuses queries.
"""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from tests.processes import Site
from tests.programs import chromium

WIDE = {"width": 1366, "height": 768}
NARROW = {"width": 390, "height": 844}
CHROMIUM_OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves out where it is not named
}
# What can end otherwise in dark than in light, and does not change with the width. Four fifths of axe's time.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
PASSWORD = "for the tests only"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """The data that every site here starts from: the starter base, and an account of each role, named by it."""
    var = tmp_path_factory.mktemp("prepared") / "var"
    with Site(var=var) as site:
        site.wait_until_ready()
    site.manage("shell", "-v0", "-c", MAKE_ACCOUNTS)
    return var


@pytest.fixture(scope="session")
def site(prepared, tmp_path_factory):
    """One site for all files of tests, but for those whose `site` is their `own_site`."""
    yield from started(prepared, tmp_path_factory.mktemp("browser") / "var")


@pytest.fixture(scope="module")
def own_site(prepared, tmp_path_factory):
    """For a file that writes on what other files read."""
    yield from started(prepared, tmp_path_factory.mktemp("own") / "var")


def started(prepared: Path, var: Path):
    shutil.copytree(prepared, var)
    with Site(var=var) as site:
        site.wait_until_ready()
        yield site


@pytest.fixture(scope="session")
def browser():
    """Without its sandbox: root may not use it, nor may a container. It opens no page but ours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def new_page(site, browser):
    """Opens pages as browser.new_context takes them: new_page(viewport=NARROW, color_scheme="dark").

    At the end the test fails where a page asked another host for something, lacked one of its files, or complained on
    the console.
    """
    contexts, complaints = [], []

    def open_page(**options) -> Page:
        context = browser.new_context(**{"base_url": site.url, "viewport": WIDE, **options})
        contexts.append(context)
        context.on("request", on_request)
        context.on("response", on_response)
        context.on("console", on_console)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context.new_page()

    def on_request(request):
        if not request.url.startswith((f"{site.url}/", "data:", "blob:")):
            complaints.append(f"a page asked for {request.url}")

    def on_response(response):
        refused_form = response.request.method == "POST" and response.status in (400, 409)
        if response.status >= 400 and response.request.resource_type != "document" and not refused_form:
            complaints.append(f"{response.url} answered {response.status}")

    def on_console(message):
        # A page may itself be a 404; what it loads is looked at above.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page) -> Page:
    """A page of 1366 x 768, light, with JavaScript."""
    return new_page()


@pytest.fixture
def sign_in(site):
    """sign_in(page, "Writer") signs in as a person does; `name` makes another of the role where there is none."""

    def sign_in(page: Page, role: str, name: str = "") -> None:
        if name:
            site.manage("shell", "-v0", "-c", MAKE_ACCOUNT.format(name=name, password=PASSWORD, role=role))
        page.goto("/accounts/login/")
        page.get_by_label("Name").fill(name or role.lower())
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button").click()
        page.wait_for_url("**/")

    return sign_in


MAKE_ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for group in Group.objects.all():
    User.objects.create_user(group.name.lower(), password="{PASSWORD}").groups.add(group)
"""
MAKE_ACCOUNT = """
from django.contrib.auth.models import Group, User
if not User.objects.filter(username="{name}").exists():
    User.objects.create_user("{name}", password="{password}").groups.add(Group.objects.get(name="{role}"))
"""


def accessibility_faults(page: Page, only: list[str] | None = None, without: list[str] | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands, a line for each rule and element.

    By all rules, by `only` those, or `without` some.
    """
    rules = AXE_OPTIONS["rules"] | {name: {"enabled": False} for name in without or []}
    asked = AXE_OPTIONS["runOnly"] if only is None else {"type": "rule", "values": only}
    options = {**AXE_OPTIONS, "rules": rules, "runOnly": asked}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']} at {node['target']}: {node['html'][:120]}" for each in found for node in each["nodes"]]
