"""Every kind of page, found by following the site's own links from its home page."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import NARROW, accessibility_faults

PAGES_OF_A_KIND = 2
MOST_PAGES = 60
API_REFERENCE = "/api/v1/schema/page/"  # the only page of ours among the API's answers
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}


def kind_of(address: str) -> str | None:
    """The name of the page's address in urls.py, with "?" where it asks something; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    if parts.path.startswith("/api/") and parts.path != API_REFERENCE:
        return None
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return "not-found"
    return f"{name}?" if parts.query else name


@pytest.fixture(scope="module")
def addresses(site):
    """At most two addresses of each kind of page, in the order they were found."""
    found, kinds, todo = [], Counter(), ["/", "/accounts/login/", "/no-such-page/"]
    while todo and len(found) < MOST_PAGES:
        address = todo.pop(0)
        kind = kind_of(address)
        if address in found or kind is None or kinds[kind] >= PAGES_OF_A_KIND:
            continue
        status, headers, text = site.get(address)
        if "text/html" not in headers.get("Content-Type", ""):
            continue
        assert status == (404 if address == "/no-such-page/" else 200), f"{address} answers {status}"
        kinds[kind] += 1
        found.append(address)
        todo += [link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', text)]
    return found


def test_links_lead_to_every_kind_of_page(addresses):
    kinds = {kind_of(address) for address in addresses}
    needed = {"document", "reference", "study", "trial", "guideline", "condition", "intervention", "device"}
    assert needed | {"policy", "statement", "criterion", "search", "search?", "schema-page"} <= kinds


@pytest.mark.parametrize("form", FORMS)
def test_every_page_passes_axe(addresses, new_page, form):
    page, faults = new_page(**FORMS[form]), []
    for address in addresses:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
    assert not faults, f"{len(faults)} faults, of which the first are\n" + "\n".join(faults[:20])


def test_no_page_is_wider_than_a_narrow_screen(addresses, new_page):
    page = new_page(viewport=NARROW)
    widths = {}
    for address in addresses:
        page.goto(address)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in widths.items() if width > NARROW["width"]} == {}


def test_every_page_reads_the_same_without_javascript(addresses, new_page):
    """But for buttons that only a script can serve."""
    plain, scripted = new_page(java_script_enabled=False), new_page()
    for address in addresses:
        plain.goto(address)
        scripted.goto(address)
        scripted.evaluate("document.querySelectorAll('main button[type=button]').forEach(each => each.remove())")
        assert words_of(plain) == words_of(scripted), address


def words_of(page) -> list[str]:
    return page.locator("main").inner_text().split()
