from rest_framework import serializers

from policies.impact.dependencies import ROUTES


class DependencySerializer(serializers.Serializer):
    policy = serializers.CharField(help_text="Key of the policy.")
    policy_name = serializers.CharField(help_text="Payer and number; of a version not in force, which one that is.")
    version = serializers.CharField(help_text="Key of the policy version: in force, to come, or a draft.")
    statement = serializers.CharField(help_text="Key of the statement; empty where the policy depends as a whole.")
    statement_name = serializers.CharField(help_text="What the statement is called here.")
    position = serializers.CharField(help_text="The statement's position.")
    about = serializers.CharField(help_text="The indication, the criterion, or all that the statement is about.")
    route = serializers.CharField(help_text=f"{', '.join(ROUTES)}.")
    way = serializers.CharField(help_text="What the way leads over: a figure, a study, a work, a review, a code.")
    way_url = serializers.CharField(help_text="The page of that, for people.")
    bearing = serializers.CharField(help_text="Of an evidence link: supports, opposes or context; else empty.")
    url = serializers.CharField(help_text="The page of the statement or policy, for people.")
    document = serializers.CharField(help_text="Key of the document the way stands in; empty for none.")
    lines = serializers.CharField(help_text="The lines of it.")


class SubjectSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="reference, study, guideline or code.")
    key = serializers.CharField(help_text="Its key, or the code itself.")
    name = serializers.CharField(help_text="What people see of it.")


class ImpactSerializer(serializers.Serializer):
    subject = SubjectSerializer(help_text="What was asked about.")
    summary = serializers.CharField(help_text="In a sentence.")
    count = serializers.IntegerField(help_text="How many ways there are.")
    results = DependencySerializer(many=True, help_text="Each way, by policy and statement.")
