import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.arithmetic import p_of_counts, two_sided
from evidence.checks.values import About, Comparison, Estimated, Measured
from tests.evidence.checks.asking import found, grades


def effect(p, comparator="=", estimate="0.69", lower="0.54", upper="0.88", **fields):
    fields = {"measure": "HR", "estimate": estimate, "ci_lower": lower, "ci_upper": upper, **fields}
    return Estimated(p_value=p, p_comparator=comparator, ci_level="95", **fields)


@pytest.mark.parametrize(
    ("p", "comparator", "expected"),
    [
        ("0.000", "<", ["impossible"]),
        ("0", "=", ["unlikely"]),
        ("1.2", "=", ["impossible"]),
        ("0.0001", "<", []),
        ("0.99", "=", []),
        ("", "", []),
    ],
)
def test_a_p_value_is_above_zero_and_at_most_one(p, comparator, expected):
    assert grades("p_above_zero", effect(p, comparator)) == expected


@given(st.floats(-1.5, 1.5), st.floats(0.05, 0.8), st.integers(2, 3), st.booleans())
def test_the_p_of_an_estimate_and_its_interval_agrees_as_two_sided_and_as_one_sided(
    log_ratio, error, places, one_sided
):
    printed = [f"{math.exp(log_ratio + side * 1.959964 * error):.{places}f}" for side in (0, -1, 1)]
    p = two_sided(log_ratio / error)
    value = f"{p / 2 if one_sided else p:.4f}"
    assert found("p_agrees_with_interval", effect(value, "=", *printed)) == []


@given(st.floats(0.3, 1.2), st.floats(0.1, 0.3))
def test_a_p_on_the_other_side_of_the_interval_is_unlikely(log_ratio, error):
    """An interval far from 1 with a p that is far from significant."""
    printed = [f"{math.exp(log_ratio + 3 * error + side * 1.959964 * error):.3f}" for side in (0, -1, 1)]
    assert grades("p_agrees_with_interval", effect("0.30", "=", *printed)) == ["unlikely"]


def test_published_figures_whose_p_is_one_sided_are_not_flagged():
    assert found("p_agrees_with_interval", effect("0.0013")) == []
    assert found("p_agrees_with_interval", effect("0.7229", "=", "1.07", "0.86", "1.32")) == []


def test_a_threshold_holds_if_a_possible_p_keeps_it():
    assert found("p_agrees_with_interval", effect("0.0001", "<", "0.59", "0.46", "0.77")) == []
    assert found("p_agrees_with_interval", effect("0.001", "<", "10.29", "2.53", "41.75", measure="OR")) != []
    assert found("p_agrees_with_interval", effect("0.05", ">", "0.9", "0.7", "1.16")) == []
    assert found("p_agrees_with_interval", effect("0.05", ">", "0.5", "0.4", "0.63")) != []


def test_a_slip_in_the_last_place_is_looked_at_and_a_wrong_decision_is_unlikely():
    assert grades("p_agrees_with_interval", effect("0.62", "=", "0.71", "0.21", "2.55", measure="OR")) == ["look_again"]
    assert grades("p_agrees_with_interval", effect("0.072", "=", "0.60", "0.42", "0.87", measure="RR")) == ["unlikely"]


def test_figures_that_contradict_each_other_are_left_to_the_rules_of_bounds():
    assert found("p_agrees_with_interval", effect("0.3", "=", "1.5", "0.5", "0.9")) == []
    assert found("p_agrees_with_interval", effect("0.3", "=", "0.7", "0.9", "0.5")) == []


def test_a_difference_is_judged_on_its_own_scale():
    """Altman and Bland, BMJ 2011;343:d2090: a difference of 17 with p 0.032 has an interval of 1.4 to 32.6."""
    assert found("p_agrees_with_interval", effect("0.032", "=", "17", "1.4", "32.6", measure="MD")) == []
    assert found("p_agrees_with_interval", effect("0.32", "=", "17", "1.4", "32.6", measure="MD")) != []


def compared(p, a, b, n, m, comparator="=", endpoint="orr", design=""):
    about = About(endpoint=endpoint)
    one, other = (Measured(value=v, statistic="proportion", unit="percent", about=about) for v in (a, b))
    return Comparison(Estimated(p_value=p, p_comparator=comparator, design=design), one, other, n, m)


@given(st.integers(10, 200), st.integers(10, 200), st.data(), st.sampled_from([0, 1, 2]))
def test_the_p_of_a_test_of_two_counts_agrees(n, m, data, which):
    a, b = data.draw(st.integers(1, n - 1)), data.draw(st.integers(1, m - 1))
    p = f"{p_of_counts(a, n, b, m)[which]:.3f}"
    comparison = compared(p, f"{100 * a / n:.1f}", f"{100 * b / m:.1f}", n, m)
    assert found("p_agrees_with_counts", comparison) == []


def test_a_p_that_the_counts_do_not_give_is_looked_at_again():
    assert grades("p_agrees_with_counts", compared(".012", "72", "63", 554, 549)) == ["look_again"]
    assert grades("p_agrees_with_counts", compared(".0012", "72", "63", 554, 549)) == []
    assert grades("p_agrees_with_counts", compared("0.03", "85", "64", 73, 22)) == []


def test_p_of_survival_or_of_pooled_studies_is_not_judged_by_counts():
    assert found("p_agrees_with_counts", compared("0.9", "92.9", "15.7", 28, 37, endpoint="os")) == []
    assert found("p_agrees_with_counts", compared("0.9", "92.9", "15.7", 28, 37, design="review_of_rcts")) == []
    assert found("p_agrees_with_counts", compared("0.9", "92.9", "15.7", 28, None)) == []
