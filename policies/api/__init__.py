"""The policies at /api/v1/. Every row comes through permissions: who may not read drafts finds no trace of one."""

from django.db.models import Exists, OuterRef, Prefetch, Q

from evidence.resource import resource
from policies import filters, permissions, serializers
from policies.models import (
    CoverageDetermination,
    Definition,
    EvidenceConclusion,
    EvidenceLink,
    PatientSelection,
    Payer,
    PolicyCode,
    RegulatoryFact,
    StatementIndication,
)

SELECTION = PatientSelection.objects.order_by("pk").prefetch_related("items", "governs")


def payers(user):
    """Payers with a policy this user may see; one that has only drafts is as little there as they are."""
    visible = permissions.visible_policies(user)
    rows = Payer.objects.filter(Exists(visible.filter(payer=OuterRef("pk"))))
    return rows.prefetch_related(Prefetch("policies", visible))


def policies(user):
    rows = permissions.visible_policies(user).select_related("payer")
    return rows.prefetch_related(Prefetch("versions", permissions.visible_versions(user)))


def policy_versions(user):
    return (
        permissions.visible_versions(user)
        .select_related("policy", "document")
        .prefetch_related(
            "dates",
            "statements",
            Prefetch("definitions", Definition.objects.order_by("pk").prefetch_related("criteria")),
            Prefetch("patient_selection", SELECTION),
            "prior_authorizations",
            "documentation",
            "related_policies__interventions",
            Prefetch("coverage_determinations", CoverageDetermination.objects.order_by("pk")),
            Prefetch("regulatory_facts", RegulatoryFact.objects.select_related("device", "reference")),
            Prefetch("evidence_conclusions", EvidenceConclusion.objects.prefetch_related("indications", "statements")),
            "history",
        )
    )


def statements(user):
    pairs = StatementIndication.objects.select_related("indication__condition", "indication__intervention")
    rows = permissions.visible_statements(user).select_related("intervention", "version__policy", "version__document")
    return rows.prefetch_related(
        Prefetch("statement_indications", pairs),
        "exceptions",
        "scope_conditions",
        "criteria",
        "codes",
        "evidence_links",
    )


def criteria(user):
    rows = permissions.visible_criteria(user)
    rows = rows.select_related("parent", "statement__version__policy", "statement__version__document")
    return rows.prefetch_related(
        "conditions", "excludes", Prefetch("definitions", Definition.objects.order_by("pk")), "evidence_links"
    )


def codes(user):
    rows = PolicyCode.objects.filter(version__in=permissions.visible_versions(user))
    return rows.select_related("version__policy", "version__document").prefetch_related("statements")


def evidence_links(user):
    rows = EvidenceLink.objects.filter(
        Q(statement__in=permissions.visible_statements(user)) | Q(criterion__in=permissions.visible_criteria(user))
    )
    return rows.select_related(
        "statement__version__policy",
        "criterion__statement__version__policy",
        "indication",
        "document",
        "reference",
        "study",
        "measurement__outcome__account__document",
        "effect_estimate__outcome__account__document",
        "recommendation__document",
    )


RESOURCES = {
    "payers": resource("Payers, with their policies.", payers, serializers.PayerSerializer, filters.PAYERS),
    "policies": resource(
        "A payer's topics and their numbers; the texts are policy-versions.",
        policies,
        serializers.PolicySerializer,
        filters.POLICIES,
    ),
    "policy-versions": resource(
        "The texts of a policy, with dates, history and all that stands beside statements and codes.",
        policy_versions,
        serializers.PolicyVersionSerializer,
        filters.POLICY_VERSIONS,
    ),
    "statements": resource(
        "What a policy says of one intervention for some indications.",
        statements,
        serializers.StatementSerializer,
        filters.STATEMENTS,
    ),
    "criteria": resource(
        "The nodes of the criteria trees, each tree in depth-first order.",
        criteria,
        serializers.CriterionSerializer,
        filters.CRITERIA,
    ),
    "codes": resource(
        "Codes as policy versions list them, with the statements they serve.",
        codes,
        serializers.PolicyCodeSerializer,
        filters.CODES,
    ),
    "evidence-links": resource(
        "Why statements and criteria are held: the evidence for and against, one result each.",
        evidence_links,
        serializers.EvidenceLinkSerializer,
        filters.EVIDENCE_LINKS,
    ),
}
