"""What a version changes of the text before it, each change with the class that people gave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from policies.models import ChangeReview, PolicyVersion
from policies.publishing.notice import Notice, notice_of
from policies.versions import comparison
from policies.versions.change_classes import Change
from policies.versions.diff import VersionDiff
from policies.vocabulary import ChangeClass, ChangeKind, VersionOrigin, VersionPurpose, VersionStatus

# A date of the version and the list of its references are no criterion: nobody has to be warned of them.
OWES_NO_CLASS = {ChangeKind.DATE, ChangeKind.REFERENCE}


@dataclass(frozen=True)
class ClassedChange:
    """`open` says what is still to be done about its class; "" where it is confirmed and fits the text."""

    change: Change
    review: ChangeReview | None
    open: str
    title: str  # what it is of, under its statement: "Statement I, B.3"

    @property
    def change_class(self) -> str:
        """The confirmed one; "" where it is open."""
        return "" if self.open or not self.review else self.review.change_class

    @property
    def days(self) -> int:
        """Of notice, by the confirmed class, or by the proposed one until then."""
        return settings.NOTICE_DAYS.get(self.change_class or self.change.proposal.change_class, 0)


def predecessor(version: PolicyVersion) -> PolicyVersion | None:
    """The text that this one follows: the last published one, before it where it is published; of a new policy none.

    A correction follows the text it corrects, though another may be published for a day to come.
    """
    rows = PolicyVersion.objects.filter(policy=version.policy_id, status=VersionStatus.PUBLISHED)
    rows = rows.exclude(origin=VersionOrigin.RECONSTRUCTED).exclude(pk=version.pk).select_related("policy", "document")
    if version.published_at:
        rows = rows.filter(Q(published_at=None) | Q(published_at__lt=version.published_at))
    open_ended = sorted(rows, key=lambda row: (row.superseded_on is None, str(row.effective_on or ""), row.pk))
    corrected = next((row for row in open_ended if _is_corrected_by(version, row)), None)
    return corrected or (open_ended[-1] if open_ended else None)


def _is_corrected_by(version: PolicyVersion, row: PolicyVersion) -> bool:
    if version.purpose != VersionPurpose.CORRECTION or version.based_on_id != row.pk:
        return False
    day = version.effective_on or timezone.localdate() + timedelta(days=1)
    return row.superseded_on is None or row.superseded_on >= day


def changes_of(version: PolicyVersion, before: PolicyVersion | None) -> list[ClassedChange]:
    """Those that owe a class. A first version changes nothing."""
    return classed(version, before, comparison.compared(before, version)) if before else []


def classed(version: PolicyVersion, before: PolicyVersion, diff: VersionDiff) -> list[ClassedChange]:
    """`diff` is what was compared of the two."""
    reviews = comparison.reviews(before, version)
    of = {change.name: each.statement.title for each in diff.statements for change in each.changes}
    owing = [each for each in diff.changes if each.kind not in OWES_NO_CLASS]
    return [_classed(each, reviews.get(each.name), _title(each, of.get(each.name, ""))) for each in owing]


def _title(change: Change, statement: str) -> str:
    return change.title if statement in ("", change.title) else f"{statement}, {change.title}"


def _classed(change: Change, review: ChangeReview | None, title: str) -> ClassedChange:
    if review is None:
        return ClassedChange(change, None, "not classed yet", title)
    if review.fingerprint != change.fingerprint:
        return ClassedChange(change, review, "edited since it was classed", title)
    if review.change_class == ChangeClass.NOT_STATED:
        return ClassedChange(change, review, "its class is not stated", title)
    return ClassedChange(change, review, "", title)


def notice_for(version: PolicyVersion, changes: Iterable[ClassedChange]) -> Notice:
    """A retirement changes no word, and takes every indication away: it asks for that notice before its end."""
    classes = [each.change_class or each.change.proposal.change_class for each in changes]
    if version.purpose == VersionPurpose.RETIREMENT:
        classes.append(ChangeClass.INDICATION_REMOVED)
    return notice_of(classes, settings.NOTICE_DAYS)
