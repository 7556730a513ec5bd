from rest_framework import serializers

from evidence.models import Condition, Indication, Intervention
from evidence.serializers.rows import RowSerializer, texts


class ConditionSerializer(RowSerializer):
    synonyms = texts()

    meanings = {
        "name": "Name.",
        "synonyms": "Other names, by which search finds it too.",
        "parents": "Keys of broader terms, one step up.",
        "narrower": "Keys of narrower terms, one step down.",
        "note": "What the term takes in.",
    }

    class Meta:
        model = Condition
        fields = ["key", "name", "synonyms", "parents", "narrower", "note"]


class InterventionSerializer(ConditionSerializer):
    class Meta(ConditionSerializer.Meta):
        model = Intervention


class IndicationSerializer(RowSerializer):
    name = serializers.CharField()

    meanings = {
        "name": "Intervention and condition, with what narrows them, in words.",
    }

    class Meta:
        model = Indication
        fields = ["key", "name", "intervention", "condition", "purpose", "line", "extent"]
