"""Where a version stands on a day, in words. Pure."""

from dataclasses import dataclass
from datetime import date

from policies.days.texts import Text
from policies.vocabulary import VersionStatus


@dataclass(frozen=True)
class State:
    """`words` such as "Superseded on 2027-01-01"; `since` and `until` are its days in force, "" where not known."""

    words: str
    since: str
    until: str
    is_in_force: bool = False
    is_upcoming: bool = False
    is_public: bool = True
    never_began: bool = False

    @property
    def is_past(self) -> bool:
        return self.is_public and not self.is_in_force and not self.is_upcoming

    @property
    def span(self) -> str:
        """ "from 2025-03-01 until the day before 2027-01-01"; "" where neither is known."""
        parts = [f"from {self.since}" if self.since else "", f"until the day before {self.until}" if self.until else ""]
        return " ".join(part for part in parts if part)


def state(text: Text, today: date) -> State:
    if not text.is_public:
        return State(str(VersionStatus(text.status).label), "", "", is_public=False)
    since, until = (str(day) if day else "" for day in (text.begins, text.end))
    if text.status == VersionStatus.WITHDRAWN and text.end is None:
        return State("Withdrawn", since, until)
    if text.begins and text.end and text.end <= text.begins:
        how = "Withdrawn" if text.status == VersionStatus.WITHDRAWN else "Superseded"
        return State(f"{how} on {text.end}, in force on no day", "", "", never_began=True)
    if text.end and text.end <= today:
        return State(f"{_ended(text)} on {text.end}", since, until)
    if text.begins and text.begins > today:
        return State(f"Effective on {text.begins}", since, until, is_upcoming=True)
    return State("In force", since, until, is_in_force=True)


def _ended(text: Text) -> str:
    if text.withdrawn == text.end:
        return "Withdrawn"
    return "Retired" if text.is_retirement else "Superseded"
