from evidence.serializers.rows import RowSerializer, texts
from policies.models import (
    CoverageDetermination,
    Definition,
    DocumentationRequirement,
    EvidenceConclusion,
    PatientSelection,
    PriorAuthorization,
    RegulatoryFact,
    RelatedPolicy,
    SelectionItem,
)


class DefinitionSerializer(RowSerializer):
    meanings = {
        "term": "The term defined.",
        "definition": "What it means, in our words.",
        "criteria": "Keys of the criteria in which it means this.",
    }

    class Meta:
        model = Definition
        fields = ["key", "term", "definition", "criteria", "note", "location"]


class SelectionItemSerializer(RowSerializer):
    meanings = {
        "applicability": 'To whom alone it can apply; "" for all.',
    }

    class Meta:
        model = SelectionItem
        fields = ["text", "applicability", "note", "location"]


class PatientSelectionSerializer(RowSerializer):
    """Requirements outside every statement that govern some of them, named in `governs`."""

    items = SelectionItemSerializer(many=True)

    meanings = {
        "strength": "How binding it is.",
        "governs": "Keys of the statements it governs.",
        "items": "The requirements, one by one.",
    }

    class Meta:
        model = PatientSelection
        fields = ["key", "text", "strength", "position_when_not_met", "governs", "items", "note", "location"]


class PriorAuthorizationSerializer(RowSerializer):
    meanings = {
        "setting": "Inpatient or outpatient, as printed.",
        "product": "The payer's product, as printed.",
        "requirement": "Whether authorization is required.",
    }

    class Meta:
        model = PriorAuthorization
        fields = ["setting", "product", "requirement", "note", "location"]


class DocumentationRequirementSerializer(RowSerializer):
    parts = texts()

    meanings = {
        "applies_to": "To which requests it applies.",
        "parts": "What it has to hold, in parts.",
    }

    class Meta:
        model = DocumentationRequirement
        fields = ["text", "applies_to", "parts", "note", "location"]


class RelatedPolicySerializer(RowSerializer):
    meanings = {
        "title": "Title.",
        "number": "Number.",
        "section": "Section of the payer's manual.",
        "interventions": "Keys of the interventions it decides on.",
    }

    class Meta:
        model = RelatedPolicy
        fields = ["title", "number", "section", "interventions", "note", "location"]


class CoverageDeterminationSerializer(RowSerializer):
    meanings = {
        "system": "NCD or LCD.",
        "number": "Number; empty where none is printed.",
        "title": "Title; empty where none is printed.",
        "checked_on": "The day it was checked; empty where not stated.",
    }

    class Meta:
        model = CoverageDetermination
        fields = ["system", "number", "title", "checked_on", "note", "location"]


class RegulatoryFactSerializer(RowSerializer):
    meanings = {
        "device": "Key of the device; null where none is named.",
        "pathway": "By which pathway.",
        "on": "When: 2007, 2007-01 or 2021-03-17, as far as it is known.",
        "labelled_use": "For what use.",
        "reference": "Key of the reference it cites.",
    }

    class Meta:
        model = RegulatoryFact
        fields = ["device", "pathway", "on", "labelled_use", "reference", "note", "location"]


class EvidenceConclusionSerializer(RowSerializer):
    """The document's own conclusion on the evidence. It may disagree with a statement."""

    outcomes = texts()

    meanings = {
        "population": "For whom.",
        "conclusion": "What it concludes.",
        "wording": "The words it uses for that.",
        "outcomes": "The outcomes it names.",
        "indications": "Keys of the indications it bears on.",
        "statements": "Keys of the statements it bears on.",
    }

    class Meta:
        model = EvidenceConclusion
        fields = [
            "key",
            "population",
            "conclusion",
            "text",
            "wording",
            "outcomes",
            "indications",
            "statements",
            "note",
            "location",
        ]
