"""The window of a search, by the day a record entered the database, and how far a review has searched. Pure.

Windows overlap the search before, because databases take in records late and give them an earlier day of publication.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Window:
    """Both days are of the window; None: no end on that side."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class Searched:
    """One search: of which source, on which day, and up to which day of entry (None: all there was on that day)."""

    source: str
    on: date
    window_to: date | None

    @property
    def through(self) -> date:
        return self.window_to or self.on


def proposed(searched_through: date | None, overlap_days: int, today: date) -> Window:
    """The next window of a strategy that was last searched through that day; of a first search it has no beginning."""
    if searched_through is None:
        return Window(None, today)
    if (searched_through - date.min).days < overlap_days:
        return Window(date.min, today)
    return Window(searched_through - timedelta(days=overlap_days), today)


def objections(window: Window, *, run_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days of a search, each a sentence under the name of its field."""
    found = {}
    if run_on > today:
        found["run_on"] = f"A search of {run_on} is still to come: enter it when it was run."
    if window.start and window.end and window.end < window.start:
        found["window_to"] = f"The window ends on {window.end}, before it begins on {window.start}: look at both days."
    elif window.end and window.end > max(run_on, today):
        found["window_to"] = f"The window ends on {window.end}, a day still to come: end it on the day of the search."
    elif window.start and window.start > max(run_on, today):
        found["window_from"] = f"The window begins on {window.start}, a day still to come."
    return found


def overlap(window: Window, searched_through: date | None) -> int:
    """How many days of the window the search before had looked at too; 0 where there was none, or there is a gap."""
    if window.start is None or searched_through is None:
        return 0
    return max(0, (searched_through - window.start).days)


def gap(window: Window, searched_through: date | None) -> int:
    """How many days between the search before and this one nobody looked at."""
    if window.start is None or searched_through is None:
        return 0
    return max(0, (window.start - searched_through).days - 1)


def searched_through(runs: Iterable[Searched]) -> date | None:
    """The day up to which every source was searched: of each source the furthest, of those the earliest.

    None where nothing was searched.
    """
    furthest: dict[str, date] = {}
    for run in runs:
        furthest[run.source] = max(run.through, furthest.get(run.source, run.through))
    return min(furthest.values(), default=None)
