"""Days of reviews as iCalendar (RFC 5545), read by calendar programs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Entry:
    """A whole day. `uid` is the same whenever it is told, so that a moved day moves in the calendar."""

    uid: str
    day: date
    summary: str
    url: str


def written(entries: Iterable[Entry], *, now: datetime) -> bytes:
    """`now` is in UTC, as the standard asks of a stamp."""
    from icalendar import Calendar  # a fifth of a second, which no other page needs

    calendar = Calendar()
    calendar.add("prodid", "-//Warrant//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Reviews in Warrant")
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return calendar.to_ical()


def _event(entry: Entry, now: datetime):
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))  # the first day after it
    event.add("summary", entry.summary)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # a due date keeps nobody from a meeting
    return event
