"""Reviews as the API tells them, and what is sent to take one on."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, text_of, texts
from policies.permissions import PUBLIC
from reviews import vocabulary as words
from reviews.cycles.moving import STEPS
from reviews.flow.counting import flow_of
from reviews.models import Assignment, ReviewCycle
from reviews.permissions import may_read_reviews

MEMBERS = "For members with a part in the work; null for everybody else."
DAY = "As 2026-11-25; null where it is not stated."
PARTIAL = '2024-09-12, 2024-09 or 2024, as far as it is known; "" for not stated.'
# What of a review is not as public as its policy.
OF_MEMBERS = (
    "trigger_source",
    "opened_by",
    "closed_by",
    "closed_because",
    "question",
    "criteria",
    "highlighted",
    "assignments",
)


class AssignmentSerializer(RowSerializer):
    meanings = {
        "name": "Name of the account.",
        "task": "What they are asked to do.",
        "due_on": DAY,
        "assigned_by": "Who asked them.",
        "assigned_at": "When.",
        "until": "When it ended; null while they are asked.",
    }

    class Meta:
        model = Assignment
        fields = ["name", "task", "due_on", "assigned_by", "assigned_at", "until"]


@extend_schema_field({"type": "object", "nullable": True})
class Counts(serializers.JSONField):
    pass


class ReviewCycleSerializer(RowSerializer):
    """One re-examination of a policy. In progress it is told to members alone."""

    policy_title = text_of("policy.title", help_text="Title of the policy.")
    payer = text_of("policy.payer.key", help_text="Key of the payer.")
    version = serializers.SerializerMethodField(
        help_text="Key of the policy version that came, or is to come, of it; null where there is none you may see."
    )
    flow = serializers.SerializerMethodField(
        help_text="The counts of PRISMA 2020, as they were when it closed; of one in progress as they are now, "
        "and null in a list."
    )
    readers_needed = serializers.SerializerMethodField(
        help_text="How many read each record; null of one that only a document tells of."
    )
    trigger_source = serializers.CharField(allow_null=True, help_text=f"What happened. {MEMBERS}")
    opened_by = serializers.CharField(allow_null=True, help_text=f"Who opened it. {MEMBERS}")
    closed_by = serializers.CharField(allow_null=True, help_text=f"Who closed it. {MEMBERS}")
    closed_because = serializers.CharField(allow_null=True, help_text=f"The reason of a deferral. {MEMBERS}")
    question = serializers.CharField(allow_null=True, help_text=f"What it asks. {MEMBERS}")
    criteria = serializers.CharField(allow_null=True, help_text=f"What is included and excluded. {MEMBERS}")
    highlighted = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text=f"Terms marked in abstracts. {MEMBERS}"
    )
    assignments = AssignmentSerializer(many=True, allow_null=True, help_text=f"Who does what. {MEMBERS}")

    meanings = {
        "type": "What kind of review.",
        "trigger": "What an interim review was opened for.",
        "state": "How far it has come.",
        "outcome": "What a closed one came to.",
        "due_on": DAY,
        "opened_on": PARTIAL,
        "closed_on": PARTIAL,
        "next_due_on": "When the next one is due, as set at the end. " + DAY,
        "literature_searched_through": PARTIAL,
        "previous": "Key of the review before it.",
        "document": "Key of the document that tells of it; null for one held here.",
    }

    class Meta:
        model = ReviewCycle
        fields = [
            "key",
            "policy",
            "policy_title",
            "payer",
            "type",
            "trigger",
            "trigger_source",
            "state",
            "outcome",
            "due_on",
            "opened_on",
            "opened_by",
            "closed_on",
            "closed_by",
            "closed_because",
            "next_due_on",
            "literature_searched_through",
            "previous",
            "version",
            "question",
            "criteria",
            "highlighted",
            "readers_needed",
            "assignments",
            "flow",
            "document",
            "location",
            "note",
        ]

    def to_representation(self, row):
        told = super().to_representation(row)
        return told if self._tells_members else told | dict.fromkeys(OF_MEMBERS)

    @property
    def _tells_members(self) -> bool:
        """Asked once for all rows."""
        if "tells_members" not in self.context:
            self.context["tells_members"] = may_read_reviews(self.context["request"].user)
        return self.context["tells_members"]

    def get_version(self, cycle) -> str | None:
        version = cycle.version
        return version.key if version and (self._tells_members or version.status in PUBLIC) else None

    def get_readers_needed(self, cycle) -> int | None:
        return cycle.readers_needed if cycle.document is None else None

    @extend_schema_field(Counts)
    def get_flow(self, cycle) -> dict | None:
        return cycle.flow if cycle.is_closed else None


class WholeCycleSerializer(ReviewCycleSerializer):
    """One review, with the counts of its flow as they are."""

    @extend_schema_field(Counts)
    def get_flow(self, cycle) -> dict | None:
        return cycle.flow if cycle.is_closed else flow_of(cycle)


class NewCycle(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    type = serializers.ChoiceField(words.CycleType.choices, default=words.CycleType.ANNUAL, help_text="What kind.")
    due_on = serializers.DateField(required=False, allow_null=True, default=None, help_text=DAY)
    trigger = serializers.ChoiceField(
        words.CycleTrigger.choices, required=False, allow_blank=True, default="", help_text="Owed of an interim one."
    )
    trigger_source = serializers.CharField(required=False, allow_blank=True, default="", help_text="What happened.")


class CycleEdited(serializers.Serializer):
    question = serializers.CharField(required=False, allow_blank=True, help_text="What it asks.")
    criteria = serializers.CharField(required=False, allow_blank=True, help_text="What is included and excluded.")
    highlighted = texts(required=False, help_text="Terms to mark in titles and abstracts, all of them.")
    readers_needed = serializers.IntegerField(required=False, help_text="How many read each record: 1 or 2.")
    due_on = serializers.DateField(required=False, allow_null=True, help_text=DAY)


class SearchedThrough(serializers.Serializer):
    on = serializers.CharField(allow_blank=True, help_text=PARTIAL)


class MoveGiven(serializers.Serializer):
    move = serializers.CharField(help_text=f"The name of a move: {', '.join(STEPS)}.")
    why = serializers.CharField(required=False, allow_blank=True, default="", help_text="For the trail.")


class Ending(serializers.Serializer):
    how = serializers.CharField(help_text="close, on the version that came of it, or without one: defer, reject.")
    reason = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Owed where it is deferred or rejected."
    )
    next_due_on = serializers.DateField(required=False, allow_null=True, default=None, help_text=DAY)
    outcome = serializers.ChoiceField(
        words.CycleOutcome.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="It follows from the version; another one is refused.",
    )
    opens_next = serializers.BooleanField(
        required=False, default=False, help_text="Whether the next annual review is opened at once."
    )


class AssignmentGiven(serializers.Serializer):
    name = serializers.CharField(help_text="Name of the account.")
    task = serializers.ChoiceField(words.ReviewTask.choices, help_text="What they are asked to do.")
    due_on = serializers.DateField(required=False, allow_null=True, default=None, help_text=DAY)


class AssignmentEnded(serializers.Serializer):
    name = serializers.CharField(help_text="Name of the account.")
    task = serializers.ChoiceField(words.ReviewTask.choices, help_text="What they are asked to do.")
