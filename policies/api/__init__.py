"""The policies at /api/v1/. Every row comes through permissions: who may not read drafts finds no trace of one."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.utils import timezone

from evidence.resource import resource
from policies import filters, permissions, serializers
from policies.api.days import ON, OfVersions
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
from policies.vocabulary import VersionStatus

SELECTION = PatientSelection.objects.order_by("pk").prefetch_related("items", "governs")


def payers(user):
    """Payers with a policy this user may see; one that has only drafts is as little there as they are."""
    visible = permissions.visible_policies(user)
    rows = Payer.objects.filter(Exists(visible.filter(payer=OuterRef("pk"))))
    return rows.prefetch_related(Prefetch("policies", visible))


def policies(user):
    rows = permissions.visible_policies(user).select_related("payer")
    current = permissions.current_versions(user).filter(policy=OuterRef("pk")).values("key")[:1]
    rows = rows.annotate(in_force_today=Subquery(current))
    return rows.prefetch_related(Prefetch("versions", permissions.visible_versions(user)))


def policy_versions(user):
    current = permissions.current_versions(user).filter(policy=OuterRef("policy")).exclude(pk=OuterRef("pk"))
    return (
        permissions.visible_versions(user)
        .annotate(superseded_by=superseded(current, ""))
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


def superseded(rows, path: str) -> Case:
    """The key that `rows` give, of what belongs to a version (at the end of the path) that is not in force any more."""
    day = timezone.localdate()
    past = Q(**{f"{path}superseded_on__lte": day}) | Q(**{f"{path}status": VersionStatus.WITHDRAWN})
    return Case(When(past, then=Subquery(rows.values("key")[:1])), default=None, output_field=CharField(null=True))


def with_successor(user, rows, version: str):
    """`superseded_by`: what has the same stable key in the version in force."""
    stable = Case(When(lineage="", then=F("key")), default=F("lineage"))
    of_line = Q(key=OuterRef("stable")) | Q(lineage=OuterRef("stable"))
    current = permissions.current_versions(user).filter(policy=OuterRef(OuterRef(f"{version}__policy")))
    same = rows.model.objects.filter(of_line, **{f"{version}__in": current.order_by().values("pk")})
    return rows.annotate(stable=stable).annotate(superseded_by=superseded(same, f"{version}__"))


def statements(user):
    pairs = StatementIndication.objects.select_related("indication__condition", "indication__intervention")
    rows = permissions.visible_statements(user).select_related("intervention", "version__policy", "version__document")
    rows = with_successor(user, rows, "version")
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
    rows = with_successor(user, rows, "statement__version")
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
        filters.POLICIES | {"on": ON},
        OfVersions,
    ),
    "policy-versions": resource(
        "The texts of a policy, with dates, history and all that stands beside statements and codes.",
        policy_versions,
        serializers.PolicyVersionSerializer,
        filters.POLICY_VERSIONS | {"on": ON},
        OfVersions,
    ),
    "statements": resource(
        "What a policy says of one intervention for some indications.",
        statements,
        serializers.StatementSerializer,
        filters.STATEMENTS | {"on": ON},
        OfVersions,
        to_version=("version",),
    ),
    "criteria": resource(
        "The nodes of the criteria trees, each tree in depth-first order.",
        criteria,
        serializers.CriterionSerializer,
        filters.CRITERIA | {"on": ON},
        OfVersions,
        to_version=("statement__version",),
    ),
    "codes": resource(
        "Codes as policy versions list them, with the statements they serve.",
        codes,
        serializers.PolicyCodeSerializer,
        filters.CODES | {"on": ON},
        OfVersions,
        to_version=("version",),
        of_rest=True,
    ),
    "evidence-links": resource(
        "Why statements and criteria are held: the evidence for and against, one result each.",
        evidence_links,
        serializers.EvidenceLinkSerializer,
        filters.EVIDENCE_LINKS | {"on": ON},
        OfVersions,
        to_version=("statement__version", "criterion__statement__version"),
        of_rest=True,
    ),
}
