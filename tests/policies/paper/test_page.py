"""Blocks as the page shows them."""

import base64

from django.utils.html import format_html

from evidence.plots import drawing
from evidence.plots.axis import ratio_axis
from evidence.plots.canvas import IN_THE_DARK
from evidence.plots.plot import Group, Plot, PlotRow
from policies.paper.content import Figure, Run, place_of
from policies.paper.page import html, page_block
from tests.policies.paper.papers import FLAT, TURNING

PLOT = Plot(
    "A plot", [Group("Trials", [PlotRow("A 2020", "of all", "HR 0.8", 0.8, 0.5, 1.2)])], ratio_axis([0.8], [], "HR")
)


def read(address: str) -> str:
    kind, _, data = address.partition(";base64,")
    assert kind == "data:image/svg+xml"
    return base64.b64decode(data).decode()


def test_a_drawing_stands_in_the_page_light_and_dark_with_its_size():
    told = page_block(FLAT)
    assert read(told["light"]) == FLAT.svg
    assert read(told["dark"]) == FLAT.svg.replace("#ffffff", "#000000")
    assert (told["width"], told["height"]) == (900, 200)


def test_a_plot_recoloured_is_the_plot_drawn_dark():
    told = page_block(Figure("", "", drawing.svg(PLOT).decode(), IN_THE_DARK))
    assert read(told["dark"]) == drawing.svg(PLOT, "dark").decode()


def test_a_place_in_a_document_is_shown_as_the_reader_may_see_it():
    runs = place_of("kulik/report", "p. 4 & 5", " (", ")")
    assert "".join(run.text for run in runs) == " (kulik/report, p. 4 & 5)"
    muted = [f'<span class="muted">{text}</span>' for text in (" (kulik/report, ", "p. 4 &amp; 5", ")")]
    assert html(runs) == "".join(muted)
    linked = html(runs, lambda document, location: format_html('<a href="/{}">{}</a>', document, location))
    assert linked == "".join(muted).replace("p. 4 &amp; 5", '<a href="/kulik/report">p. 4 &amp; 5</a>')
    assert place_of("", "") == ()
    assert [run.text for run in place_of("med140", "", look="")] == ["med140"]


def test_changed_words_are_marked_for_those_who_hear_them_too():
    assert html((Run("a<b", "deleted"), Run("c", "inserted"))) == (
        '<del><span class="hidden"> [taken away: </span>a&lt;b<span class="hidden">] </span></del>'
        '<ins><span class="hidden"> [put in: </span>c<span class="hidden">] </span></ins>'
    )


def test_sections_of_one_orientation_lie_on_one_leaf():
    assert [(leaf.is_wide, len(leaf.blocks)) for leaf in TURNING.leaves] == [(False, 2), (True, 4), (False, 2)]
    assert [block for leaf in TURNING.leaves for block in leaf.blocks] == list(TURNING.body)
