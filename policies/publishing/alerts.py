"""A figure is corrected: the policies that rest on it are told, and keep what they were published with."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from evidence.models import EffectEstimate, Measurement
from policies import moving, permissions
from policies.models import ApproverAsked, EvidenceAlert, PolicyVersion
from policies.signing.standing import Standing
from policies.vocabulary import VersionStatus

FIGURE_TYPES = {Measurement: "measurement", EffectEstimate: "effect_estimate"}


def on_correction(*, figure: Measurement | EffectEstimate, before: dict, after: dict, by) -> None:
    """An alert for each version in force or to come; approvers of open ones are asked again. In its transaction."""
    figure_type = FIGURE_TYPES[type(figure)]
    signing = (VersionStatus.IN_REVIEW, VersionStatus.APPROVED)
    for version in _resting_on(figure, figure_type).filter(status__in=signing):
        _ask_again(version, by)
    # Asked after those: what was just being published has waited for, or kept, its lock, and is published by now.
    for version in _resting_on(figure, figure_type).filter(permissions.in_force() | permissions.upcoming()):
        EvidenceAlert.objects.create(
            version=version,
            figure_type=figure_type,
            figure_key=figure.key,
            before=before,
            after=after,
            by=by.get_username(),
            at=timezone.now(),
        )
        moving.tell(
            version,
            "evidence_corrected",
            by=by,
            before={f"{figure_type} {figure.key}": before},
            after={f"{figure_type} {figure.key}": after},
        )


def _resting_on(figure, figure_type: str) -> QuerySet[PolicyVersion]:
    links = Q(**{f"statements__evidence_links__{figure_type}": figure})
    links |= Q(**{f"statements__criteria__evidence_links__{figure_type}": figure})
    found = PolicyVersion.objects.filter(links).order_by().values("pk")
    return PolicyVersion.objects.filter(pk__in=found).select_related("policy").order_by("pk")


def _ask_again(version: PolicyVersion, by) -> None:
    """What was signed is void by its hash; here those who signed are asked anew, and an approved version reopened."""
    version = moving.locked(version)
    ApproverAsked.objects.filter(version=version, until=None).update(asked_at=timezone.now())
    if version.status == VersionStatus.APPROVED and not Standing(version).is_enough:
        moving.make_move(version, "reopen", by=by, why="A figure it rests on was corrected.")


@transaction.atomic
def close(*, alert: EvidenceAlert, by, reason: str) -> EvidenceAlert:
    """Somebody looked at what the correction means for the policy, and says so."""
    moving.refuse(permissions.objection_to_writing(by))
    alert = EvidenceAlert.objects.select_for_update(of=("self",)).select_related("version").get(pk=alert.pk)
    reason = moving.plain_text("reason", reason, "Say what the correction means for the policy.")
    if alert.closed_at:
        raise ValidationError(f"{alert.closed_by} closed it on {alert.closed_at:%Y-%m-%d}: {alert.closed_because}")
    alert.closed_by, alert.closed_at, alert.closed_because = by.get_username(), timezone.now(), reason
    alert.save(update_fields=["closed_by", "closed_at", "closed_because"])
    moving.tell(alert.version, "alert_closed", by=by, after={alert.figure_type: alert.figure_key}, why=reason)
    return alert


def listed(user, *, is_open: bool) -> QuerySet[EvidenceAlert]:
    """The newest first; those of versions that are no longer in force stay open until somebody closes them."""
    rows = permissions.seen_alerts(user).filter(closed_at__isnull=is_open)
    return rows.select_related("version__policy__payer").order_by(F("at").desc(), "-pk")
