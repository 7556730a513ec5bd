"""What is to be known of a text before it is read: that it is corrected, ends, was withdrawn, rests on what changed."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from policies import permissions
from policies.models import EvidenceAlert, Policy, PolicyVersion
from policies.vocabulary import VersionPurpose, VersionStatus


@dataclass(frozen=True)
class Notes:
    version: PolicyVersion
    corrected_by: list[PolicyVersion]
    ends_on: date | None  # of a retirement
    has_ended: bool
    replaced_by: Policy | None
    alerts: list[EvidenceAlert]

    @property
    def corrects(self) -> bool:
        return self.version.purpose == VersionPurpose.CORRECTION and self.version.based_on_id is not None


def notes_on(version: PolicyVersion, user) -> Notes:
    corrections = permissions.visible_versions(user).filter(based_on=version, purpose=VersionPurpose.CORRECTION)
    is_retired = version.purpose == VersionPurpose.RETIREMENT and version.status == VersionStatus.PUBLISHED
    ends_on = version.superseded_on if is_retired else None
    return Notes(
        version=version,
        corrected_by=list(corrections.filter(status=VersionStatus.PUBLISHED).order_by("pk")),
        ends_on=ends_on,
        has_ended=bool(ends_on and ends_on <= timezone.localdate()),
        replaced_by=version.replaced_by if ends_on else None,
        alerts=list(permissions.seen_alerts(user).filter(version=version, closed_at=None)),
    )
