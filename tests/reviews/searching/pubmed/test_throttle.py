from hypothesis import given
from hypothesis import strategies as st

from reviews.searching.pubmed.throttle import Throttle
from tests.reviews.searching.pubmed.world import Clock


def begun(per_second: int, pauses: list[float]) -> list[float]:
    clock, times = Clock(), []
    throttle = Throttle(per_second, clock.read, clock.sleep)
    for pause in pauses:
        throttle.wait()
        times.append(clock.now)
        clock.now += pause
    return times


def test_three_begin_at_once_and_the_fourth_a_second_after_the_first():
    times = begun(3, [0.0] * 4)
    assert times[:3] == [1000.0] * 3
    assert 1001.0 <= times[3] < 1001.01


def test_nobody_waits_who_asks_slowly_enough():
    assert begun(3, [0.5] * 6) == [1000.0 + 0.5 * n for n in range(6)]


@given(per_second=st.integers(1, 10), pauses=st.lists(st.floats(0, 0.7), max_size=40))
def test_in_no_second_more_begin_than_may(per_second, pauses):
    times = begun(per_second, pauses)
    for earlier, later in zip(times, times[per_second:], strict=False):
        assert later - earlier >= 1.0 - 1e-9
