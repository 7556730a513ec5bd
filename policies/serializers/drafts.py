from django.core.exceptions import ValidationError
from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, texts
from policies import vocabulary as words
from policies.drafts.content import content_of
from policies.models import DraftEdit, PolicyVersion


class DraftSerializer(RowSerializer):
    """A version that is still written on. Its rows stand in `statements`, `criteria`, `codes` ... by `version=`."""

    authors = texts()
    based_on = serializers.SlugRelatedField(slug_field="key", read_only=True)

    meanings = {
        "status": "How far it has come.",
        "purpose": "Why it is written.",
        "purpose_reason": "Why a published text is corrected or retired; else empty.",
        "based_on": "Key of the version it was begun from; null for one begun empty.",
        "edition": "One more with every edit. An edit says which edition it was made on.",
        "authors": "The names of all who edited it.",
        "label": "What tells it from other versions.",
        "change_summary": "What changed, in words, as drafted for the readers of the published version.",
        "bulletin": "What providers are told, as drafted.",
    }

    class Meta:
        model = PolicyVersion
        fields = [
            "key",
            "policy",
            "status",
            "purpose",
            "purpose_reason",
            "based_on",
            "edition",
            "authors",
            "label",
            "change_summary",
            "bulletin",
        ]


class WholeDraftSerializer(DraftSerializer):
    content = serializers.SerializerMethodField(
        help_text="Its rows by part and key, other rows named by their keys; and the evidence linked, as it stands."
    )

    class Meta(DraftSerializer.Meta):
        fields = [*DraftSerializer.Meta.fields, "content"]

    def get_content(self, version) -> dict:
        return content_of(version)


class DraftEditSerializer(RowSerializer):
    """One edit: what the rows it touched were and are."""

    meanings = {
        "number": "The edition it made.",
        "by": "Who made it.",
        "at": "When.",
        "what": "What was done, in words.",
        "changes": "The rows it touched: `part`, `key`, and the row `before` and `after`; null for no row.",
        "undoes": "The number of the edit it took back; else null.",
        "undone": "Whether a later one took it back.",
    }

    class Meta:
        model = DraftEdit
        fields = ["number", "by", "at", "what", "changes", "undoes", "undone"]


class NewDraft(serializers.Serializer):
    """Of a policy that is here, by `policy`; or the first of a new one, by `payer` and `title`."""

    policy = serializers.CharField(required=False, help_text="Key of the policy.")
    payer = serializers.CharField(required=False, help_text="Of a new policy: key of the payer.")
    title = serializers.CharField(required=False, max_length=300, help_text="Of a new policy: its title.")
    number = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=40, help_text="Of a new policy: its number, if any."
    )
    based_on = serializers.CharField(
        required=False, allow_blank=True, help_text="Key of the version to begin from; empty for an empty draft."
    )
    purpose = serializers.ChoiceField(
        words.VersionPurpose.choices, default=words.VersionPurpose.REVISION, help_text="Why it is written."
    )
    reason = serializers.CharField(required=False, allow_blank=True, default="", help_text="Owed for a correction.")

    def validate(self, asked):
        if ("policy" in asked) == ("payer" in asked) or ("payer" in asked) != ("title" in asked):
            raise serializers.ValidationError("Say policy; or, of a new one, payer and title.")
        return asked


class GivenUp(serializers.Serializer):
    reason = serializers.CharField(help_text="Why the draft is given up.")


OWED = {
    words.EditKind.CHANGE: ("part", "row"),
    words.EditKind.ADD: ("part",),
    words.EditKind.REMOVE: ("part", "row"),
    words.EditKind.MOVE: ("part", "row", "place"),
    words.EditKind.INDENT: ("row",),
    words.EditKind.OUTDENT: ("row",),
}


class AskedEdit(serializers.Serializer):
    """`do` one thing to one row. `values` are fields of the row; other rows are named by their keys."""

    edition = serializers.IntegerField(min_value=0, help_text="The draft's edition on which the edit was made.")
    do = serializers.ChoiceField(words.EditKind.choices, help_text="What to do.")
    part = serializers.ChoiceField(words.VersionPart.choices, required=False, help_text="What kind of row.")
    row = serializers.CharField(required=False, max_length=200, help_text="Key of the row.")
    parent = serializers.CharField(
        required=False, max_length=200, help_text="Of a criterion: key of the one to stand under."
    )
    place = serializers.IntegerField(required=False, min_value=0, help_text="Index among its siblings, from 0.")
    values = serializers.DictField(
        required=False,
        default=dict,
        help_text="Fields of the row, as a draft's `content` names them; other rows by their keys.",
    )

    def validate(self, asked):
        owed = OWED.get(asked["do"], ())
        if any(name not in asked for name in owed):
            raise serializers.ValidationError(f"To {asked['do']}, say {' and '.join(owed)}.")
        return asked


def refuse_edit_of_nothing(asked: dict) -> None:
    if asked["do"] in ("change", "add") and not asked["values"]:
        raise ValidationError({"values": "Say what the row is to hold."})
