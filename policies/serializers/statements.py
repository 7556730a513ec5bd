from rest_framework import serializers

from evidence.serializers.rows import RowSerializer, key_of, text_of, texts, word_of
from evidence.vocabulary import Extent, LineOfTherapy, Purpose
from policies.models import Criterion, PolicyCode, Statement, StatementIndication
from policies.serializers.days import DayRowSerializer, superseded_by


class StatementIndicationSerializer(RowSerializer):
    """`basis` is empty where it is the statement's."""

    key = text_of("indication.key")
    name = text_of("indication.name")
    condition = key_of("indication.condition")
    intervention = key_of("indication.intervention")
    purpose = word_of("indication.purpose", Purpose)
    line = word_of("indication.line", LineOfTherapy)
    extent = word_of("indication.extent", Extent)

    meanings = {
        "key": "Key of the indication.",
        "name": "Intervention and condition, with what narrows them, in words.",
        "by_name": "Whether the statement names it; false for what is among the rest it answers for.",
        "basis": "Where it differs from the statement's; else empty.",
        "no_evidence_reason": "Why there is no evidence link for it; empty where there is one.",
    }

    class Meta:
        model = StatementIndication
        fields = [
            "key",
            "name",
            "condition",
            "intervention",
            "purpose",
            "line",
            "extent",
            "by_name",
            "basis",
            "no_evidence_reason",
        ]


class StatementSerializer(DayRowSerializer):
    """What a policy says of one intervention for some indications.

    Evidence is owed for each indication: `evidence-links?statement=` gives it, or its `no_evidence_reason` says why
    there is none. The statement's own `no_evidence_reason` holds the reasons of all its indications, each with the
    indication's name.
    """

    policy = key_of("version.policy")
    document = key_of("version.document", allow_null=True)
    indications = StatementIndicationSerializer(source="statement_indications", many=True)
    title = serializers.CharField(read_only=True)
    stable_key = serializers.CharField(read_only=True)
    superseded_by = superseded_by()
    products = texts()
    no_evidence_reason = serializers.SerializerMethodField()

    meanings = {
        "label": "As printed; empty where it has none.",
        "stable_key": "The same in every version of the policy; the key under which the statement began.",
        "title": "What it is called here: by the printed label, else by its place.",
        "kind": "Whether it names its indications, takes in what is left, or stands in a summary alone.",
        "indications": "What it decides on, one by one.",
        "position": "The position where the criteria are met. It does not mean covered or not covered.",
        "basis": "Why the position is held.",
        "basis_note": "What the basis is read from.",
        "scope": "Of a residual: the rest of what.",
        "scope_conditions": "Of a residual: keys of the conditions of that.",
        "covers": "Of a residual: other indications, unmet criteria or both. Else empty.",
        "exceptions": "Of a residual: keys of the statements it excepts.",
        "criteria": "Keys of its criteria, the root first, depth first.",
        "codes": "Keys of the codes that serve it.",
        "no_evidence_reason": "The reasons of all its indications, each with the indication's name.",
        "document": "Key of the document it was read from; null for one written here.",
    }

    class Meta:
        model = Statement
        fields = [
            "key",
            "stable_key",
            "label",
            "title",
            "kind",
            "policy",
            "version",
            "intervention",
            "indications",
            "position",
            "position_when_not_met",
            "basis",
            "basis_note",
            "text",
            "products",
            "scope",
            "scope_conditions",
            "covers",
            "exceptions",
            "criteria",
            "codes",
            "evidence_links",
            "no_evidence_reason",
            "note",
            "document",
            "location",
            "superseded_by",
            "answer",
            "answer_sentence",
        ]

    def get_no_evidence_reason(self, statement) -> str:
        pairs = [pair for pair in statement.statement_indications.all() if pair.no_evidence_reason]
        return "\n".join(f"{pair.indication.name}: {pair.no_evidence_reason}" for pair in pairs)


class CriterionSerializer(DayRowSerializer):
    """A node of the tree under a statement. The root has no parent; `order` counts depth first."""

    policy = key_of("statement.version.policy")
    version = key_of("statement.version")
    stable_key = serializers.CharField(read_only=True)
    superseded_by = superseded_by()
    document = key_of("statement.version.document", allow_null=True)

    meanings = {
        "stable_key": "The same in every version of the policy; the key under which the criterion began.",
        "printed_label": "Label as printed; empty where it has none.",
        "computed_label": "The printed labels down to it, with its place in brackets where it prints none: I.B(2). "
        "In a tree without labels A, A.1, A.1.a. Empty for a root without one.",
        "logic": "How its children count; of a leaf: condition.",
        "minimum": 'Of "at least n": n. Else null.',
        "conditions": "Keys of the conditions it speaks of.",
        "excludes": "Keys of the conditions it shuts out.",
        "purpose": "What the treatment has to be for; empty where it asks for none.",
        "parent": "Key of the criterion it is part of; null for the root.",
        "order": "Its place in the tree, depth first.",
        "definitions": "Keys of the definitions that hold in it.",
        "document": "Key of the document it was read from; null for one written here.",
    }

    class Meta:
        model = Criterion
        fields = [
            "key",
            "stable_key",
            "printed_label",
            "computed_label",
            "statement",
            "policy",
            "version",
            "logic",
            "minimum",
            "text",
            "conditions",
            "excludes",
            "purpose",
            "parent",
            "order",
            "definitions",
            "evidence_links",
            "note",
            "document",
            "location",
            "superseded_by",
            "answer",
            "answer_sentence",
        ]

    def version_of(self, row):
        return row.statement.version


class PolicyCodeSerializer(DayRowSerializer):
    """A code as a policy version lists it. CPT rows carry a short label of our own, never the descriptor."""

    policy = key_of("version.policy")
    document = key_of("version.document", allow_null=True)
    applies_with = texts(help_text="Codes beside which alone it counts.")
    products = texts()

    meanings = {
        "system": "Code system.",
        "code": "The code.",
        "description": "A short label, ours for CPT.",
        "statements": "Keys of the statements it serves.",
        "status": "What being listed means.",
        "valid_from": "As far as it is known; empty where not stated.",
        "valid_to": "As far as it is known; empty where not stated.",
        "document": "Key of the document it was read from; null for one written here.",
    }

    class Meta:
        model = PolicyCode
        fields = [
            "key",
            "system",
            "code",
            "description",
            "policy",
            "version",
            "statements",
            "status",
            "applies_with",
            "products",
            "valid_from",
            "valid_to",
            "note",
            "document",
            "location",
            "answer",
            "answer_sentence",
        ]
