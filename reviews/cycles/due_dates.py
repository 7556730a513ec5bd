"""When a policy's next review is due, as far as somebody stored it, and when to tell of it. Pure: nothing is computed
from intervals, which differ.
"""

from datetime import date

from policies.days.texts import stretch

# The stages of notice, by the days that are left at most; each is told once.
STAGES = ((-1, "overdue"), (0, "due_today"), (7, "due_in_7"), (30, "due_in_30"))


def stored_due_date(*, next_due_on: date | None, closed_on: str, next_review_on: str) -> date | None:
    """The day set when the last review closed; else the next review that the text in force names, where that is a day
    after it closed. None: not stated.

    `closed_on` is as precise as it is known, "" where no review was closed.
    """
    if next_due_on:
        return next_due_on
    named, closed = stretch(next_review_on), stretch(closed_on)
    if named is None or named.first != named.last:
        return None
    # A day that was over when the last review closed is what that review was held for.
    return named.first if closed is None or named.first > closed.last else None


def stage_of(due_on: date, today: date) -> str:
    """The nearest stage that has come: "due_in_7" five days before; "" where it is more than 30 days off."""
    left = (due_on - today).days
    return next((stage for most, stage in STAGES if left <= most), "")


def in_words(due_on: date, today: date) -> str:
    """ "in 5 days", "today", "2 days overdue"."""
    left = (due_on - today).days
    if left == 0:
        return "today"
    days = f"{abs(left)} day{'s' if abs(left) != 1 else ''}"
    return f"in {days}" if left > 0 else f"{days} overdue"
