import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.relevance.progress import DOUBT, LEAST_DECIDED, MOST_SINCE, TARGET, Progress

decisions = st.lists(st.integers(0, 9).map(lambda n: n == 0), min_size=LEAST_DECIDED, max_size=150)


def chance_by_the_paper(decided: list[bool], undecided: int, missed: int) -> float:
    """Every moment so far tried, the hypergeometric distribution summed term by term."""
    chances = []
    for moment in range(len(decided)):
        since = decided[moment:]
        size, relevant = undecided + len(since), missed + sum(since)
        ways = sum(
            math.comb(relevant, fewer) * math.comb(size - relevant, len(since) - fewer)
            for fewer in range(sum(since) + 1)
        )
        chances.append(ways / math.comb(size, len(since)))
    return min(chances)


@given(decisions, st.integers(0, 200))
def test_the_chance_of_having_missed_the_target_is_the_papers(decided, undecided):
    chance = Progress(decided, undecided).chance_of_missing_target
    missed = math.floor(sum(decided) / TARGET) + 1 - sum(decided)
    if not any(decided):
        assert chance is None
    elif missed > undecided:
        assert chance == 0
    else:
        assert chance == pytest.approx(chance_by_the_paper(decided, undecided, missed), abs=1e-9)


@given(decisions.filter(any), st.integers(0, 60))
def test_no_more_are_missed_than_is_likely(decided, undecided):
    most = Progress(decided, undecided).most_missed
    likely = [n for n in range(1, undecided + 1) if chance_by_the_paper(decided, undecided, n) >= DOUBT]
    assert most == max(likely, default=0)


def test_nothing_is_estimated_before_fifty_decisions():
    early = Progress([True] + [False] * (LEAST_DECIDED - 2), undecided=100)
    assert (early.chance_of_missing_target, early.most_missed, early.least_found) == (None, None, None)
    assert Progress([True] + [False] * (LEAST_DECIDED - 1), undecided=100).most_missed is not None


def test_nothing_is_estimated_where_nothing_was_included():
    assert Progress([False] * 500, undecided=100).least_found is None


def test_when_all_is_decided_nothing_is_missed():
    done = Progress([True, False], undecided=0)
    assert (done.chance_of_missing_target, done.most_missed, done.least_found) == (0, 0, 1)


def test_a_long_run_of_exclusions_narrows_what_may_be_missed():
    found = [True, False] * 40
    missed = [Progress(found + [False] * run, undecided=1000 - run).most_missed for run in (0, 100, 300, 900)]
    assert missed == sorted(missed, reverse=True)
    assert len(set(missed)) == 4


def test_exclusions_since_the_last_inclusion_are_counted():
    assert Progress([], 5).excluded_since_last_included == 0
    assert Progress([False, False], 5).excluded_since_last_included == 2
    assert Progress([True, False, True, False, False, False], 5).excluded_since_last_included == 3


def test_counts():
    some = Progress([True, False, False], undecided=7)
    assert (some.total, some.decided, some.included) == (10, 3, 1)


def test_thousands_of_inclusions_are_estimated_from_the_latest_of_them():
    many = Progress([True, False] * 3000 + [False] * 500, undecided=2000)
    assert len(many._samples.starts) == MOST_SINCE + 1
    assert 0.9 < many.least_found < 1
