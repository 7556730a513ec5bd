from urllib.parse import urlencode

from django.urls import reverse
from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, text_of, texts
from policies.days.answers import Answer, answer
from policies.models import HistoryEntry, Payer, Policy, PolicyVersion, VersionDate
from policies.serializers.days import AnswerKindField, DayRowSerializer, answers_of, superseded_by
from policies.serializers.particulars import (
    CoverageDeterminationSerializer,
    DefinitionSerializer,
    DocumentationRequirementSerializer,
    EvidenceConclusionSerializer,
    PatientSelectionSerializer,
    PriorAuthorizationSerializer,
    RegulatoryFactSerializer,
    RelatedPolicySerializer,
)


class PayerSerializer(RowSerializer):
    meanings = {
        "name": "Name.",
        "abbreviation": "Abbreviation.",
        "policies": "Keys of its policies.",
    }

    class Meta:
        model = Payer
        fields = ["key", "name", "abbreviation", "note", "policies"]


class PolicySerializer(DayRowSerializer):
    payer_name = text_of("payer.name")
    answer = AnswerKindField(help_text="How it is known what it said on the day asked; empty where none was.")
    in_force = serializers.SerializerMethodField(
        help_text="Key of the version in force today; of a day asked, of the one whose statements are those of the "
        "day. Null where there is none, or none is known."
    )

    meanings = {
        "number": "The payer's number of the policy.",
        "title": "Title.",
        "reference_number": "Number in the series it derives from, as printed.",
        "payer": "Key of the payer.",
        "payer_name": "Name of the payer.",
        "versions": "Keys of its versions, the newest first.",
    }

    class Meta:
        model = Policy
        fields = [
            "key",
            "number",
            "title",
            "reference_number",
            "payer",
            "payer_name",
            "note",
            "versions",
            "in_force",
            "answer",
            "answer_sentence",
        ]

    def answer_to(self, row) -> Answer | None:
        answers = answers_of(self)
        if answers is None:
            return None
        return answers.by_policy.get(row.pk) or answer([], answers.day, answers.day)

    def get_in_force(self, policy) -> str | None:
        found = self.answer_to(policy)
        if found is None:
            return policy.in_force_today
        return found.text if found.has_text else None


class VersionDateSerializer(RowSerializer):
    precision = serializers.CharField(help_text="day, month, year or not stated.")

    meanings = {
        "kind": "What happened then.",
        "on": '2024-06-05, 2024-09 or 2010, as far as it is known; "" for not stated.',
        "as_printed": "The date as printed.",
    }

    class Meta:
        model = VersionDate
        fields = ["kind", "on", "precision", "as_printed", "note", "location"]


class HistoryEntrySerializer(RowSerializer):
    meanings = {
        "date_as_printed": "The entry's date as printed.",
        "starts": "The date, or the start of a span, as far as it is known.",
        "ends": 'End of a span; "" where the entry has one date.',
        "effective_on": 'When the change took effect, as far as it is known; "" where not said.',
        "change_class": "What kind of change.",
        "on_statements": "What it says happened to the policy statements.",
        "text": "What changed, in our words.",
    }

    class Meta:
        model = HistoryEntry
        fields = [
            "date_as_printed",
            "starts",
            "ends",
            "effective_on",
            "change_class",
            "on_statements",
            "text",
            "note",
            "location",
        ]


class PolicyVersionSerializer(DayRowSerializer):
    """One text of a policy with what it states besides its statements and codes, which are resources of their own."""

    location = serializers.SerializerMethodField(help_text="The lines of its document that hold the policy.")
    docx = serializers.SerializerMethodField(help_text="Address of the whole as one document, for Word.")
    pdf = serializers.SerializerMethodField(help_text="Address of the whole as one document, as PDF.")
    products = texts()
    code_notes = texts()
    dates = VersionDateSerializer(many=True)
    definitions = DefinitionSerializer(many=True)
    patient_selection = PatientSelectionSerializer(many=True)
    prior_authorizations = PriorAuthorizationSerializer(many=True)
    documentation = DocumentationRequirementSerializer(many=True)
    related_policies = RelatedPolicySerializer(many=True)
    coverage_determinations = CoverageDeterminationSerializer(many=True)
    regulatory_facts = RegulatoryFactSerializer(many=True)
    evidence_conclusions = EvidenceConclusionSerializer(many=True)
    history = HistoryEntrySerializer(many=True)

    in_force = serializers.SerializerMethodField(
        help_text="Whether this text is in force, today or on the day asked. False where its statements are inferred."
    )
    superseded_by = superseded_by(
        "Of a version that is not in force any more: key of the version of its policy that is; else null."
    )

    meanings = {
        "effective_on": "From when it is in force; null for one read from a document, as far back as that is known.",
        "superseded_on": "The first day on which it is not in force any more; null where nothing ends it.",
        "withdrawn_at": "When it was withdrawn; else null.",
        "label": "What tells it from other versions.",
        "origin": "Where its text comes from.",
        "status": "How far it has come. Whether it is in force follows from the dates, not from this.",
        "published_at": "When it was published here; null for an imported one.",
        "products": "The payer's products it is for; empty where none is named.",
        "prints_citations": "Whether it cites its references in the text.",
        "code_notes": "What it says of its codes as a whole.",
        "document": "Key of the document it was read from; null for one written here.",
        "dates": "Its dates, each as precise as it is known.",
        "definitions": "What its terms mean, and in which criteria.",
        "patient_selection": "Requirements outside the statements.",
        "prior_authorizations": "What has to be authorized, by setting and product.",
        "documentation": "What has to be sent in.",
        "related_policies": "Policies it names.",
        "coverage_determinations": "Medicare determinations it names.",
        "regulatory_facts": "What it says of approvals and clearances.",
        "evidence_conclusions": "Its own conclusions on the evidence.",
        "history": "What it says of its own changes.",
    }

    class Meta:
        model = PolicyVersion
        fields = [
            "key",
            "policy",
            "label",
            "origin",
            "status",
            "published_at",
            "effective_on",
            "superseded_on",
            "withdrawn_at",
            "in_force",
            "superseded_by",
            "answer",
            "answer_sentence",
            "products",
            "prints_citations",
            "code_notes",
            "document",
            "location",
            "docx",
            "pdf",
            "dates",
            "statements",
            "definitions",
            "patient_selection",
            "prior_authorizations",
            "documentation",
            "related_policies",
            "coverage_determinations",
            "regulatory_facts",
            "evidence_conclusions",
            "history",
        ]

    def version_of(self, row):
        return row

    def get_in_force(self, version) -> bool:
        if answers_of(self):
            found = self.answer_to(version)
            return bool(found and found.is_whole)
        return version.state.is_in_force

    def get_location(self, version) -> str:
        return f"lines {version.lines}" if version.lines else ""

    def get_docx(self, version) -> str:
        return paper_address(version, "docx")

    def get_pdf(self, version) -> str:
        return paper_address(version, "pdf")


def paper_address(version: PolicyVersion, form: str) -> str:
    """Of this very version, whichever is the newest."""
    return f"{reverse(f'policy-{form}', args=[version.policy.key])}?{urlencode({'version': version.key})}"
