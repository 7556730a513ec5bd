"""Every write of the checks: the flags of a run, and what people say of them."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.checks import following, others, running
from evidence.checks.others import Found
from evidence.models import CheckRun, Document, EffectEstimate, Flag, FlagAcceptance, Measurement, Study
from evidence.permissions import objection_to_accepting_flags
from search.following import Position

BATCH = 500
LONGEST_REASON = 2000
Report = Callable[[int, int], None]


def run_checks(*, report: Report = lambda done, total: None) -> CheckRun:
    """Runs every rule over the whole base and puts what it finds in the place of the flags before.

    `report(done, total)` is told of figures as they are read. Readers see the old flags until all new ones are there.
    """
    started, position = timezone.now(), Position.now().to_text()
    total = Measurement.objects.count() + EffectEstimate.objects.count()
    done = 0

    def progress(more: int) -> None:
        nonlocal done
        done += more
        report(done, max(total, done))

    found = running.in_order(running.everything(progress))
    with transaction.atomic():
        _replace(found)
        CheckRun.objects.all().delete()
        return CheckRun.objects.create(
            started_at=started,
            finished_at=timezone.now(),
            figures=done,
            flags=len(found),
            position=position,
            rules=following.rules_in_use(),
        )


def _replace(found: list[Found]) -> None:
    Flag.objects.all().delete()
    documents = {row.key: row.pk for row in Document.objects.all()}
    studies = dict(Study.objects.values_list("key", "pk"))
    policies = others.policies()
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        rows = [_row(each, start + i, documents, studies, policies) for i, each in enumerate(batch)]
        Flag.objects.bulk_create(rows)
        links = [
            Flag.documents.through(flag_id=row.pk, document_id=documents[key])
            for row, each in zip(rows, batch, strict=True)
            for key in _documents_of(each)
            if key in documents
        ]
        Flag.documents.through.objects.bulk_create(links)


def _documents_of(found: Found) -> list[str]:
    return list(dict.fromkeys(place.document for place in found.finding.places if place.document))


def _row(found: Found, position: int, documents: dict, studies: dict, policies: dict) -> Flag:
    keys, finding = _documents_of(found), found.finding
    return Flag(
        rule=found.rule.name,
        grade=finding.grade,
        study_id=studies.get(found.study),
        study_label=found.study_label[:200],
        document_id=documents.get(keys[0]) if len(keys) == 1 else None,
        policy=policies.get(keys[0], "") if len(keys) == 1 else "",
        figures=running.figures_of(finding.places),
        message=finding.message,
        expected=finding.expected,
        fingerprint=running.fingerprint(found),
        position=position,
    )


@transaction.atomic
def accept_flag(*, flag: Flag, reason: str, by) -> FlagAcceptance:
    """Keeps that the flag is known and why. It stays accepted until its figures change."""
    _refuse_unless_permitted(by)
    reason = _given(reason, "Say why the flag is accepted; it is shown with the figures.")
    if FlagAcceptance.objects.filter(fingerprint=flag.fingerprint).exists():
        raise ValidationError("The flag is accepted already. Withdraw that first to give another reason.")
    acceptance = FlagAcceptance.objects.create(
        fingerprint=flag.fingerprint, rule=flag.rule, reason=reason, by=by.get_username()
    )
    _record("flag.accepted", flag, by, after={"rule": flag.rule, "message": flag.message}, why=reason)
    return acceptance


@transaction.atomic
def withdraw_acceptance(*, flag: Flag, reason: str, by) -> None:
    """The flag is open again; the reason stands in its history."""
    _refuse_unless_permitted(by)
    reason = _given(reason, "Say why the flag is to be looked at again; it stands in its history.")
    acceptance = FlagAcceptance.objects.filter(fingerprint=flag.fingerprint).first()
    if acceptance is None:
        raise ValidationError("The flag is not accepted.")
    _record(
        "flag.acceptance_withdrawn", flag, by, before={"reason": acceptance.reason, "by": acceptance.by}, why=reason
    )
    acceptance.delete()


def _given(reason: str, asked: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError(asked)
    if len(reason) > LONGEST_REASON:
        raise ValidationError(f"The reason is longer than {LONGEST_REASON} characters.")
    return reason


def _refuse_unless_permitted(by) -> None:
    if objection := objection_to_accepting_flags(by):
        raise PermissionDenied(objection)


def _record(event: str, flag: Flag, by, **told) -> None:
    audit.actions.record(event=event, target_type="flag", target_key=flag.fingerprint, by=by.get_username(), **told)
