"""The texts of a policy and what their histories tell, as values that an answer for a day is computed from. Pure."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from policies.coverage import as_of
from policies.vocabulary import DateKind, StatementEffect, VersionPurpose, VersionStatus

PUBLIC = (VersionStatus.PUBLISHED, VersionStatus.WITHDRAWN)


@dataclass(frozen=True, order=True)
class Stretch:
    """The days between which something happened, both included: of a date known to the day they are one."""

    first: date
    last: date

    @property
    def is_within_a_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    def meets(self, other: "Stretch") -> bool:
        return self.first <= other.last and other.first <= self.last


@lru_cache(maxsize=20_000)  # many policies are dated by the same few months
def stretch(on: str, until: str = "") -> Stretch | None:
    """Of 2024-06-05, 2024-09 or 2010, or of a span of such; None for what is no date."""
    try:
        return Stretch(_end(on, first=True), _end(until or on, first=False))
    except ValueError:
        return None


def _end(on: str, *, first: bool) -> date:
    parts = [int(part) for part in on.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 1 if first else 12
    if len(parts) > 2:
        return date(year, month, parts[2])
    return date(year, month, 1 if first else calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class HistoryRow:
    """What a row of a text's history says happened to the statements, and when."""

    printed: str  # its date, as printed
    when: Stretch
    effect: str = StatementEffect.NOT_SAID
    is_text: bool = False  # no row: the text's own date, which no row tells of


def history_row(
    printed: str, starts: str, ends: str, effective_on: str, effect: str = StatementEffect.NOT_SAID
) -> HistoryRow | None:
    """A change holds from the day it took effect, where the row says which. None for a row without a date."""
    when = stretch(effective_on) if effective_on else stretch(starts, ends)
    return HistoryRow(printed, when, effect) if when else None


@dataclass(frozen=True)
class OwnDate:
    """When a text read from a document came to be as it is."""

    when: Stretch
    told: str  # "2024-09 (last review)"
    is_stated: bool = True  # else all that is known is since when the text is held here


@dataclass(frozen=True)
class Text:
    """One text of a policy. `begins` and `ends` are its days in force as published here; `ends` is the day after.

    Without `begins` it is a text read from a document: then its dates and its history are asked.
    """

    key: str
    name: str
    status: str
    begins: date | None = None
    ends: date | None = None
    withdrawn: date | None = None
    purpose: str = ""
    replaced_by: str = ""
    dates: tuple[tuple[str, str], ...] = ()  # kind and on
    history: tuple[HistoryRow, ...] = ()
    held_since: date | None = None

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC

    @property
    def is_retirement(self) -> bool:
        return self.purpose == VersionPurpose.RETIREMENT

    @property
    def end(self) -> date | None:
        """The first day on which it is not in force any more."""
        return min((day for day in (self.ends, self.withdrawn) if day), default=None)

    def stands_on(self, day: date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.end is None or day < self.end)

    @property
    def origin(self) -> Stretch | None:
        return next((found for kind, on in self.dates if kind == DateKind.ORIGIN and (found := stretch(on))), None)

    @cached_property
    def own_date(self) -> OwnDate:
        """The latest of its dates that tell it was looked at, and of the rows of its history."""
        told = [pair for pair in self.dates if stretch(pair[1])]
        found: OwnDate | None = None
        if latest := as_of.latest(told):
            when = stretch(latest.on)
            found = OwnDate(when, f"{latest.on} ({latest.label.lower()})") if when else None
        newest = max(self.history, key=lambda row: (row.when.last, row.when.first), default=None)
        if newest and (found is None or newest.when.last > found.when.last):
            found = OwnDate(newest.when, f"{newest.printed} (its history)")
        if found:
            return found
        since = self.held_since or date.max
        return OwnDate(Stretch(since, since), "", is_stated=False)


def newest_first(rows: Iterable[HistoryRow]) -> list[HistoryRow]:
    return sorted(rows, key=lambda row: (row.when.last, row.when.first), reverse=True)
