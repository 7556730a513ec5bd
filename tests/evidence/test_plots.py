import math
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.plots import drawing
from evidence.plots.axis import counting_axis, difference_axis, ratio_axis
from evidence.plots.forest import EffectRow, favours, forest_plot, on_one_axis
from evidence.plots.plot import Plot, fitted
from evidence.plots.spans import SpanRow, span_plot
from evidence.pooling.estimates import pool

SVG = "{http://www.w3.org/2000/svg}"


def effect(label="Alpha 2020", estimate="0.80", lower="0.60", upper="1.07", **fields) -> EffectRow:
    given = {"detail": "RE against TACE", "group": "Hazard ratio · RCT", "measure": "HR", "ci_level": "95"}
    given |= {"favourable": "lower", "intervention": "RE", "comparator": "TACE"}
    return EffectRow(label=label, estimate=estimate, ci_lower=lower, ci_upper=upper, **given | fields)


def span(**fields) -> SpanRow:
    given = {"label": "Alpha 2020", "detail": "RE", "group": "RCT", "printed": "14 days", "value": "14", "unit": "days"}
    given |= {"bound": "", "ci_lower": "7", "ci_upper": "28", "not_reached": False}
    return SpanRow(**given | fields)


def texts_of(plot: Plot, theme: str = "light") -> list[str]:
    return [each.text for each in ET.fromstring(drawing.svg(plot, theme)).iter(f"{SVG}text")]


def test_the_svg_tells_every_row_in_text():
    rows = [effect(), effect("Beta 2021", "1.20", "0.9", "1.6")]
    pooled = pool([math.log(0.8), math.log(1.2)], [0.02, 0.02], "DL")
    texts = texts_of(forest_plot(rows, "A title", "Hazard ratio, log scale", pooled, ["A note."]))
    for text in ("Alpha 2020", "HR 0.80 (0.60 to 1.07)", "50.0%", "Hazard ratio · RCT", "A note.", "← favours RE"):
        assert text in texts
    assert any(text.startswith("Random effects (DerSimonian-Laird)") for text in texts)
    assert any(text.startswith("I² ") for text in texts)


def test_nothing_in_a_name_is_read_as_a_formula_or_as_markup():
    strange = r"$\frac{a}{b}$ <script>alert(1)</script> & $x"
    texts = texts_of(forest_plot([effect(strange[:40])], strange, "x"))
    assert strange[:40] in texts
    assert b"<script>" not in drawing.svg(forest_plot([effect(strange)], strange, "x"))


def test_the_same_plot_gives_the_same_bytes_also_from_many_threads():
    plot = forest_plot([effect(f"Study {n}") for n in range(8)], "A title", "Hazard ratio")
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: drawing.svg(plot), range(8)))) == 1
        assert len(set(threads.map(lambda _: drawing.png(plot, "dark"), range(4)))) == 1


def test_the_drawing_is_as_large_as_the_page_is_told():
    plot = forest_plot([effect()], "A title", "Hazard ratio")
    root = ET.fromstring(drawing.svg(plot))
    assert root.get("viewBox") == f"0 0 {plot.width} {plot.height}"
    assert drawing.png(plot)[16:24] == (2 * plot.width).to_bytes(4, "big") + (2 * plot.height).to_bytes(4, "big")


def test_a_ratio_axis_holds_every_estimate_and_cuts_wide_intervals():
    axis = ratio_axis([0.8, 0.02], [0.001, 300], "x")
    assert axis.place(0.02) >= 0
    assert axis.place(0.001) < 0
    assert axis.place(300) > 1
    assert axis.place(1) > 0
    assert axis.place(0) == -math.inf
    assert 1.0 in axis.ticks


@given(st.lists(st.floats(0.001, 900), max_size=8), st.lists(st.floats(0, 1e9), max_size=8))
def test_any_ratios_have_an_axis_with_the_line_at_1_and_few_ticks(estimates, bounds):
    axis = ratio_axis(estimates, bounds, "x")
    assert axis.low <= min([1, *estimates]) * 1.001
    assert axis.high >= max([1, *estimates]) * 0.999
    assert 2 <= len(axis.ticks) <= 12


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), max_size=8), st.lists(st.floats(-1e9, 1e9), max_size=8))
def test_any_differences_have_an_axis_around_0(estimates, bounds):
    axis = difference_axis(estimates, bounds, "x")
    assert axis.place(0) == pytest.approx(0.5)
    assert all(-1e-9 <= axis.place(value) <= 1 + 1e-9 for value in estimates)
    assert len(axis.ticks) <= 12


@given(st.lists(st.floats(0, 1e6, allow_subnormal=False), max_size=8))
def test_any_times_have_an_axis_from_0(values):
    axis = counting_axis(values, [], "x")
    assert axis.low == 0
    assert all(axis.place(value) <= 1 + 1e-9 for value in values)
    assert 2 <= len(axis.ticks) <= 12


def test_an_interval_beyond_the_axis_is_an_arrow_and_an_unbounded_one_too():
    plot = forest_plot([effect(estimate="0.12", lower="0.00", upper="40")], "t", "x")
    row = plot.rows[0]
    assert row.open_low
    assert plot.axis.place(row.high) > 1
    assert len(ET.fromstring(drawing.svg(plot)).findall(f".//{SVG}path")) > 5


def test_labels_name_the_arms_where_they_are_the_same_everywhere():
    assert favours([effect(), effect("B")]) == ("RE", "TACE")
    assert favours([effect(favourable="higher")]) == ("TACE", "RE")
    assert favours([effect(), effect(comparator="Sorafenib")]) == ("the first named", "the second named")
    assert favours([effect(), effect(favourable="higher")]) == ("", "")
    assert favours([effect(), effect(favourable="")]) == ("", "")


def test_what_a_side_favours_is_told_whole_beside_a_column_of_weights():
    rows = [effect(), effect("B", "1.20", "0.9", "1.6", comparator="Sorafenib")]
    pooled = pool([math.log(0.8), math.log(1.2)], [0.02, 0.02], "DL")
    texts = texts_of(forest_plot(rows, "A title", "Hazard ratio, log scale", pooled))
    assert {"← favours the first named", "favours the second named →"} <= set(texts)


def test_no_estimate_stands_on_the_end_of_its_axis():
    axis = ratio_axis([0.02, 5.0], [0.0, 0.06, 20], "Relative risk")
    assert axis.low < 0.02
    assert axis.high > 5


def test_boxes_are_as_large_as_weight():
    plot = forest_plot([effect("A", "0.8", "0.7", "0.91"), effect("B", "0.8", "0.3", "2.1")], "t", "x")
    assert plot.rows[0].size > 2 * plot.rows[1].size


def test_ratios_and_differences_never_share_an_axis():
    rows = [effect(), effect(measure="MD", estimate="3"), effect(measure="RR"), effect(estimate="")]
    assert [row.measure for row in on_one_axis(rows)] == ["HR", "RR"]
    assert on_one_axis([effect(estimate="", lower="", upper="")]) == []


def test_times_are_drawn_in_months_and_shown_as_printed():
    plot = span_plot([span(), span(value="2", unit="years", ci_lower="", ci_upper="not reached")], "t", is_time=True)
    first, second = plot.rows
    assert first.middle == pytest.approx(14 / 30.4375)
    assert (first.printed, second.printed) == ("14 d (7 to 28)", "2 yr (? to not reached)")
    assert second.middle == 24
    assert second.open_high


def test_a_median_not_reached_is_an_arrow_and_no_mark():
    plot = span_plot([span(value="", ci_lower="12", ci_upper="", unit="months", not_reached=True)], "t", is_time=True)
    assert plot.rows[0].middle is None
    assert plot.rows[0].is_drawn
    assert "14 days" in texts_of(plot)


def test_a_fraction_is_drawn_in_percent():
    plot = span_plot([span(value="0.4", unit="proportion", ci_lower="0.3", ci_upper="0.5")], "t", is_time=False)
    assert (plot.rows[0].low, plot.rows[0].middle, plot.rows[0].high) == pytest.approx((30, 40, 50))


@given(st.text(max_size=200), st.floats(20, 500))
def test_a_text_never_gets_longer_to_fit(text, width):
    assert len(fitted(text, width, 12)) <= max(len(text), 0)
    assert len(fitted(text, width, 12)) <= max(1, width / 7)
