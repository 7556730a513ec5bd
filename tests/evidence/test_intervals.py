from hypothesis import given
from hypothesis import strategies as st

from evidence.intervals import ratio_drawing

printed = st.decimals("0.01", "99", places=2).map(str)


@given(printed, printed, printed)
def test_an_interval_lies_on_the_axis_and_in_order(estimate, one, other):
    lower, upper = sorted([one, other], key=float)
    drawing = ratio_drawing(estimate, lower, upper)
    assert 0 <= drawing.lower <= drawing.upper <= 100
    assert all(0 <= tick <= 100 for tick in drawing.ticks)
    assert len(drawing.ticks) == sum(0.1 <= float(bound) <= 10 for bound in (lower, upper))
    assert drawing.clipped_lower == (float(lower) < 0.1)
    assert drawing.clipped_upper == (float(upper) > 10)


@given(printed, printed, printed)
def test_an_estimate_is_on_the_axis_or_on_one_side_of_it(estimate, one, other):
    lower, upper = sorted([one, other], key=float)
    drawing = ratio_drawing(estimate, lower, upper)
    assert drawing.beyond_lower == (float(estimate) < 0.1)
    assert drawing.beyond_upper == (float(estimate) > 10)
    assert (drawing.box is None) == (drawing.beyond_lower or drawing.beyond_upper)


def test_no_effect_stands_in_the_middle():
    drawing = ratio_drawing("1.00", "0.5", "2")
    assert drawing.estimate == 50
    assert round(drawing.lower + drawing.upper) == 100


def test_an_open_upper_bound_runs_off_the_axis():
    drawing = ratio_drawing("0.8", "0.4", "not reached")
    assert drawing.clipped_upper
    assert drawing.upper == 100


def test_a_lower_bound_of_zero_runs_off_the_axis():
    drawing = ratio_drawing("0.40", "0.00", "0.90")
    assert drawing.clipped_lower
    assert drawing.lower == 0
    assert len(drawing.ticks) == 1


def test_an_interval_off_the_axis_has_no_mark_on_it():
    for printed_ratio in (("0.02", "0.00", "0.06"), ("0.00", "0.00", "0.06"), ("20", "12", "40")):
        drawing = ratio_drawing(*printed_ratio)
        assert drawing.box is None
        assert drawing.ticks == ()
        assert drawing.lower == drawing.upper


def test_the_ends_of_the_axis_are_on_it():
    assert ratio_drawing("0.10", "0.01", "0.88").estimate == 0
    assert ratio_drawing("10", "2", "88").estimate == 100
    assert ratio_drawing("1", "0.1", "10").ticks == (0, 100)


def test_a_ratio_below_zero_or_in_words_has_no_place():
    for estimate in ("-0.5", "not reached", ""):
        drawing = ratio_drawing(estimate, "0.5", "2")
        assert (drawing.box, drawing.beyond_lower, drawing.beyond_upper) == (None, False, False)


def test_there_is_nothing_to_draw_without_an_interval_or_for_one_that_runs_backwards():
    assert ratio_drawing("0.69", "", "") is None
    assert ratio_drawing("0.69", "2", "0.5") is None
