"""As of when a policy's text is known to hold, and whether that is too long ago. Pure."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.vocabulary import DateKind

STALE_AFTER = 24  # months
# What tells that the text was looked at. Its origin does not: the text may have changed since.
TELLING = (DateKind.EFFECTIVE, DateKind.LAST_REVIEW, DateKind.APPROVED, DateKind.PUBLISHED)
PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class AsOf:
    kind: str
    on: str  # 2024-06-05, 2024-09 or 2010

    @property
    def label(self) -> str:
        return str(DateKind(self.kind).label)

    @property
    def precision(self) -> str:
        return PRECISION[len(self.on)]

    @property
    def last_day(self) -> date:
        """The last day it may have been."""
        parts = [int(part) for part in self.on.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else 12
        return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def latest(dates: Iterable[tuple[str, str]]) -> AsOf | None:
    """The latest of a version's dates, as (kind, on), that tells it was looked at; None for undated."""
    telling = [AsOf(kind, on) for kind, on in dates if on and kind in TELLING]
    return max(telling, key=lambda each: (each.last_day, -TELLING.index(DateKind(each.kind))), default=None)


def is_stale(as_of: AsOf | None, on: date) -> bool:
    """Undated, or older than 24 months on that day even if it was the last day of its month or year."""
    if as_of is None:
        return True
    day = as_of.last_day
    months = day.year * 12 + day.month - 1 + STALE_AFTER
    year, month = divmod(months, 12)
    due = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return due < on
