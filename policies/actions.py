"""Every write of policies that people make here: permitted, audited, and in one transaction."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.models import Recommendation
from policies import permissions
from policies.models import ChangeReview, GuidelineReason, PolicyVersion, StatementIndication
from policies.versions import comparison
from policies.vocabulary import ChangeClass, GuidelineVerdict

LONGEST_REASON = 2000


@transaction.atomic
def confirm_change(
    *, older: PolicyVersion, newer: PolicyVersion, change: str, change_class: str, reason: str, by
) -> ChangeReview:
    """Keeps a person's word on the class of one change, named as the comparison names it.

    ValidationError where there is no such change now, or the class is another than the proposed one without a reason.
    """
    _refuse(permissions.objection_to_confirming_changes(by))
    diff = comparison.compared(older, newer)
    found = next((each for each in diff.changes if each.name == change), None)
    if found is None:
        raise ValidationError("This change is not there any more. Look at the comparison again.")
    if change_class not in ChangeClass.values:
        raise ValidationError("Choose the class of the change from the list.")
    reason = _reason(reason)
    if not reason and change_class != found.proposal.change_class:
        raise ValidationError("Say why the class is another than the proposed one.")
    before = ChangeReview.objects.filter(older=older, newer=newer, change=change).first()
    values = {
        "fingerprint": found.fingerprint,
        "proposed": found.proposal.change_class,
        "change_class": change_class,
        "reason": reason or found.proposal.reason,
        "confirmed_by": by.get_username(),
        "confirmed_at": timezone.now(),
    }
    review, _ = ChangeReview.objects.update_or_create(older=older, newer=newer, change=change, defaults=values)
    audit.actions.record(
        event="policy_version.change_confirmed",
        target_type="policy_version",
        target_key=newer.key,
        by=by.get_username(),
        before={"change": change, "class": before.change_class, "reason": before.reason} if before else {},
        after={"change": change, "compared_with": older.key, "class": change_class, "proposed": review.proposed},
        why=review.reason,
    )
    return review


@transaction.atomic
def give_guideline_reason(
    *, statement_indication: StatementIndication, recommendation: Recommendation, text: str, by, verdict: str = ""
) -> GuidelineReason | None:
    """Keeps why the position stands as it does to what the guideline says; an empty text takes the reason away.

    `verdict` takes the place of the computed one; empty, that one stands.
    """
    _refuse(permissions.objection_to_giving_guideline_reasons(by))
    text = _reason(text)
    if verdict and (verdict not in GuidelineVerdict.values or not text):
        raise ValidationError("Choose the verdict from the list, and say why it is another than the computed one.")
    pair = {"statement_indication": statement_indication, "recommendation": recommendation}
    before = GuidelineReason.objects.filter(**pair).first()
    if _told(before) == {"reason": text, "verdict": verdict} or (before is None and not text):
        return before
    reason = None
    if text:
        written = {"text": text, "verdict": verdict, "written_by": by.get_username(), "written_at": timezone.now()}
        reason, _ = GuidelineReason.objects.update_or_create(**pair, defaults=written)
    else:
        GuidelineReason.objects.filter(**pair).delete()
    audit.actions.record(
        event="policy_version.guideline_reason_given" if text else "policy_version.guideline_reason_removed",
        target_type="policy_version",
        target_key=statement_indication.statement.version.key,
        by=by.get_username(),
        before=_told(before),
        after={"indication": statement_indication.key, "recommendation": recommendation.key} | _told(reason),
    )
    return reason


def _told(reason: GuidelineReason | None) -> dict[str, str]:
    return {"reason": reason.text, "verdict": reason.verdict} if reason else {}


def _refuse(objection: str) -> None:
    if objection:
        raise PermissionDenied(objection)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if "\x00" in text or len(text) > LONGEST_REASON:
        raise ValidationError(f"A reason is plain text of up to {LONGEST_REASON} characters.")
    return text
