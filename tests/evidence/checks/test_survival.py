import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.times import months_of
from evidence.checks.values import About, Account, Measured
from tests.evidence.checks.asking import found, grades


def at(timepoint, value, endpoint="os", **fields):
    about = About(endpoint=endpoint, timepoint=timepoint, **{k: fields.pop(k) for k in ("time_origin",) if k in fields})
    return Measured(value=value, statistic="proportion", unit="percent", about=about, **fields)


def median(value, endpoint="os", unit="months", **fields):
    names = [name for name in ("time_origin", "subgroup") if name in fields]
    about = About(endpoint=endpoint, **{name: fields.pop(name) for name in names})
    return Measured(value=value, statistic="median", unit=unit, about=about, **fields)


def account(*figures, design="case_series"):
    return Account(measured=figures, design=design)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three years", 36),
        ("12 months", 12),
        ("1-year", 12),
        ("a year", 12),
        ("best response", None),
        ("4 and 9 months", None),
    ],
)
def test_times_in_words_become_months(text, expected):
    assert months_of(text) == expected


@given(st.floats(3, 60), st.lists(st.integers(1, 96), min_size=2, max_size=5, unique=True), st.integers(0, 1))
def test_an_exponential_survival_with_its_own_median_is_never_flagged(half_life, times, places):
    figures = [at(f"{time} months", f"{100 * 0.5 ** (time / half_life):.{places}f}") for time in times]
    told = account(*figures, median(f"{half_life:.1f}"))
    assert found("survival_falls_with_time", told) == []
    assert found("survival_agrees_with_median", told) == []


@given(st.floats(6, 60), st.floats(0.2, 0.8), st.integers(2, 40))
def test_fewer_than_half_before_the_median_are_impossible(half_life, part, off):
    figure = at(f"{math.floor(half_life * part * 10) / 10} months", str(50 - off))
    assert grades("survival_agrees_with_median", account(figure, median(f"{half_life:.1f}"))) == ["impossible"]


def test_survival_that_rises_is_impossible_and_recurrence_that_rises_is_not():
    assert grades("survival_falls_with_time", account(at("one year", "40"), at("two years", "45"))) == ["impossible"]
    rising = account(at("one year", "2.4", "recurrence"), at("three years", "6.2", "recurrence"))
    assert grades("survival_falls_with_time", rising) == []
    falling = account(at("one year", "6.2", "recurrence"), at("three years", "2.4", "recurrence"))
    assert grades("survival_falls_with_time", falling) == ["impossible"]


def test_arms_and_clocks_are_kept_apart():
    assert (
        grades("survival_falls_with_time", account(at("one year", "40", arm="a"), at("two years", "45", arm="b"))) == []
    )
    apart = account(at("2 years", "45", time_origin="treatment"), median("39", time_origin="diagnosis"))
    assert grades("survival_agrees_with_median", apart) == []


def test_an_open_median_and_one_in_years_are_read_as_they_stand():
    assert grades("survival_agrees_with_median", account(at("2 years", "45"), median("39", bound=">"))) == []
    assert grades("survival_agrees_with_median", account(at("10 years", "60"), median("12.5", unit="years"))) == []
    assert grades("survival_agrees_with_median", account(at("2 years", "45"), median("39"), design="review_mixed")) == [
        "unlikely"
    ]


def test_nobody_is_lost_before_the_shortest_time_of_a_range():
    wide = median("39", range_lower="12.6", range_upper="65.4")
    assert grades("survival_agrees_with_range", account(at("1 year", "71"), wide)) == ["unlikely"]
    assert grades("survival_agrees_with_range", account(at("2 years", "71"), wide)) == []
    assert grades("survival_agrees_with_range", account(at("1 year", "100"), wide)) == []


def test_hepatic_progression_free_survival_is_not_the_shorter():
    assert grades("hepatic_pfs_not_shorter", account(median("9.1", "hpfs"), median("8.0", "pfs"))) == []
    assert grades("hepatic_pfs_not_shorter", account(median("7.0", "hpfs"), median("8.0", "pfs"))) == ["unlikely"]
    assert grades("hepatic_pfs_not_shorter", account(median("7.2", "hpfs"), median("7.2", "pfs"))) == []
    apart = account(median("7.0", "hpfs", arm="a"), median("8.0", "pfs", arm="b"))
    assert grades("hepatic_pfs_not_shorter", apart) == []


def test_death_does_not_come_before_progression():
    assert grades("survival_not_before_progression", account(median("6"), median("9", "pfs"))) == ["look_again"]
    assert grades("survival_not_before_progression", account(median("6"), median("90", "pfs", unit="days"))) == []
    assert grades("survival_not_before_progression", account(median("19"), median("26", "ttp"))) == []


def test_a_part_s_median_lies_in_the_range_of_the_whole():
    whole = median("32", range_lower="18", range_upper="57")
    assert grades("subgroup_within_range", account(whole, median("71", subgroup="grade I"))) == ["look_again"]
    assert grades("subgroup_within_range", account(whole, median("56", subgroup="grade II"))) == []
