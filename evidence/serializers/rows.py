"""Rows as the API tells them.

Numbers are text, as printed: 0.80 stays "0.80". Text is "" where nothing is printed or known;
null stands for "no such row", or where the field says so.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Choices
from rest_framework import serializers


class KeyField(serializers.SlugRelatedField):
    """The key of the row pointed at, which is its address in the API."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="key", **kwargs)


# What a field of this name means, wherever no serializer says otherwise.
MEANINGS = {
    "key": "The row's own name, by which it is asked for and pointed at.",
    "note": "A curator's remark on what is printed or on how it was read.",
    "document": "Key of the document that prints it.",
    "location": 'Where in the text that was read: "lines 718-720".',
    "study": "Key of the study.",
    "study_label": 'First author and year as printed: "Mulcahy 2021".',
    "conditions": "Keys of conditions.",
    "interventions": "Keys of interventions.",
    "condition": "Key of the condition.",
    "intervention": "Key of the intervention.",
    "purpose": "To what end: treatment, or on the way to transplant or resection.",
    "line": "Line of therapy.",
    "extent": "How far the disease may reach.",
    "participants": "Number of patients, as printed.",
    "evaluable": "Number of patients evaluable, as printed.",
    "citation_number": "The number under which the document cites it, as printed.",
    "unit": 'Unit of the value; "" where it has none.',
    "as_reported": "The whole figure as printed.",
    "bound": 'How an open value is printed, as in ">14 mo"; "" where it is not open.',
    "i2": "Heterogeneity (I²) of pooled studies, as printed.",
    "policy": "Key of the policy.",
    "version": "Key of the policy version.",
    "statement": "Key of the statement.",
    "statements": "Keys of statements.",
    "products": "The payer's products it is for; empty where none is named.",
    "text": "What it says, in our words.",
    "position_when_not_met": "The position where the criteria are not met.",
    "evidence_links": "Keys of the evidence links from here.",
}


class RowSerializer(serializers.ModelSerializer):
    # Relations are told by key. `meanings` says of its fields what MEANINGS does not; the schema takes them over.
    serializer_related_field = KeyField
    meanings: Mapping[str, str] = {}

    def get_fields(self):
        fields = super().get_fields()
        for name, field in fields.items():
            field.read_only = True  # which the schema takes to mean: always there
            field.help_text = field.help_text or self.meanings.get(name) or MEANINGS.get(name)
        return fields


def text_of(source: str, **kwargs) -> serializers.CharField:
    return serializers.CharField(source=source, **kwargs)


def texts(**kwargs) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **kwargs)


def key_of(source: str, **kwargs) -> KeyField:
    return KeyField(source=source, read_only=True, **kwargs)


def word_of(source: str, words: type[Choices]) -> serializers.ChoiceField:
    return serializers.ChoiceField(source=source, choices=words.choices)


def agreed(printed: Iterable[str]) -> str | None:
    """The number every document prints that prints one; "" where none does, None where they differ."""
    values = {value for value in printed if value}
    if len(values) > 1:
        return None
    return values.pop() if values else ""


AGREED = 'As printed where all documents that print it agree; "" where none prints it, null where they differ.'
