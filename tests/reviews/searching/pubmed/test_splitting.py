from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.searching.pubmed import splitting
from reviews.searching.pubmed.answers import Found, PubMedError

FIRST = date(2026, 1, 1)


def counting(entered: list[date]):
    return lambda days: Found(sum(days[0] <= day <= days[1] for day in entered), "env", "1", ())


@given(offsets=st.lists(st.integers(0, 60), max_size=80), ceiling=st.integers(1, 30))
def test_parts_cover_every_record_once_and_stay_under_the_ceiling(offsets, ceiling):
    entered = [FIRST + timedelta(days=each) for each in offsets]
    busiest = max((offsets.count(each) for each in offsets), default=0)
    whole = (FIRST, FIRST + timedelta(days=60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splitting, "CEILING", ceiling)
        if busiest > ceiling:
            with pytest.raises(PubMedError, match="alone"):
                list(splitting.parts(whole, counting(entered)))
            return
        found = list(splitting.parts(whole, counting(entered)))
    assert all(0 < part.count <= ceiling for _, part in found)
    assert sum(part.count for _, part in found) == len(entered)
    ends = [days for days, _ in found]
    assert all(earlier[1] < later[0] for earlier, later in pairwise(ends))


def test_a_window_without_a_beginning_begins_before_pubmed():
    assert splitting.whole(None, FIRST) == (splitting.FIRST_DAY, FIRST)
