"""Which days a packet tells the requests of."""

from datetime import date

import pytest

from reviews.models import ReviewCycle
from reviews.packet.requests import period

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("previous", "closed", "first", "last"),
    [
        (None, "", None, TODAY),
        ("", "", None, TODAY),
        ("2024-09-12", "", date(2024, 9, 12), TODAY),
        ("2024-09", "", date(2024, 9, 1), TODAY),
        ("2024", "2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("2024-09", "2025-02", date(2024, 9, 1), date(2025, 2, 28)),
        (None, "2025-03-04", None, date(2025, 3, 4)),
    ],
)
def test_the_period_goes_from_the_review_before_to_the_end_and_loses_no_day(previous, closed, first, last):
    before = None if previous is None else ReviewCycle(state="closed", closed_on=previous)
    cycle = ReviewCycle(previous=before, closed_on=closed, state="closed" if closed else "open")
    assert period(cycle, TODAY) == (first, last)
