import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.checks.arithmetic import exact_interval
from evidence.checks.values import About, Account, Comparison, Estimated, Measured
from tests.evidence.checks.asking import found, grades


def ratio(estimate, lower, upper, **fields):
    return Estimated(measure="HR", estimate=estimate, ci_lower=lower, ci_upper=upper, ci_level="95", **fields)


def median(value, **fields):
    return Measured(value=value, statistic="median", unit="months", **fields)


def test_a_lower_bound_above_the_upper_is_impossible():
    assert grades("bounds_in_order", ratio("0.8", "0.9", "0.7")) == ["impossible"]
    assert grades("bounds_in_order", ratio("0.8", "0.7", "0.9")) == []
    assert grades("bounds_in_order", median("5", range_lower="9", range_upper="3")) == ["impossible"]
    assert grades("bounds_in_order", median("5", ci_lower="27", ci_upper="not reached")) == []


def test_an_estimate_outside_its_interval_is_impossible():
    assert grades("interval_contains_estimate", ratio("1.19", "1.20", "2.08")) == ["impossible"]
    assert grades("interval_contains_estimate", ratio("0.8", "0.75", "0.9")) == []
    assert grades("interval_contains_estimate", ratio("1.2", "1.20", "2.08")) == []


def test_a_median_lies_inside_its_interval_and_ranges():
    assert grades("median_in_interval", median("30", ci_lower="13", ci_upper="27")) == ["impossible"]
    assert grades("median_in_interval", median("22", ci_lower="14", ci_upper="not reached")) == []
    assert grades("median_in_range", median("1", range_lower="1.9", range_upper="49.3")) == ["impossible"]
    assert grades("median_in_range", median("7.5", iqr_lower="4.4", iqr_upper="10.3")) == []
    assert grades("median_in_range", median("11", iqr_lower="4.4", iqr_upper="10.3")) == ["impossible"]
    assert grades("median_in_range", median("14", bound=">", range_lower="20", range_upper="30")) == []


def test_quartiles_do_not_reach_beyond_the_range():
    wide = median("5", iqr_lower="2", iqr_upper="9", range_lower="3", range_upper="8")
    assert grades("interval_in_range", wide) == ["impossible", "impossible"]
    assert (
        grades("interval_in_range", median("5", iqr_lower="3", iqr_upper="7", range_lower="3", range_upper="8")) == []
    )


@given(st.floats(-2, 2), st.floats(0.05, 1.5), st.integers(2, 3))
def test_a_ratio_with_the_interval_of_its_own_error_is_symmetric(log_ratio, error, places):
    figure = ratio(*(f"{math.exp(log_ratio + side * 1.959964 * error):.{places}f}" for side in (0, -1, 1)))
    assert found("interval_symmetric", figure) == []
    assert found("interval_contains_estimate", figure) == []


@given(st.floats(-1, 1), st.floats(0.1, 0.5), st.floats(0.4, 0.9))
def test_a_ratio_far_off_the_middle_of_its_interval_is_flagged(log_ratio, error, off):
    bounds = [math.exp(log_ratio + side * 1.959964 * error) for side in (-1, 1)]
    disturbed = math.exp(log_ratio + off * 1.959964 * error)
    assert grades("interval_symmetric", ratio(f"{disturbed:.3f}", *(f"{bound:.3f}" for bound in bounds))) == [
        "unlikely"
    ]


def test_a_lower_bound_rounded_to_zero_is_no_asymmetry():
    assert found("interval_symmetric", ratio("0.02", "0.00", "0.06")) == []


def share(value, lower, upper, **fields):
    fields = {"ci_level": "95", "unit": "percent", **fields}
    return Measured(value=value, statistic="proportion", ci_lower=lower, ci_upper=upper, **fields)


@given(st.integers(2, 300), st.data(), st.sampled_from(["90", "95", "99"]), st.integers(0, 1))
def test_the_exact_interval_of_n_of_m_is_accepted(total, data, level, places):
    events = data.draw(st.integers(0, total))
    bounds = [f"{100 * bound:.{places}f}" for bound in exact_interval(events, total, float(level))]
    counts = {"events": str(events), "participants": str(total)}
    assert (
        found("interval_of_proportion", share(f"{100 * events / total:.1f}", *bounds, ci_level=level, **counts)) == []
    )


def test_a_slip_in_a_bound_of_a_proportion_is_seen_and_the_level_counts():
    """14 of 24: 36.6% to 77.9%. 16 of 41 at 90%: 26% to 53%, which is no 95% interval."""
    assert grades("interval_of_proportion", share("58.3", "36.3", "77.9", events="14", participants="24")) == [
        "look_again"
    ]
    assert grades("interval_of_proportion", share("58.3", "36.6", "77.9", events="14", participants="24")) == []
    assert grades("interval_of_proportion", share("39", "26", "53", participants="41", ci_level="90")) == []
    assert grades("interval_of_proportion", share("39", "26", "53", participants="41")) != []


def test_the_interval_of_a_pooled_proportion_is_not_judged_by_its_counts():
    pooled = share("58.3", "20", "90", events="14", participants="24", design="review_of_observational")
    assert found("interval_of_proportion", pooled) == []


def test_two_outcomes_with_the_same_three_figures_are_looked_at_again():
    rash = ratio("0.11", "0.04", "0.34", about=About(outcome="rash"))
    other = ratio("0.11", "0.04", "0.34", about=About(outcome="diarrhea"))
    assert grades("figures_not_repeated", Account(estimated=(rash, other))) == ["look_again"]
    assert grades("figures_not_repeated", Account(estimated=(rash, rash))) == []


@pytest.mark.parametrize(
    ("measure", "lower", "upper", "wrong"), [("OR", "0.36", "0.92", True), ("OR", "0.25", "0.92", False)]
)
def test_the_percents_own_ratio_lies_inside_the_interval(measure, lower, upper, wrong):
    effect = Estimated(measure=measure, estimate="0.57", ci_lower=lower, ci_upper=upper)
    one, other = share("55", "", ""), share("79", "", "")
    assert bool(found("ratio_agrees_with_percents", Comparison(effect, one, other))) == wrong


@given(st.integers(1, 99), st.integers(1, 99), st.floats(1.2, 3))
def test_a_crude_ratio_in_the_middle_of_its_interval_is_not_flagged(a, b, width):
    assume(a != b)
    crude = a / b
    effect = Estimated(
        measure="RR", estimate=f"{crude:.2f}", ci_lower=f"{crude / width:.3f}", ci_upper=f"{crude * width:.3f}"
    )
    comparison = Comparison(effect, share(str(a), "", ""), share(str(b), "", ""))
    assert found("ratio_agrees_with_percents", comparison) == []
