"""The dates of a version, with how sure each is."""

from dataclasses import dataclass

from policies.models import PolicyVersion
from policies.vocabulary import DateKind

ALWAYS_SHOWN = (DateKind.EFFECTIVE, DateKind.NEXT_REVIEW)


@dataclass(frozen=True)
class DateView:
    """A date with how sure it is."""

    label: str
    text: str
    precision: str
    note: str


def date_views(version: PolicyVersion) -> list[DateView]:
    """Every date the version has, and the ones a reader asks for even when nobody stated them.

    The day from which a version published here is in force is known, whatever was taken over from an earlier text.
    """
    dates, nothing = list(version.dates.all()), version.nothing.lower()
    if version.effective_on:
        dates = [date for date in dates if date.kind != DateKind.EFFECTIVE]
    views = [
        DateView(date.get_kind_display(), date.as_printed or date.on or nothing, date.precision, date.note)
        for date in dates
    ]
    present = {date.kind for date in dates}
    if version.effective_on:
        present.add(DateKind.EFFECTIVE)
        views.append(DateView(DateKind.EFFECTIVE.label, str(version.effective_on), "day", ""))
    views += [DateView(kind.label, nothing, nothing, "") for kind in ALWAYS_SHOWN if kind not in present]
    return views
