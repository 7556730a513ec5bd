"""Who may see and do what with policies. Objects are fetched here, so that no view can forget to ask."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from audit.permissions import may, objection
from evidence.models import Indication
from policies.models import Criterion, Policy, PolicyVersion, Statement
from policies.vocabulary import VersionOrigin, VersionStatus

PUBLIC = (VersionStatus.PUBLISHED, VersionStatus.WITHDRAWN)


def may_read_drafts(user) -> bool:
    return may(user, "read_drafts")


def comparable_versions(user) -> QuerySet[PolicyVersion]:
    """The versions this user may see, reconstructed ones among them: those are shown in a comparison, marked."""
    versions = PolicyVersion.objects.all()
    return versions if may_read_drafts(user) else versions.filter(status__in=PUBLIC)


def visible_versions(user) -> QuerySet[PolicyVersion]:
    """The texts this user may see. A reconstructed one is no text: whatever asks what a policy says never meets it."""
    return comparable_versions(user).exclude(origin=VersionOrigin.RECONSTRUCTED)


def current_versions(user) -> QuerySet[PolicyVersion]:
    """Of each policy the newest published version, which is what the payer holds; drafts and withdrawn ones are not."""
    published = visible_versions(user).filter(status=VersionStatus.PUBLISHED)
    newest = published.filter(policy=OuterRef("policy")).order_by("-pk").values("pk")[:1]
    return published.filter(pk=Subquery(newest))


def visible_policies(user) -> QuerySet[Policy]:
    return Policy.objects.filter(versions__in=visible_versions(user)).distinct()


def held_statements() -> QuerySet[Statement]:
    """Those of texts that are held; of a reconstructed one only the comparison tells."""
    return Statement.objects.exclude(version__origin=VersionOrigin.RECONSTRUCTED)


def visible_statements(user) -> QuerySet[Statement]:
    statements = held_statements()
    return statements if may_read_drafts(user) else statements.filter(version__status__in=PUBLIC)


def visible_criteria(user) -> QuerySet[Criterion]:
    criteria = Criterion.objects.exclude(statement__version__origin=VersionOrigin.RECONSTRUCTED)
    return criteria if may_read_drafts(user) else criteria.filter(statement__version__status__in=PUBLIC)


def get_version_or_404(user, policy_key: str) -> PolicyVersion:
    """The policy's newest version this user may see. Unseen is 404."""
    version = (
        visible_versions(user)
        .select_related("policy__payer", "document")
        .filter(policy__key=policy_key)
        .order_by("-id")
        .first()
    )
    if version is None:
        raise Http404("There is no such policy, or you may not see it.")
    return version


def get_version_of_policy_or_404(user, policy_key: str, version_key: str) -> PolicyVersion:
    """One version by its own key. Unseen is 404."""
    version = None
    if "\x00" not in version_key:
        rows = visible_versions(user).select_related("policy__payer", "document")
        version = rows.filter(policy__key=policy_key, key=version_key).first()
    if version is None:
        raise Http404("There is no such version of this policy, or you may not see it.")
    return version


def get_indication_or_404(key: str) -> Indication:
    """Terms are seen by everybody."""
    indication = Indication.objects.select_related("condition", "intervention").filter(key=key).first()
    if indication is None:
        raise Http404("There is no such indication.")
    return indication


def get_statement_or_404(user, key: str, prepared=lambda rows: rows) -> Statement:
    """`prepared` adds to the rows what the caller wants read along."""
    rows = visible_statements(user).select_related("version__policy__payer", "version__document", "intervention")
    statement = prepared(rows).filter(key=key).first()
    if statement is None:
        raise Http404("There is no such statement, or you may not see it.")
    return statement


def get_criterion_or_404(user, key: str) -> Criterion:
    criterion = (
        visible_criteria(user)
        .select_related("statement__version__policy__payer", "statement__version__document", "statement__intervention")
        .filter(key=key)
        .first()
    )
    if criterion is None:
        raise Http404("There is no such criterion, or you may not see it.")
    return criterion


def versions_to_compare(user, keys: list[str]) -> dict[str, PolicyVersion]:
    """By key those of the versions that there are and the user may see, reconstructed ones included."""
    rows = comparable_versions(user).select_related("policy__payer", "document").filter(key__in=keys)
    return {version.key: version for version in rows}


def objection_to_confirming_changes(user) -> str:
    return objection(user, "class_changes")


def objection_to_giving_guideline_reasons(user) -> str:
    return objection(user, "reason_guidelines")
