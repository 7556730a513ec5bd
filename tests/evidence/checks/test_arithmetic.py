import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evidence.checks.arithmetic import exact_interval, fisher, other_intervals, p_of_counts, two_sided, z_of_level


def test_z_of_the_usual_levels():
    assert z_of_level(95) == pytest.approx(1.959964, abs=1e-6)
    assert z_of_level(90) == pytest.approx(1.644854, abs=1e-6)


def test_p_of_a_published_example():
    """Altman and Bland, BMJ 2011;343:d2304: a ratio of 0.81 (0.70 to 0.94) has z 2.79 and p 0.005."""
    z = math.log(0.81) / ((math.log(0.94) - math.log(0.70)) / (2 * 1.96))
    assert z == pytest.approx(-2.80, abs=0.02)
    assert two_sided(z) == pytest.approx(0.005, abs=0.0005)


def test_the_interval_of_a_published_example():
    """Newcombe, Stat Med 1998;17:857-872, table I: 81 of 263, and 0 of 20."""
    exact, others = exact_interval(81, 263, 95), other_intervals(81, 263, 95)
    assert exact == pytest.approx((0.2527, 0.3676), abs=5e-5)
    assert others[0] == pytest.approx((0.2553, 0.3662), abs=5e-5)  # Wilson
    assert others[1] == pytest.approx((0.2522, 0.3638), abs=5e-5)  # Wald
    assert exact_interval(0, 20, 95) == pytest.approx((0, 0.1684), abs=5e-5)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_fisher_agrees_with_scipy(n, m, data):
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    assert fisher(a, n, b, m) == pytest.approx(stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue, abs=1e-6)


def test_chi_squared_agrees_with_scipy():
    table = [[30, 20], [18, 27]]
    expected = [stats.chi2_contingency(table, correction=corrected).pvalue for corrected in (False, True)]
    assert p_of_counts(30, 50, 18, 45)[:2] == pytest.approx(expected)
    assert p_of_counts(0, 10, 0, 12) == [1.0]
