"""The outcome explorer, as a person uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

HAZARD_RATIOS = "/outcomes/?endpoint=os&measure=HR"


def test_from_an_endpoint_to_a_figure_in_its_place(page):
    page.goto("/outcomes/")
    page.locator(".facet").get_by_role("link", name=re.compile("Overall survival")).click()
    page.get_by_role("navigation", name="Kind of figure").get_by_role("link", name=re.compile("Medians")).click()
    expect(page).to_have_url(re.compile("endpoint=os&show=medians"))
    expect(page.locator("figure.plot img")).to_have_js_property("complete", True)
    assert page.evaluate("document.querySelector('figure.plot img').naturalWidth") > 0
    page.get_by_role("link", name="14.0 months (95% CI 11.8 to 15.5)").click()
    expect(page).to_have_url(re.compile("/studies/mulcahy-2021/#"))


@pytest.mark.parametrize("scripts", [True, False])
def test_ticked_estimates_are_pooled_also_without_scripts(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(HAZARD_RATIOS)
    for study in ("Dhondt 2022", "Venerito 2020"):
        page.get_by_role("checkbox", name=re.compile(study)).check()
    page.get_by_label("Pool the ticked by").select_option("dl")
    page.get_by_role("button", name="Pool", exact=True).click()
    pooled = page.get_by_role("region", name=re.compile("Pooled exploratory"))
    expect(pooled).to_contain_text("Random effects (DerSimonian-Laird)")
    expect(pooled.get_by_role("table")).to_contain_text("Dhondt 2022")
    page.get_by_role("checkbox", name=re.compile("Mokkarala 2019")).check()
    page.get_by_role("button", name="Pool", exact=True).click()
    expect(pooled).to_contain_text("These are not pooled.")


@pytest.mark.parametrize("form", ["SVG", "PNG"])
def test_a_plot_is_downloaded(page, form):
    page.goto(HAZARD_RATIOS)
    with page.expect_download() as waited:
        page.get_by_role("link", name=form, exact=True).click()
    assert waited.value.suggested_filename == f"outcomes.{form.lower()}"
    with open(waited.value.path(), "rb") as file:
        assert file.read(4) in (b"<?xm", b"\x89PNG")


def test_on_a_narrow_screen_the_plot_scrolls_in_its_box_by_keyboard(new_page):
    page = new_page(viewport=NARROW)
    page.goto(HAZARD_RATIOS)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    box = page.locator(".plot-box")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_explorer_passes_axe(new_page, scheme):
    page = new_page(color_scheme=scheme)
    for address in ("/outcomes/", HAZARD_RATIOS, "/outcomes/?show=proportions", "/outcomes/?endpoint=nothing"):
        page.goto(address)
        assert accessibility_faults(page) == [], address
