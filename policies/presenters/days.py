"""The answer for a day as pages show it."""

from dataclasses import dataclass

from policies.days.answers import Answer
from policies.vocabulary import AnswerKind


@dataclass(frozen=True)
class DayView:
    on: str
    kind: str
    label: str
    sentence: str
    has_text: bool
    is_whole: bool

    @property
    def suffix(self) -> str:
        """What keeps the day in an address."""
        return f"?on={self.on}"


def day_view(found: Answer) -> DayView:
    return DayView(
        on=str(found.day),
        kind=found.kind,
        label=str(AnswerKind(found.kind).label),
        sentence=found.sentence,
        has_text=found.has_text,
        is_whole=found.is_whole,
    )
