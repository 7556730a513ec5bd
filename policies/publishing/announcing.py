"""What a version announces: the texts as the writer left them, else as they are drafted."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from policies.models import PolicyVersion
from policies.publishing import drafting
from policies.publishing.changes import ClassedChange
from policies.vocabulary import VersionPurpose


def publication(
    version: PolicyVersion,
    changes: list[ClassedChange],
    *,
    is_first: bool,
    effective_on: date | None = None,
    ends_on: date | None = None,
) -> drafting.Publication:
    return drafting.Publication(
        payer=version.policy.payer.name,
        policy=str(version.policy),
        purpose=VersionPurpose.NEW if is_first else version.purpose,
        reason=version.purpose_reason,
        changes=[_told(each) for each in changes],
        effective_on=effective_on.isoformat() if effective_on else "",
        ends_on=ends_on.isoformat() if ends_on else "",
        replaced_by=str(version.replaced_by) if version.replaced_by else "",
    )


def _told(each: ClassedChange) -> drafting.ChangeTold:
    change = each.change
    return drafting.ChangeTold(change.kind, each.title, change.before, change.after, each.change_class)


def texts(version: PolicyVersion, about: drafting.Publication) -> dict[str, str]:
    """The history row, and the change summary and bulletin as they were written or else drafted."""
    address = f"{settings.SITE_URL}{reverse('policy', args=[version.policy.key])}"
    return {
        "history_text": drafting.history_text(about),
        "change_summary": version.change_summary or drafting.change_summary(about),
        "bulletin": version.bulletin or drafting.bulletin(about, address, settings.BULLETIN_CONTACT),
    }
