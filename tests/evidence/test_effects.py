import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pooling.effects import NotUsable, effect_of, quantile


def test_the_standard_error_of_a_ratio_is_that_of_its_logarithm():
    """Cochrane Handbook 6.5, section 6.3.2: the width on the log scale over 3.92."""
    effect = effect_of("HR", "0.69", "0.54", "0.88", "95")
    assert effect.value == pytest.approx(math.log(0.69))
    assert effect.se == pytest.approx((math.log(0.88) - math.log(0.54)) / 3.919928)
    assert effect.p == pytest.approx(0.0029, abs=5e-4)


def test_a_difference_is_taken_as_it_is():
    effect = effect_of("MD", "-3.0", "-5.0", "-1.0", "95")
    assert (effect.value, effect.se) == (-3.0, pytest.approx(4 / 3.919928))


def test_the_level_printed_is_the_level_used():
    assert quantile(95) == pytest.approx(1.959964, abs=1e-6)
    assert effect_of("HR", "0.69", "0.54", "0.88", "90").se == pytest.approx(
        effect_of("HR", "0.69", "0.54", "0.88", "95").se * quantile(95) / quantile(90)
    )


def test_where_no_level_is_printed_95_is_taken_and_said_so():
    assert effect_of("OR", "1.5", "1.0", "2.1").level_printed is False
    assert effect_of("OR", "1.5", "1.0", "2.1", "95").level_printed is True


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        (("HR", "0.69", "", "", ""), "no whole confidence interval"),
        (("HR", "0.69", "0.54", "not reached", "95"), "no whole confidence interval"),
        (("HR", "", "0.54", "0.88", "95"), "no estimate"),
        (("comparison", "", "", "", ""), "no estimate of a measure"),
        (("RR", "0.02", "0.00", "0.06", "95"), "has no logarithm"),
        (("HR", "0.69", "0.88", "0.54", "95"), "does not run upwards"),
        (("HR", "0.65", "0.70", "0.88", "95"), "does not hold its estimate"),
        (("HR", "0.69", "0.54", "0.88", "high"), "is no level"),
        (("HR", "0.69", "0.54", "0.88", "100"), "is no level"),
    ],
)
def test_what_gives_no_standard_error_is_refused_with_the_reason(figures, reason):
    with pytest.raises(NotUsable, match=reason):
        effect_of(*figures)


def test_an_estimate_just_outside_by_rounding_is_taken():
    assert effect_of("HR", "0.6", "0.61", "0.88", "95")


def test_an_interval_that_is_lopsided_beyond_rounding_is_marked():
    assert effect_of("HR", "0.69", "0.54", "0.88", "95").symmetric
    assert not effect_of("HR", "0.60", "0.54", "0.88", "95").symmetric


@given(st.floats(0.05, 20), st.floats(0.02, 2))
def test_the_standard_error_comes_back_from_an_interval_made_of_it(ratio, se):
    half = quantile(95) * se
    effect = effect_of("OR", *(f"{math.exp(math.log(ratio) + way * half):.12f}" for way in (0, -1, 1)), "95")
    assert effect.se == pytest.approx(se, rel=1e-6)
