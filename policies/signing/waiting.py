"""What waits for a person: versions to sign, and drafts of theirs that came back."""

from django.db.models import F, OuterRef, QuerySet, Subquery

from policies import permissions
from policies.models import PolicyVersion, Signoff
from policies.vocabulary import SignoffVerdict, VersionStatus


def for_signature(user) -> QuerySet[PolicyVersion]:
    """Versions in review that ask for this person's word, and have none since they were last edited or asked."""
    if permissions.objection_to_move(user, "approve"):
        return PolicyVersion.objects.none()
    name = user.get_username()
    rows = PolicyVersion.objects.filter(
        status=VersionStatus.IN_REVIEW, approvers_asked__name=name, approvers_asked__until=None
    )
    said = Signoff.objects.filter(version=OuterRef("pk"), by=name, edition=OuterRef("edition"))
    said = said.filter(at__gte=OuterRef("approvers_asked__asked_at"))
    rows = rows.exclude(pk__in=rows.filter(pk=Subquery(said.values("version")[:1])).values("pk"))
    return rows.select_related("policy__payer").annotate(asked_at=F("approvers_asked__asked_at")).order_by("asked_at")


def returned_to(user) -> list[PolicyVersion]:
    """Drafts this person wrote on whose last word is that they were returned; `returned_with` are the comments."""
    if permissions.objection_to_writing(user):
        return []
    last = Signoff.objects.filter(version=OuterRef("pk")).order_by("-id")
    rows = PolicyVersion.objects.filter(status=VersionStatus.DRAFT).select_related("policy__payer")
    rows = rows.annotate(last_word=Subquery(last.values("verdict")[:1]), returned_by=Subquery(last.values("by")[:1]))
    rows = rows.annotate(returned_with=Subquery(last.values("comments")[:1]))
    returned = rows.filter(last_word=SignoffVerdict.RETURNED).order_by("pk")
    return [row for row in returned if user.get_username() in row.authors]
