from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reviews.searching.windows import Searched, Window, gap, objections, overlap, proposed, searched_through

TODAY = date(2026, 11, 26)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))


def test_the_next_window_begins_before_the_last_search_ended():
    assert proposed(date(2025, 11, 20), 30, TODAY) == Window(date(2025, 10, 21), TODAY)


def test_a_first_search_has_no_beginning():
    assert proposed(None, 30, TODAY) == Window(None, TODAY)


def test_an_overlap_longer_than_the_calendar_begins_with_it():
    assert proposed(date(1, 1, 5), 30, TODAY).start == date.min


@given(through=DAYS, days=st.integers(0, 4000))
def test_what_is_proposed_overlaps_by_what_was_asked_and_leaves_no_gap(through, days):
    window = proposed(through, days, TODAY)
    assert overlap(window, through) == days
    assert gap(window, through) == 0


@given(start=DAYS, through=DAYS)
def test_gap_and_overlap_are_counted_as_days_one_by_one(start, through):
    window = Window(start, None)
    between = [through + timedelta(days=n) for n in range(1, max(0, (start - through).days))]
    assert gap(window, through) == len(between)
    assert not (gap(window, through) and overlap(window, through))


def test_a_window_that_ends_before_it_begins_is_refused():
    wrong = objections(Window(date(2026, 5, 2), date(2026, 5, 1)), run_on=TODAY, today=TODAY)
    assert list(wrong) == ["window_to"]
    assert "before it begins" in wrong["window_to"]


def test_days_to_come_are_refused():
    later = date(2027, 1, 1)
    assert "still to come" in objections(Window(None, None), run_on=later, today=TODAY)["run_on"]
    assert "still to come" in objections(Window(None, later), run_on=TODAY, today=TODAY)["window_to"]
    assert "still to come" in objections(Window(later, None), run_on=TODAY, today=TODAY)["window_from"]


def test_a_window_of_one_day_is_one():
    assert objections(Window(TODAY, TODAY), run_on=TODAY, today=TODAY) == {}


def test_a_review_is_searched_through_the_earliest_of_its_sources_last_searches():
    runs = [
        Searched("pubmed", date(2026, 3, 2), date(2026, 3, 1)),
        Searched("pubmed", date(2026, 6, 2), date(2026, 6, 1)),
        Searched("embase", date(2026, 4, 2), None),
    ]
    assert searched_through(runs) == date(2026, 4, 2)
    assert searched_through([]) is None


SEARCHES = st.builds(Searched, st.sampled_from(["a", "b", "c"]), DAYS, st.none() | DAYS)


@given(st.lists(SEARCHES, max_size=8))
def test_how_far_was_searched_does_not_hang_on_the_order_of_searches(runs):
    slow = []
    for source in {run.source for run in runs}:
        slow.append(max(run.window_to or run.on for run in runs if run.source == source))
    assert searched_through(runs) == searched_through(runs[::-1]) == (min(slow) if slow else None)
