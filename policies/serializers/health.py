from rest_framework import serializers

from policies.health.findings import KINDS, SEVERITIES


class FindingSerializer(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    kind = serializers.CharField(help_text=f"{', '.join(kind.key for kind in KINDS)}.")
    severity = serializers.CharField(help_text=f"{', '.join(SEVERITIES)}.")
    finding = serializers.CharField(help_text="In a sentence.")
    next_step = serializers.CharField(help_text="What to do about it; empty where nothing has to be done.")
    place = serializers.CharField(help_text="What it was found at.")
    url = serializers.CharField(help_text="The page of that place, for people.")
    document = serializers.CharField(help_text="Key of the document read; empty for what was written here.")
    lines = serializers.CharField(help_text="The lines of it.")
    others = serializers.ListField(
        child=serializers.CharField(), help_text="What else the sentence speaks of, with document and lines."
    )


class KindSerializer(serializers.Serializer):
    kind = serializers.CharField(source="kind.key", help_text="Name of the question.")
    title = serializers.CharField(source="kind.title", help_text="How it reads.")
    meaning = serializers.CharField(source="kind.meaning", help_text="What it asks.")
    looked_at = serializers.CharField(help_text="How much was looked at.")
    not_asked = serializers.CharField(help_text="Why it was not put to this policy; empty where it was.")
    open = serializers.IntegerField(source="open_count", help_text="Findings that are neither explained nor notes.")


class PolicyHealthSerializer(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    version = serializers.CharField(help_text="Key of the version examined, the newest that may be seen.")
    count = serializers.IntegerField(help_text="How many findings there are.")
    kinds = KindSerializer(many=True, help_text="Every question, found or not.")
    results = FindingSerializer(many=True, help_text="The findings, by question.")
