from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.values import About, Account, Measured, Size
from tests.evidence.checks.asking import found, grades


def share(value, events="", participants="", **fields):
    about = fields.pop("about", About(endpoint="orr"))
    fields = {"unit": "percent", **fields}
    return Measured(
        value=value, statistic="proportion", events=events, participants=participants, about=about, **fields
    )


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (share("225", unit=""), ["impossible"]),
        (share("101"), ["impossible"]),
        (share("1.2", unit="proportion"), ["impossible"]),
        (share("100"), []),
        (share("0.89", unit="proportion"), []),
        (share("150", about=About(endpoint="hypertrophy")), []),
        (share("98", ci_lower="95", ci_upper="101"), ["look_again"]),
    ],
)
def test_a_share_is_at_most_100_percent(figure, expected):
    assert grades("percent_at_most_100", figure) == expected


def test_n_is_at_most_the_number_it_is_of():
    assert grades("count_within_total", share("", "12", "10")) == ["impossible"]
    assert grades("count_within_total", share("", "10", "10")) == []


@given(
    st.integers(1, 900),
    st.data(),
    st.integers(0, 2),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN]),
)
def test_a_percent_rounded_from_its_count_is_never_flagged(total, data, places, way):
    events = data.draw(st.integers(0, total))
    exact = Decimal(100 * events) / Decimal(total)
    printed = str(exact.quantize(Decimal(1).scaleb(-places), rounding=way))
    assert found("percent_of_count", share(printed, str(events), str(total))) == []
    account = Account(whole=Size(participants=str(total)), measured=(share(printed),))
    assert found("attainable_percent", account) == []


@given(st.integers(1, 100), st.integers(0, 100), st.floats(2, 40))
def test_a_percent_far_from_its_count_is_unlikely(total, events, off):
    events = min(events, total)
    true = 100 * events / total
    printed = f"{true + off if true < 50 else true - off:.1f}"
    assert grades("percent_of_count", share(printed, str(events), str(total))) == ["unlikely"]


def test_a_percent_that_is_cut_off_is_only_looked_at_again():
    """2 of 3 is 66.7%, and 66.6 if cut."""
    assert grades("percent_of_count", share("66.6", "2", "3")) == ["look_again"]


def test_a_percent_of_another_number_is_told_with_that_number():
    (finding,) = found("percent_of_count", share("17.9", "5", "24"))
    assert "5 of 28" in finding.expected


def account(*figures, participants="43", evaluable="", design="case_series", sizes=()):
    return Account(design=design, whole=Size("", "", "", participants, evaluable), sizes=sizes, measured=figures)


def test_a_percent_that_no_count_of_the_group_gives_is_looked_at_again():
    (finding,) = found("attainable_percent", account(share("25.6"), share("62.8"), share("11.6"), participants="58"))
    assert "43" in finding.expected
    assert grades("attainable_percent", account(share("25.6"), share("62.8"), participants="43")) == []


def test_an_evaluable_number_or_a_count_printed_beside_it_explains_a_percent():
    assert grades("attainable_percent", account(share("25.6"), participants="58", evaluable="43")) == []
    procedures = Measured(value="43", statistic="count", unit="procedures")
    assert grades("attainable_percent", account(share("25.6"), procedures, participants="58")) == []


@pytest.mark.parametrize(
    "figure",
    [
        share("61", about=About(endpoint="os", timepoint="1 year")),  # read off a curve
        share("61", bound="~"),
        share("61", ci_lower="50", ci_upper="70"),
        share("61", about=About(endpoint="orr", subgroup="treatment-naive")),
        share("61", about=About(endpoint="symptom_response")),  # of those who had symptoms
        share("61", about=About(endpoint="adverse_event", name="share of procedures")),
    ],
)
def test_percents_that_are_no_counts_of_the_group_are_not_judged(figure):
    assert grades("attainable_percent", account(figure)) == []
    assert grades("attainable_percent", account(share("61"))) == ["look_again"]


def test_pooled_percents_are_not_judged():
    assert grades("attainable_percent", account(share("61", design="review_mixed"), design="review_mixed")) == []


def test_counts_without_a_total_have_one_in_common():
    """13 (81%), 3 (19%) and 2 (12%) are of 16; 1 of 16 is no 7%."""
    figures = [share("81", "13"), share("19", "3"), share("12", "2")]
    assert grades("attainable_percent", account(*figures, participants="")) == []
    assert grades("attainable_percent", account(*figures, share("7", "1"), participants="")) == ["look_again"]
    assert grades("attainable_percent", account(share("38", "12"), share("30", "10"), participants="32")) == [
        "look_again"
    ]
