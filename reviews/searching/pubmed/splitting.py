"""PubMed gives out no more than its ceiling of one search: a window with more is cut by days of entry. Pure."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from reviews.searching.pubmed.answers import Found, PubMedError

CEILING = 9_999  # "retstart" may be 9998 at most
FIRST_DAY = date(1900, 1, 1)  # before the first record was entered

Days = tuple[date, date]


def whole(start: date | None, end: date) -> Days:
    return start or FIRST_DAY, end


def halves(days: Days) -> tuple[Days, Days]:
    """PubMedError for one day, which cannot be cut."""
    start, end = days
    if start >= end:
        raise PubMedError(
            f"More than {CEILING:,} records entered PubMed on {start} alone, and it gives out no more at once: "
            "narrow the query, or export in parts from the site and import the files."
        )
    middle = start + (end - start) // 2
    return (start, middle), (middle + timedelta(days=1), end)


def parts(days: Days, count: Callable[[Days], Found]) -> Iterator[tuple[Days, Found]]:
    """Windows that follow each other, cover the days, and have no more records than the ceiling; none is empty."""
    found = count(days)
    if found.count <= CEILING:
        if found.count:
            yield days, found
        return
    for half in halves(days):
        yield from parts(half, count)
