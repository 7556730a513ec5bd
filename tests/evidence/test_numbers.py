from hypothesis import given
from hypothesis import strategies as st

from evidence.numbers import decimals, months, number, percent, rounded


def test_what_is_no_number_is_none():
    assert [number(text) for text in ("", "not reached", "nan", "inf", "0,80", "0,840")] == [None] * 6
    assert [number(text) for text in ("1,340", "0·80", "0.80", "−0.5")] == [1340.0, 0.8, 0.8, -0.5]


@given(st.integers(0, 6), st.decimals(-1000, 1000, allow_nan=False, places=6))
def test_the_room_of_a_printed_number_holds_what_was_rounded_to_it(places, true):
    printed = f"{true:.{places}f}"
    assert rounded(printed).holds(float(true))
    assert decimals(printed) == places


def test_what_is_no_number_has_no_room():
    assert rounded("not reached") is None


def test_the_room_of_a_power_of_ten_is_that_of_its_last_place():
    assert rounded("1.2e-4").holds(0.000125)
    assert not rounded("1.2e-4").holds(0.000126)
    assert rounded("5E3").holds(5500)
    assert rounded("1e-99999999").value == 0


def test_units_of_time_become_months_and_others_none():
    assert months(30.4375, "days") == 1
    assert months(2, "years") == 24
    assert round(months(52, "weeks"), 2) == 11.96
    assert months(3, "Gy") is None


def test_a_proportion_is_in_percent_however_it_is_printed():
    assert percent(12.5, "percent") == 12.5
    assert percent(0.5, "proportion") == 50
    assert percent(3, "months") is None
