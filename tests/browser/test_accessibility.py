"""Every kind of page, found by following the site's own links from its home page."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import NARROW, OF_COLOURS, accessibility_faults

PAGES_OF_A_KIND = 2
MOST_PAGES = 120
# Pages that the site serves and axe is not asked about, each with its reason.
LEFT_OUT = {
    "/api/v1/schema/try/": "Swagger UI draws it and its own markup fails axe. What it says stands, accessibly, on"
    " /api/v1/schema/page/: docs/decisions/0005-libraries.md.",
}
EMPTY_SEARCH = "/search/?q=nothingmatchesthis"
LOADED = "/history/policy_version/bcbsma-292/2024-09/"
FAULTY_SEARCH = "/search/?q=(HCC+AND"
POOLED = "/outcomes/?endpoint=os&measure=HR&pool=med140/dhondt-2022/os-hr&pool=med140/yang-2020/os-hr-re-tace"
FIRST = {
    "/": 200,
    "/outcomes/?endpoint=os&show=medians": 200,
    POOLED: 200,
    "/accounts/login/": 200,
    "/search/": 200,
    EMPTY_SEARCH: 200,
    FAULTY_SEARCH: 200,
    "/synonyms/": 200,
    "/criteria/med140/i/b/3/": 200,
    "/flags/": 200,
    "/flags/?grade=impossible": 200,
    "/flags/?grade=impossible&state=accepted": 200,
    "/conflicts/": 200,
    "/no-such-page/": 404,
    LOADED: 403,
}
# What only members see, and what they see otherwise.
MEMBERS_PAGES = {
    "/": "Signed in as writer",
    "/policies/bcbsma-292/": "History",
    "/search/?q=liver": "Save this search as",
    "/saved-searches/": "None yet",
    "/studies/mulcahy-2021/appraise/": "Randomization",
    "/studies/mulcahy-2021/appraise/?instrument=amstar-2-2017": "Publication bias looked into",
    "/certainty/": "Grade a body of evidence",
    "/certainty/new/": "Choose the studies",
    "/certainty/new/?indication=re-hcc&endpoint=os": "Salem 2016",
    "/verification/": "I read the same",
    LOADED: "Policy version loaded",
    "/history/policy_version/none/": "Nothing is recorded",
}
FORMS = {"light": {}, "dark": {"color_scheme": "dark"}, "narrow": {"viewport": NARROW}}


def kind_of(address: str) -> str | None:
    """The name of the page's address in urls.py, with "?" where it asks something; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    if parts.path in LEFT_OUT:
        return None
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return "not-found"
    return f"{name}?" if parts.query else name


@pytest.fixture(scope="module")
def addresses(site):
    """At most two addresses of each kind of page, in the order they were found."""
    found, kinds, todo = [], Counter(), list(FIRST)
    while todo and len(found) < MOST_PAGES:
        address = todo.pop(0)
        kind = kind_of(address)
        if address in found or kind is None or kinds[kind] >= PAGES_OF_A_KIND:
            continue
        status, headers, text = site.get(address)
        if "text/html" not in headers.get("Content-Type", ""):
            continue
        assert status == FIRST.get(address, 200), f"{address} answers {status}"
        kinds[kind] += 1
        found.append(address)
        todo += [link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', text)]
    return found


def test_links_lead_to_every_kind_of_page(addresses):
    kinds = {kind_of(address) for address in addresses}
    needed = {"document", "reference", "study", "trial", "guideline", "condition", "intervention", "device"}
    assert needed | {"policy", "statement", "criterion", "search", "search?", "schema-page", "history"} <= kinds
    assert EMPTY_SEARCH in addresses


def test_what_is_left_out_is_still_served_as_a_page(site):
    """A reason that outlives its page would hide the next one at that address."""
    for address in LEFT_OUT:
        status, headers, _ = site.get(address)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, "text/html"), address


def test_every_page_passes_axe(addresses, new_page):
    page, faults = new_page(), []
    for address in addresses:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
    assert not faults, told(faults)


def test_every_kind_of_page_passes_axe_in_dark(addresses, new_page):
    page, faults = new_page(color_scheme="dark"), []
    for address in {kind_of(address): address for address in addresses}.values():
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page, only=OF_COLOURS)]
    assert not faults, told(faults)


def test_on_a_narrow_screen_every_page_passes_axe_and_fits_and_every_cell_names_its_column(addresses, new_page):
    page, faults = new_page(viewport=NARROW), []
    for address in addresses:
        page.goto(address)
        found = accessibility_faults(page, without=OF_COLOURS) + page.evaluate(SIDEWAYS)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
            found.append(f"it is {width} pixels wide")
        faults += [f"{address}: {fault}" for fault in found]
    assert not faults, told(faults)


def told(faults: list[str]) -> str:
    return f"{len(faults)} faults, of which the first are\n" + "\n".join(faults[:20])


@pytest.mark.parametrize("form", FORMS)
def test_every_page_for_members_passes_axe(new_page, sign_in, form):
    page, faults = new_page(**FORMS[form]), []
    sign_in(page, "Writer")
    for address, shown in MEMBERS_PAGES.items():
        page.goto(address)
        assert shown in page.locator("body").inner_text(), address
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
    assert not faults, told(faults)


# A cell of a table that stacks names the heading of its column, which is hidden there.
SIDEWAYS = """() => {
const nameOf = cell => {
  const own = cell.cloneNode(true)
  own.querySelectorAll(".details").forEach(each => each.remove())  // said of the column, besides its name
  return own.textContent.trim()
}
return [
  ...[...document.querySelectorAll(".scroll")].filter(box => box.scrollWidth > box.clientWidth)
    .map(box => box.getAttribute("aria-label") + " scrolls sideways"),
  ...[...document.querySelectorAll(".scroll table")].flatMap(table => {
    const heads = [...table.tHead.rows[0].cells].map(nameOf)
    return [...table.tBodies[0].rows].flatMap(row => [...row.cells])
      .filter(cell => cell.tagName == "TD" && cell.colSpan == 1 && cell.dataset.label != heads[cell.cellIndex])
      .map(cell => `"${heads[cell.cellIndex]}" is "${cell.dataset.label}" in a cell`)
  }),
]}"""


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
