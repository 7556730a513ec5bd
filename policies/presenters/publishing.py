"""What stands between a version and its publication, and the form that publishes it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from policies import lifecycle, permissions
from policies.models import PolicyVersion, PublishedContent
from policies.publishing import announcing
from policies.publishing.readiness import Readiness, readiness_of, signing_problem
from policies.signing.standing import Standing
from policies.vocabulary import ChangeClass, DateKind, VersionPurpose, VersionStatus


@dataclass(frozen=True)
class PublishingView:
    version: PolicyVersion
    ready: Readiness
    signing: str  # why the sign-offs do not carry it; "" where they do
    texts: dict[str, str]
    earliest: date
    next_review_on: str
    objection: str  # why the viewer cannot publish it; "" where they can
    may_class: bool
    may_write: bool
    may_withdraw: bool
    kept: PublishedContent | None
    today: str

    @property
    def ends_from(self) -> str:
        """The earliest end of a retirement that takes effect today."""
        return max(self.earliest.isoformat(), (date.fromisoformat(self.today) + timedelta(days=1)).isoformat())

    @property
    def classes(self) -> list[tuple[str, str]]:
        return [(each.value, str(each.label)) for each in ChangeClass if each != ChangeClass.NOT_STATED]

    @property
    def is_retirement(self) -> bool:
        return self.version.purpose == VersionPurpose.RETIREMENT

    @property
    def is_open(self) -> bool:
        return self.version.status in lifecycle.OPEN_TO_EDITS

    @property
    def short_notice_is_refused(self) -> bool:
        return settings.SHORT_NOTICE == "refuse"


def publishing_view(version: PolicyVersion, user) -> PublishingView:
    ready, today = readiness_of(version), timezone.localdate()
    about = announcing.publication(
        version, ready.changes, is_first=ready.before is None, effective_on=version.effective_on
    )
    is_open = version.status in lifecycle.OPEN_TO_EDITS
    said = permissions.objection_to_move(user, "publish") or lifecycle.objection("publish", version.status)
    return PublishingView(
        version=version,
        ready=ready,
        signing=signing_problem(Standing(version)) if version.status == VersionStatus.APPROVED else "",
        texts=announcing.texts(version, about),
        earliest=ready.notice.earliest(today),
        next_review_on=_next_review(version, today),
        objection=said,
        may_class=is_open and not permissions.objection_to_confirming_changes(user),
        may_write=is_open and not permissions.objection_to_writing(user),
        may_withdraw=version.status == VersionStatus.PUBLISHED and not permissions.objection_to_move(user, "withdraw"),
        kept=getattr(version, "published_content", None),
        today=today.isoformat(),
    )


def _next_review(version: PolicyVersion, today: date) -> str:
    """The draft's own date where it is a day to come; an interval is nobody's to assume."""
    kept = version.dates.filter(kind=DateKind.NEXT_REVIEW).values_list("on", flat=True).first() or ""
    return kept if len(kept) == 10 and kept > today.isoformat() else ""
