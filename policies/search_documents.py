"""How policies and statements are found: rows -> search documents."""

from collections.abc import Iterable

from django.db.models import Prefetch

from evidence.models import Condition, Intervention
from evidence.search_documents import Terms, added, source
from policies import permissions
from policies.models import EvidenceLink, Payer, Policy, PolicyVersion, Statement
from policies.vocabulary import CoveragePosition, VersionOrigin
from search import facets
from search.changes import register as register_source
from search.document import DRAFT_READERS, EVERYONE, SearchDocument
from search.permissions import register_audience


def register() -> None:
    for each in SOURCES:
        register_source(each)
    register_audience(DRAFT_READERS, permissions.may_read_drafts)
    facets.register_labels("payer", lambda: dict(Payer.objects.values_list("key", "name")))
    facets.register_labels("position", lambda: dict(CoveragePosition.choices))


def policies(keys: list[str]) -> Iterable[SearchDocument]:
    versions = PolicyVersion.objects.exclude(origin=VersionOrigin.RECONSTRUCTED).prefetch_related(
        "statements__statement_indications__indication__condition", "statements__intervention", "codes"
    )
    rows = Policy.objects.filter(key__in=keys).select_related("payer").prefetch_related(Prefetch("versions", versions))
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in rows:
        # By what is in force: the one version that the policy's page shows. Drafts alone count where there is no other.
        in_order = permissions.in_order_of_showing(row.versions.all())
        public = [version for version in in_order if version.status in permissions.PUBLIC]
        shown = public[:1] or in_order
        statements = [statement for version in shown for statement in version.statements.all()]
        of = [pair.indication.condition for s in statements for pair in s.statement_indications.all()]
        codes = [code.code for version in shown for code in version.codes.all()]
        yield SearchDocument(
            type="policy",
            key=row.key,
            title=str(row),
            url=row.get_absolute_url(),
            names=" ".join([row.payer.name, row.payer.abbreviation, row.number, *codes]),
            text=". ".join(s.text.rstrip(".") for s in statements),
            facets={
                "payer": [row.payer.key],
                "condition": conditions.keys(of),
                "intervention": interventions.keys(s.intervention for s in statements),
                "position": sorted({s.position for s in statements}),
            },
            numbers=added(row),
            audience=EVERYONE if public else DRAFT_READERS,
        )


def statements(keys: list[str]) -> Iterable[SearchDocument]:
    rows = (
        permissions.searched_statements().filter(key__in=keys).select_related("version__policy__payer", "intervention")
    )
    rows = rows.prefetch_related(
        "statement_indications__indication__condition",
        "criteria__definitions",
        "patient_selection__items",
        "evidence_conclusions",
    )
    conditions, interventions = Terms(Condition), Terms(Intervention)
    linked = _linked_studies(keys)
    for row in rows:
        policy = row.version.policy
        of = [pair.indication.condition for pair in row.statement_indications.all()]
        criteria = [criterion.text.rstrip(".") for criterion in row.criteria.all() if criterion.text]
        yield SearchDocument(
            type="statement",
            key=row.key,
            title=f"{row.get_position_display()}: {row.text}",
            url=row.get_absolute_url(),
            names=" ".join(
                [
                    policy.payer.name,
                    policy.number,
                    row.label,
                    conditions.names(of),
                    interventions.names([row.intervention]),
                ]
            ),
            text=". ".join([str(policy), *criteria, *_said_of(row), *linked.get(row.key, [])]),
            facets={
                "payer": [policy.payer.key],
                "position": [row.position],
                "condition": conditions.keys(of),
                "intervention": interventions.keys([row.intervention]),
            },
            numbers=added(row),
            audience=EVERYONE if row.version.status in permissions.PUBLIC else DRAFT_READERS,
        )


def _linked_studies(keys: list[str]) -> dict[str, list[str]]:
    """The studies that the statements of these keys rest on, by their names."""
    found: dict[str, set[str]] = {}
    for path in ("study", "measurement__outcome__account__study", "effect_estimate__outcome__account__study"):
        links = EvidenceLink.objects.filter(statement__key__in=keys, **{f"{path}__isnull": False}).order_by()
        for statement, label, acronym in links.values_list("statement__key", f"{path}__label", f"{path}__acronym"):
            found.setdefault(statement, set()).add(f"{label} {acronym}".strip())
    return {statement: sorted(names) for statement, names in found.items()}


def _said_of(statement: Statement) -> list[str]:
    """What governs and explains the statement: patient selection, definitions, the document's conclusions."""
    said = [item.text for group in statement.patient_selection.all() for item in group.items.all()]
    for criterion in statement.criteria.all():
        said += [f"{definition.term}: {definition.definition}" for definition in criterion.definitions.all()]
    said += [conclusion.text for conclusion in statement.evidence_conclusions.all()]
    return [text.rstrip(".") for text in dict.fromkeys(said)]


SOURCES = (
    source("policy", Policy.objects.all, policies, "title", "number"),
    source("statement", permissions.searched_statements, statements, "text", "scope"),
)
