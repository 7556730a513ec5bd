"""The answer for a day as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from policies.days.answers import Answer
from policies.days.reading import DayAnswers
from policies.models import Policy
from policies.vocabulary import AnswerKind


@dataclass(frozen=True)
class DayView:
    on: str
    text: str  # key of the version
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
        text=found.text,
        kind=found.kind,
        label=str(AnswerKind(found.kind).label),
        sentence=found.sentence,
        has_text=found.has_text,
        is_whole=found.is_whole,
    )


@dataclass(frozen=True)
class PolicyAnswer:
    policy: Policy
    answer: DayView

    @property
    def told(self) -> dict:
        return {
            "policy": self.policy.key,
            "kind": self.answer.kind,
            "version": self.version,
            "sentence": self.answer.sentence,
        }

    @property
    def version(self) -> str:
        return self.answer.text if self.answer.has_text else ""


def policy_answers(answers: DayAnswers, policies: Iterable[Policy]) -> list[PolicyAnswer]:
    """How each of the policies answers, those whose text is not held first."""
    found = [
        PolicyAnswer(each, day_view(answers.by_policy[each.pk])) for each in policies if each.pk in answers.by_policy
    ]
    order = list(AnswerKind)
    return sorted(found, key=lambda each: -order.index(AnswerKind(each.answer.kind)))
