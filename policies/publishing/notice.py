"""How many days have to lie between publication and effect: the longest that one of the changes asks for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from policies.vocabulary import ChangeClass


@dataclass(frozen=True)
class Notice:
    """`because` is the class that asks for the longest; "" where none asks for any."""

    days: int
    because: str

    def earliest(self, published_on: date) -> date:
        return published_on + timedelta(days=self.days)

    def objection(self, published_on: date, effective_on: date) -> str:
        """Why the day is too early, as a sentence; "" where it is not."""
        given = (effective_on - published_on).days
        if not self.days or given >= self.days:
            return ""
        label = ChangeClass(self.because).label.lower()
        return (
            f"A change classed “{label}” asks for {self.days} days of notice; {effective_on} gives {max(given, 0)}. "
            f"The earliest day is {self.earliest(published_on)}."
        )


def notice_of(classes: Iterable[str], days: Mapping[str, int]) -> Notice:
    """A class without days of its own asks for none."""
    longest = max(((days.get(each, 0), each) for each in classes), default=(0, ""))
    return Notice(*longest) if longest[0] else Notice(0, "")
