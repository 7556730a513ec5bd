"""What is sent to move a version, and how it stands with its approvers."""

from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, texts
from policies import vocabulary as words
from policies.models import Comment, EvidenceAlert, PolicyVersion

DAY = "2026-03-01."
NAME = "The name of an account."


class VersionStateSerializer(RowSerializer):
    """Where a version stands."""

    meanings = {
        "status": "How far it has come.",
        "purpose": "Why it was written.",
        "edition": "One more with every edit.",
        "label": "What tells it from other versions.",
        "effective_on": "The first day it is in force; null until it is published.",
        "superseded_on": "The first day it is not in force any more; null for no end.",
        "published_at": "When it was published; null until it is.",
        "published_by": "Who published it.",
        "change_summary": "What changed, in words.",
        "bulletin": "What providers are told.",
    }

    class Meta:
        model = PolicyVersion
        fields = [
            "key",
            "policy",
            "status",
            "purpose",
            "edition",
            "label",
            "effective_on",
            "superseded_on",
            "published_at",
            "published_by",
            "change_summary",
            "bulletin",
        ]


class SignoffSerializer(serializers.Serializer):
    by = serializers.CharField(source="signoff.by", help_text=NAME)
    at = serializers.DateTimeField(source="signoff.at", help_text="When.")
    verdict = serializers.ChoiceField(words.SignoffVerdict.choices, source="signoff.verdict", help_text="Their word.")
    comments = serializers.CharField(source="signoff.comments", help_text="What they wrote.")
    edition = serializers.IntegerField(source="signoff.edition", help_text="The edition they signed.")
    content_hash = serializers.CharField(source="signoff.content_hash", help_text="SHA-256 of the content they signed.")
    void = serializers.CharField(help_text="Why it does not hold any more; empty where it does.")


class ClassedChangeSerializer(serializers.Serializer):
    change = serializers.CharField(source="change.name", help_text="Its name, by which it is classed.")
    title = serializers.CharField(help_text="What it is of.")
    kind = serializers.ChoiceField(words.ChangeKind.choices, source="change.kind", help_text="What differs.")
    before = serializers.CharField(source="change.before", help_text="What it was.")
    after = serializers.CharField(source="change.after", help_text="What it is.")
    proposed = serializers.ChoiceField(
        words.ChangeClass.choices, source="change.proposal.change_class", help_text="The class that is proposed."
    )
    change_class = serializers.CharField(help_text="The confirmed class; empty while there is none that fits.")
    open = serializers.CharField(help_text="What is still to be done about its class; else empty.")
    days = serializers.IntegerField(help_text="Of notice that the class asks for.")


class SigningSerializer(serializers.Serializer):
    """How a version stands with its approvers, and what is in the way of publishing it."""

    status = serializers.ChoiceField(words.VersionStatus.choices, help_text="How far the version has come.")
    edition = serializers.IntegerField(help_text="One more with every edit.")
    content_hash = serializers.CharField(help_text="SHA-256 of the content as it is; send it along to sign just that.")
    needed = serializers.IntegerField(help_text="How many sign-offs it takes.")
    asked = texts(help_text="The names of those asked to sign.")
    signoffs = SignoffSerializer(many=True, help_text="What they said, the last first.")
    signoffs_hidden = serializers.BooleanField(help_text="Whether others' words are withheld until you said yours.")
    changes = ClassedChangeSerializer(many=True, help_text="What the version changes of the one before it.")
    notice_days = serializers.IntegerField(help_text="The notice that its changes ask for.")
    problems = texts(help_text="What is in the way of signing or publishing.")


class Submission(serializers.Serializer):
    approvers = serializers.ListField(child=serializers.CharField(), help_text="Names of the accounts to sign it.")


class Nothing(serializers.Serializer):
    pass


class SignoffGiven(serializers.Serializer):
    verdict = serializers.ChoiceField(words.SignoffVerdict.choices, help_text="Your word.")
    comments = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Owed where it is not plain approval."
    )
    content_hash = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Of what you read: another content is not signed."
    )


class Reassignment(serializers.Serializer):
    from_name = serializers.CharField(help_text="Who is asked now.")
    to_name = serializers.CharField(help_text="Who is asked instead.")
    reason = serializers.CharField(help_text="Why.")


class ClassGiven(serializers.Serializer):
    change = serializers.CharField(help_text="The change's name, as `signing` tells it.")
    change_class = serializers.ChoiceField(words.ChangeClass.choices, help_text="Its class.")
    reason = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Owed where it is another than the proposed one."
    )


class Announcement(serializers.Serializer):
    change_summary = serializers.CharField(allow_blank=True, help_text="What changed, in words.")
    bulletin = serializers.CharField(allow_blank=True, help_text="What providers are told.")


class Publication(serializers.Serializer):
    effective_on = serializers.DateField(help_text=f"The first day in force, such as {DAY}")
    next_review_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Null where it is not stated."
    )
    ends_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Of a retirement: the first day not in force any more."
    )
    history_text = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="The history row; empty for the one that is drafted."
    )
    change_summary = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Empty for the one written before, or drafted."
    )
    bulletin = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Empty for the one written before, or drafted."
    )
    short_notice_reason = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Owed where the notice is shorter than its class asks."
    )


class Withdrawal(serializers.Serializer):
    reason = serializers.CharField(help_text="Why.")


class Reaffirmation(serializers.Serializer):
    reviewed_on = serializers.DateField(help_text="The day of the review.")
    literature = serializers.CharField(help_text="What was looked through, and what it came to.")
    searched_through = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="The day up to which literature was searched."
    )
    next_review_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Null where it is not stated."
    )
    approvers = serializers.ListField(child=serializers.CharField(), help_text="Names of the accounts to sign it.")


class Retirement(serializers.Serializer):
    reason = serializers.CharField(help_text="Why.")
    replaced_by = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Key of the policy that takes its place; or empty."
    )
    approvers = serializers.ListField(child=serializers.CharField(), help_text="Names of the accounts to sign it.")


class CommentSerializer(RowSerializer):
    """A remark on a statement or a criterion of a version, or an answer to one."""

    answers = serializers.PrimaryKeyRelatedField(read_only=True)

    meanings = {
        "id": "Its number.",
        "about": "Stable key of the statement or criterion.",
        "answers": "The number of the remark it answers; else null.",
        "text": "What was said.",
        "by": "Who said it.",
        "at": "When.",
        "resolved_by": "Who resolved it; empty while it is open.",
        "resolved_at": "When; null while it is open.",
    }

    class Meta:
        model = Comment
        fields = ["id", "about", "answers", "text", "by", "at", "resolved_by", "resolved_at"]


class CommentGiven(serializers.Serializer):
    """`about` for a new remark, `answers` for an answer, `resolves` or `reopens` to settle one."""

    about = serializers.CharField(required=False, help_text="Stable key of the statement or criterion.")
    answers = serializers.IntegerField(required=False, help_text="The number of the remark to answer.")
    resolves = serializers.IntegerField(required=False, help_text="The number of the remark to resolve.")
    reopens = serializers.IntegerField(required=False, help_text="The number of the remark to reopen.")
    text = serializers.CharField(required=False, allow_blank=True, default="", help_text="What to say.")

    def validate(self, asked):
        if len({"about", "answers", "resolves", "reopens"} & set(asked)) != 1:
            raise serializers.ValidationError("Say one of about, answers, resolves, reopens.")
        return asked


class AlertSerializer(RowSerializer):
    """A published version rests on a figure that was corrected afterwards."""

    before = serializers.DictField()
    after = serializers.DictField()

    meanings = {
        "id": "Its number.",
        "figure_type": "measurement or effect_estimate.",
        "figure_key": "Key of the figure.",
        "before": "The printed fields that changed, as the version was published with.",
        "after": "What they are now.",
        "at": "When the figure was corrected.",
        "closed_at": "When somebody said what it comes to; null while it is open.",
        "closed_because": "What it comes to; empty while it is open.",
    }

    class Meta:
        model = EvidenceAlert
        fields = ["id", "version", "figure_type", "figure_key", "before", "after", "at", "closed_at", "closed_because"]


class AlertClosed(serializers.Serializer):
    reason = serializers.CharField(help_text="What it comes to.")
