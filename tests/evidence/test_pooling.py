import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.pooling import heterogeneity
from evidence.pooling.estimates import HARTUNG_KNAPP, METHODS, i2_bands, leave_one_out, pool

# Vaccination against tuberculosis, 13 trials: cases and others, vaccinated and not. Colditz et al. 1994, JAMA 271:698,
# as in table I of Berkey et al. 1995, Stat Med 14:395.
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]
# Lidocaine after myocardial infarction: deaths and patients, treated and not. Hine et al. 1989, Arch Intern Med
# 149:2694, as in table III of Normand 1999, Stat Med 18:321.
LIDOCAINE = [(2, 39, 1, 43), (4, 44, 4, 44), (6, 107, 4, 110), (7, 103, 5, 100), (7, 110, 3, 106), (11, 154, 4, 146)]


def log_risk_ratios(tables):
    values = [math.log((a / (a + b)) / (c / (c + d))) for a, b, c, d in tables]
    return values, [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in tables]


def risk_differences(tables):
    values = [a / n - c / m for a, n, c, m in tables]
    return values, [a * (n - a) / n**3 + c * (m - c) / m**3 for a, n, c, m in tables]


# tau² as printed by Viechtbauer 2010, J Stat Softw 36(3), section 3.2; Paule-Mandel's is his empirical Bayes.
@pytest.mark.parametrize(("method", "tau2"), [("DL", 0.3088), ("REML", 0.3132), ("PM", 0.3181)])
def test_the_variance_between_the_bcg_trials_is_the_published_one(method, tau2):
    assert pool(*log_risk_ratios(BCG), method).tau2 == pytest.approx(tau2, abs=1e-4)


def test_the_pooled_bcg_trials_are_the_published_result():
    """Viechtbauer 2010, section 3.2, and for the common effect his section 3.1."""
    pooled = pool(*log_risk_ratios(BCG), "REML")
    told = (pooled.estimate, pooled.se, pooled.ci.lower, pooled.ci.upper, pooled.i2, pooled.h2, pooled.q)
    assert told == pytest.approx((-0.7145, 0.1798, -1.0669, -0.3622, 92.22, 12.86, 152.2330), abs=5e-3)
    common = pool(*log_risk_ratios(BCG), "EE")
    assert (common.estimate, common.se, common.tau2) == pytest.approx((-0.4303, 0.0405, 0), abs=1e-4)
    assert common.prediction is None


def test_trials_that_agree_have_no_variance_between_them():
    """Normand 1999, section 4: the risk difference is 0.03, and the moments' tau² is 0."""
    for method in METHODS:
        pooled = pool(*risk_differences(LIDOCAINE), method)
        assert pooled.tau2 == 0
        assert pooled.estimate == pytest.approx(0.03, abs=0.005)
        assert pooled.q_p > 0.5


def test_hartung_knapp_takes_t_and_adhoc_never_narrows():
    values, variances = risk_differences(LIDOCAINE)
    wald, knapp, adhoc = (pool(values, variances, "DL", each) for each in HARTUNG_KNAPP)
    assert knapp.df == adhoc.df == len(values) - 1
    assert knapp.se < wald.se == adhoc.se
    assert adhoc.ci.upper - adhoc.ci.lower > wald.ci.upper - wald.ci.lower


def test_one_study_is_itself():
    for method in METHODS:
        pooled = pool([0.3], [0.04], method)
        assert (pooled.estimate, pooled.se, pooled.tau2, pooled.i2, pooled.q_p) == (0.3, pytest.approx(0.2), 0, 0, 1)
        assert pooled.weights == (100.0,)
        assert pooled.prediction is None
    assert pool([0.3], [0.04], "DL", "hksj").ci is None
    assert leave_one_out([0.3], [0.04], "DL") == []


def test_two_studies_have_a_result_and_no_prediction():
    pooled = pool([0.1, 1.1], [0.01, 0.01], "DL")
    assert pooled.tau2 == pytest.approx(0.49)
    assert pooled.prediction is None
    assert pooled.prediction_with(1).lower < pooled.ci.lower


def test_a_study_without_variance_is_refused():
    for variance in (0.0, -1.0, math.inf):
        with pytest.raises(ValueError, match="variance above 0"):
            pool([0.1, 0.2], [0.1, variance])
    with pytest.raises(ValueError, match="variance above 0"):
        pool([], [])


def test_the_bands_of_i2_overlap():
    assert len(i2_bands(35)) == 2
    assert [len(i2_bands(i2)) for i2 in (0, 45, 80, 100)] == [1, 1, 2, 1]


studies = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.001, 10)), min_size=2, max_size=12)
methods = st.sampled_from(list(METHODS))
corrections = st.sampled_from(list(HARTUNG_KNAPP))


def split(pairs):
    return [value for value, _ in pairs], [variance for _, variance in pairs]


@given(studies, methods, corrections, st.randoms())
def test_the_order_of_the_studies_does_not_matter(pairs, method, correction, chance):
    shuffled = [*pairs]
    chance.shuffle(shuffled)
    one, other = pool(*split(pairs), method, correction), pool(*split(shuffled), method, correction)
    assert one.estimate == pytest.approx(other.estimate, abs=1e-7)
    assert one.tau2 == pytest.approx(other.tau2, abs=1e-7)
    assert sorted(one.weights) == pytest.approx(sorted(other.weights), abs=1e-6)


@given(studies, methods, st.floats(-5, 5))
def test_moving_every_study_moves_the_result_as_far(pairs, method, by):
    values, variances = split(pairs)
    here, there = pool(values, variances, method), pool([value + by for value in values], variances, method)
    assert there.estimate - by == pytest.approx(here.estimate, abs=1e-6)
    assert there.tau2 == pytest.approx(here.tau2, abs=1e-6)


@given(studies, st.sampled_from(["EE", "DL", "REML"]), st.floats(0.5, 2))
def test_another_unit_gives_the_same_in_that_unit(pairs, method, factor):
    values, variances = split(pairs)
    here = pool(values, variances, method)
    there = pool([value * factor for value in values], [v * factor**2 for v in variances], method)
    assert there.estimate == pytest.approx(here.estimate * factor, abs=1e-6)
    assert there.tau2 == pytest.approx(here.tau2 * factor**2, abs=1e-6)
    assert there.i2 == pytest.approx(here.i2, abs=1e-4)


@given(studies, methods, corrections)
def test_what_always_holds(pairs, method, correction):
    pooled = pool(*split(pairs), method, correction)
    assert pooled.tau2 >= 0
    assert 0 <= pooled.i2 <= 100
    assert sum(pooled.weights) == pytest.approx(100)
    assert min(value for value, _ in pairs) - 1e-9 <= pooled.estimate <= max(value for value, _ in pairs) + 1e-9
    assert pooled.ci.lower <= pooled.estimate <= pooled.ci.upper
    if prediction := pooled.prediction:
        assert prediction.lower <= pooled.ci.lower + 1e-9 or correction


@given(st.floats(-3, 3), st.floats(0.01, 5), st.integers(2, 20), methods)
def test_identical_studies_pool_to_themselves_more_surely(value, variance, k, method):
    pooled = pool([value] * k, [variance] * k, method)
    assert pooled.estimate == pytest.approx(value, abs=1e-9)
    assert pooled.se == pytest.approx(math.sqrt(variance / k), rel=1e-5)
    assert pooled.q == pytest.approx(0, abs=1e-9)


@given(studies, methods)
def test_leaving_one_out_is_pooling_the_others(pairs, method):
    without = leave_one_out(*split(pairs), method)
    assert len(without) == len(pairs)
    assert without[0] == pool(*split(pairs[1:]), method)
    assert without[-1] == pool(*split(pairs[:-1]), method)


@given(studies)
def test_reml_is_where_its_likelihood_is_no_lower_than_around_it(pairs):
    values, variances = split(pairs)
    tau2 = heterogeneity.restricted_maximum_likelihood(values, variances)
    here = heterogeneity._restricted_likelihood(values, variances, tau2)
    for near in (tau2 * 0.99, tau2 * 1.01, tau2 + 1e-4, 0.0):
        assert heterogeneity._restricted_likelihood(values, variances, near) <= here + 1e-9


@given(studies)
def test_paule_and_mandel_make_q_what_is_expected_of_it(pairs):
    values, variances = split(pairs)
    tau2 = heterogeneity.paule_mandel(values, variances)
    assume(tau2 > 0)
    q = [
        heterogeneity.weighted_squares(values, heterogeneity.inverse(variances, max(0.0, tau2 + way)))
        for way in (-heterogeneity.ROOT_TOLERANCE, heterogeneity.ROOT_TOLERANCE)
    ]
    assert q[0] >= len(pairs) - 1 >= q[1]


def test_variances_of_very_different_size_are_pooled_all_the_same():
    for method in METHODS:
        pooled = pool([1.0, -3.0, 2.0], [1e-18, 1e-3, 50.0], method)
        assert math.isfinite(pooled.estimate)
        assert math.isfinite(pooled.i2)
