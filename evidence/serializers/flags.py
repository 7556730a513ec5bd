from rest_framework import serializers

from evidence.flags.rows import figure_place
from evidence.flags.rules import described
from evidence.models import Flag
from evidence.models.keyed import page_address
from evidence.serializers.rows import RowSerializer, text_of


class FlagFigureSerializer(serializers.Serializer):
    """A figure of a flag, as printed."""

    text = serializers.CharField(help_text="The figure as printed.")
    about = serializers.CharField(help_text='What it is the figure of: "Overall survival, RE".')
    kind = serializers.CharField(help_text="What it is: a measurement, an effect, a size of an arm, an account.")
    key = serializers.CharField(help_text="Key of the row that holds it.")
    document = serializers.CharField(help_text="Key of the document that prints it.")
    location = serializers.CharField(help_text='Where in the text that was read: "lines 718-720".')
    url = serializers.CharField(help_text="Where it stands on its page here.")

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.read_only = True
        return fields


class FlagSerializer(RowSerializer):
    key = text_of("fingerprint")
    title = serializers.SerializerMethodField(help_text="What the rule is called.")
    document = serializers.SerializerMethodField(
        help_text="Key of the document that prints the first of the figures; null where none does."
    )
    documents = serializers.SerializerMethodField(help_text="Keys of all documents that print the figures.")
    figures = FlagFigureSerializer(many=True, help_text="The figures, in the order of the message.")
    accepted = serializers.BooleanField(help_text="Whether a person accepted it; it is open otherwise.")
    accepted_because = serializers.SerializerMethodField(help_text='The reason; "" where it is open.')
    url = serializers.SerializerMethodField(help_text="Address of its page here.")
    meanings = {
        "key": "Its fingerprint: it stays the same until one of the figures changes.",
        "rule": "Name of the rule that found it.",
        "grade": "How sure the rule is.",
        "study": "Key of the study; null where the figures are of none.",
        "study_label": "First author and year of the study.",
        "policy": 'Key of the policy that the document is; "" where it is none.',
        "message": "What does not fit, in a sentence.",
        "expected": "What would be consistent.",
    }

    class Meta:
        model = Flag
        fields = [
            "key",
            "rule",
            "title",
            "grade",
            "study",
            "study_label",
            "policy",
            "document",
            "documents",
            "figures",
            "message",
            "expected",
            "accepted",
            "accepted_because",
            "url",
        ]

    def get_title(self, flag) -> str:
        return described(flag.rule)[0]

    def get_document(self, flag) -> str | None:
        return next(iter(self.get_documents(flag)), None)

    def get_documents(self, flag) -> list[str]:
        return list(dict.fromkeys(place.document for place in map(figure_place, flag.figures) if place.document))

    def get_accepted_because(self, flag) -> str:
        return flag.accepted_because or ""

    def get_url(self, flag) -> str:
        return page_address("flag", flag.fingerprint)
