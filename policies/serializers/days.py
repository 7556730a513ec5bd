"""What every row of a policy version tells of the day it is asked for, and of what came after it."""

from rest_framework import serializers

from evidence.serializers.rows import RowSerializer
from policies.days.answers import Answer
from policies.days.reading import DayAnswers
from policies.vocabulary import AnswerKind


def answers_of(serializer: serializers.BaseSerializer) -> DayAnswers | None:
    """None where no day is asked for; `retrieve` and the schema ask for none."""
    return getattr(serializer.context.get("view"), "answers", None)


class AnswerKindField(serializers.ChoiceField):
    def __init__(self, **kwargs):
        told = "How it is known that this was in force on the day asked; empty where none was."
        super().__init__(AnswerKind.choices, source="*", allow_blank=True, **{"help_text": told, **kwargs})

    def to_representation(self, row) -> str:
        found = self.parent.answer_to(row)
        return str(found.kind) if found else ""


class AnswerSentenceField(serializers.CharField):
    def __init__(self, **kwargs):
        super().__init__(
            source="*", allow_blank=True, help_text="Why, in words; empty where no day was asked.", **kwargs
        )

    def to_representation(self, row) -> str:
        found = self.parent.answer_to(row)
        return found.sentence if found else ""


class DayRowSerializer(RowSerializer):
    answer = AnswerKindField()
    answer_sentence = AnswerSentenceField()

    def answer_to(self, row) -> Answer | None:
        """That of its policy, where its version is the one that answers."""
        answers = answers_of(self)
        version = self.version_of(row)
        found = answers.by_policy.get(version.policy_id) if answers else None
        return found if found and found.text == version.key else None

    def version_of(self, row):
        return row.version


SUPERSEDED_BY = (
    "Of a version that is not in force any more: key of the row with the same stable_key in the version that is; "
    "else null."
)


def superseded_by(told: str = SUPERSEDED_BY) -> serializers.CharField:
    """Expects the row annotated, as policies.api does."""
    return serializers.CharField(allow_null=True, read_only=True, help_text=told)
