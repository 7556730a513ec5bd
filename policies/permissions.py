"""Who may see and do what with policies. Objects are fetched here, so that no view can forget to ask."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.utils import timezone

from audit.permissions import may, objection
from evidence.models import Indication
from policies import lifecycle
from policies.models import Comment, Criterion, EvidenceAlert, Policy, PolicyVersion, Statement
from policies.models.statements import of_stable_key
from policies.vocabulary import VersionOrigin, VersionStatus

PUBLIC = (VersionStatus.PUBLISHED, VersionStatus.WITHDRAWN)
# What was published here comes before what was read from a document; of two, the one that began later.
LAST_BEGUN = (F("effective_on").desc(nulls_last=True), "-pk")


def may_read_drafts(user) -> bool:
    return may(user, "read_drafts")


def comparable_versions(user) -> QuerySet[PolicyVersion]:
    """The versions this user may see, reconstructed ones among them: those are shown in a comparison, marked."""
    versions = PolicyVersion.objects.all()
    return versions if may_read_drafts(user) else versions.filter(status__in=PUBLIC)


def visible_versions(user) -> QuerySet[PolicyVersion]:
    """The texts this user may see. A reconstructed one is no text: whatever asks what a policy says never meets it."""
    return comparable_versions(user).exclude(origin=VersionOrigin.RECONSTRUCTED)


def in_force(on: date | None = None) -> Q:
    """Of versions: those in force on the day, today where none is given."""
    day = on or timezone.localdate()
    # One withdrawn since was in force before.
    stood = Q(status=VersionStatus.PUBLISHED) | Q(status=VersionStatus.WITHDRAWN, withdrawn_at__date__gt=day)
    return (
        stood
        & (Q(effective_on__isnull=True) | Q(effective_on__lte=day))
        & (Q(superseded_on__isnull=True) | Q(superseded_on__gt=day))
    )


def upcoming(on: date | None = None) -> Q:
    """Of versions: those published for a later day. One that another took the place of before it began never comes."""
    begins = Q(superseded_on__isnull=True) | Q(superseded_on__gt=F("effective_on"))
    return Q(status=VersionStatus.PUBLISHED, effective_on__gt=on or timezone.localdate()) & begins


def current_versions(user, on: date | None = None) -> QuerySet[PolicyVersion]:
    """Of each policy the version in force on the day; drafts, withdrawn and superseded ones are not."""
    held = visible_versions(user).filter(in_force(on))
    newest = held.filter(policy=OuterRef("policy")).order_by(*LAST_BEGUN).values("pk")[:1]
    return held.filter(pk=Subquery(newest))


def text_to_go_on_from(user, policy: Policy) -> PolicyVersion | None:
    """What a draft begins from: the last text published for a day to come, since it supersedes that, else in force."""
    to_come = visible_versions(user).filter(upcoming(), policy=policy).order_by(*LAST_BEGUN).first()
    return to_come or current_versions(user).filter(policy=policy).first()


def is_living() -> Q:
    """Of versions: those in force, to come into force, or still written on; not the superseded and the withdrawn."""
    return in_force() | upcoming() | ~Q(status__in=PUBLIC)


def living_versions(user) -> QuerySet[PolicyVersion]:
    """What a change of the evidence may touch."""
    return visible_versions(user).filter(is_living())


def shown_versions(user, on: date | None = None) -> QuerySet[PolicyVersion]:
    """Of each policy the one to show: in force, else to come into force, else the last that was; a draft last."""
    versions = visible_versions(user)
    newest = _ranked(versions.filter(policy=OuterRef("policy")), on).values("pk")[:1]
    return versions.filter(pk=Subquery(newest))


def _ranked(versions: QuerySet[PolicyVersion], on: date | None) -> QuerySet[PolicyVersion]:
    rank = Case(
        When(in_force(on), then=Value(0)),
        When(upcoming(on), then=Value(1)),
        When(status__in=PUBLIC, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return versions.order_by(rank, *LAST_BEGUN)


def visible_policies(user) -> QuerySet[Policy]:
    return Policy.objects.filter(versions__in=visible_versions(user)).distinct()


def held_statements() -> QuerySet[Statement]:
    """Those of texts that are held; of a reconstructed one only the comparison tells."""
    return Statement.objects.exclude(version__origin=VersionOrigin.RECONSTRUCTED)


def searched_statements() -> QuerySet[Statement]:
    """Those that are searched for: what was superseded says nearly the same as what superseded it."""
    versions = PolicyVersion.objects.exclude(origin=VersionOrigin.RECONSTRUCTED).filter(is_living())
    return Statement.objects.filter(version__in=versions.order_by().values("pk"))


def current_statements(user, on: date | None = None) -> QuerySet[Statement]:
    """Those of the versions in force on the day: what lists, counts and links from the evidence show."""
    return Statement.objects.filter(version__in=current_versions(user, on).order_by().values("pk"))


def visible_statements(user) -> QuerySet[Statement]:
    statements = held_statements()
    return statements if may_read_drafts(user) else statements.filter(version__status__in=PUBLIC)


def visible_criteria(user) -> QuerySet[Criterion]:
    criteria = Criterion.objects.exclude(statement__version__origin=VersionOrigin.RECONSTRUCTED)
    return criteria if may_read_drafts(user) else criteria.filter(statement__version__status__in=PUBLIC)


def in_order_of_showing(versions: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    """As shown_versions ranks them, of versions that are read already."""

    def rank(version: PolicyVersion) -> tuple:
        state = version.state
        place = 0 if state.is_in_force else 1 if state.is_upcoming else 2 if state.is_public else 3
        return place, -(version.effective_on or date.min).toordinal(), -version.pk

    return sorted(versions, key=rank)


def get_version_or_404(user, policy_key: str) -> PolicyVersion:
    """The policy's version in force, or where there is none the one to show in its place. Unseen is 404."""
    rows = visible_versions(user).select_related("policy__payer", "document").filter(policy__key=policy_key)
    version = _ranked(rows, None).first()
    if version is None:
        raise Http404("There is no such policy, or you may not see it.")
    return version


def get_policy_or_404(user, key: str) -> Policy:
    policy = visible_policies(user).select_related("payer").filter(key=key).first()
    if policy is None:
        raise Http404("There is no such policy, or you may not see it.")
    return policy


def get_version_of_key_or_404(user, key: str) -> PolicyVersion:
    """Any version that is a text: in force, to come, of the past, or a draft for who may read drafts."""
    version = visible_versions(user).select_related("policy__payer", "document").filter(key=key).first()
    if version is None:
        raise Http404("There is no such version, or you may not see it.")
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


def get_draft_or_404(user, key: str) -> PolicyVersion:
    """A version that is still written on, for who may read drafts."""
    rows = visible_versions(user).exclude(status__in=PUBLIC).select_related("policy__payer", "based_on")
    version = rows.filter(key=key).first()
    if version is None:
        raise Http404("There is no such draft, or you may not see it.")
    return version


def get_written_version_or_404(user, key: str) -> PolicyVersion:
    """Any version that was written here, published ones too, for who may read drafts: how it was signed."""
    rows = visible_versions(user).filter(origin=VersionOrigin.WRITTEN_HERE)
    version = rows.select_related("policy__payer", "based_on").filter(key=key).first()
    if version is None or not may_read_drafts(user):
        raise Http404("There is no such version, or you may not see how it was signed.")
    return version


def get_policy_to_write_on_or_404(user, key: str) -> Policy:
    """For who may write drafts. PermissionDenied for others who see it."""
    policy = visible_policies(user).select_related("payer").filter(key=key).first()
    if policy is None:
        raise Http404("There is no such policy, or you may not see it.")
    if said := objection_to_writing(user):
        raise PermissionDenied(said)
    return policy


def seen_alerts(user) -> QuerySet[EvidenceAlert]:
    """Those of versions this user may see."""
    return EvidenceAlert.objects.filter(version__in=visible_versions(user).order_by().values("pk"))


def get_alert_or_404(user, pk: int) -> EvidenceAlert:
    alert = seen_alerts(user).select_related("version__policy").filter(pk=pk).first()
    if alert is None:
        raise Http404("There is no such alert, or you may not see it.")
    return alert


def get_discussed_or_404(user, key: str) -> PolicyVersion:
    """A version with what was said of it while it was written: for who may read drafts, published or not."""
    rows = visible_versions(user).select_related("policy__payer")
    version = rows.filter(key=key).first() if may_read_drafts(user) else None
    if version is None:
        raise Http404("There is no such draft, or you may not see it.")
    return version


def get_comment_or_404(version: PolicyVersion, pk: int) -> Comment:
    """`version` is one the user was found to see the comments of."""
    comment = version.comments.filter(pk=pk).select_related("version").first()
    if comment is None:
        raise Http404("There is no such comment here.")
    return comment


def get_statement_of_draft_or_404(version: PolicyVersion, key: str, prepared=lambda rows: rows) -> Statement:
    """By its own key or its stable one. `version` is one that the user was found to see."""
    rows = version.statements.select_related("version__policy__payer", "version__document", "intervention")
    statement = prepared(rows).filter(Q(key=key) | of_stable_key(key)).first()
    if statement is None:
        raise Http404("There is no such statement in this draft. It may have been removed.")
    return statement


def open_drafts(user) -> QuerySet[PolicyVersion]:
    """The versions still written on. PermissionDenied for who may not read drafts."""
    if said := objection(user, "read_drafts"):
        raise PermissionDenied(said)
    return visible_versions(user).exclude(status__in=PUBLIC).select_related("policy__payer", "based_on")


def get_draft_to_write_or_404(user, key: str) -> PolicyVersion:
    """PermissionDenied for who may only read it."""
    version = get_draft_or_404(user, key)
    if said := objection_to_writing(user):
        raise PermissionDenied(said)
    return version


def draft_to_go_on_with(user, policy: Policy) -> PolicyVersion | None:
    """The open draft of the policy, for who may write on it."""
    if objection_to_writing(user):
        return None
    return policy.versions.exclude(status__in=PUBLIC).order_by("-pk").first()


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


def objection_to_writing(user) -> str:
    return objection(user, "write_drafts")


def objection_to_commenting(user) -> str:
    return objection(user, "comment")


def objection_to_move(user, name: str) -> str:
    """To a move of the lifecycle (policies/lifecycle.py)."""
    return objection(user, lifecycle.move(name).act)


def objection_to_reassigning(user) -> str:
    return objection(user, "reassign")
