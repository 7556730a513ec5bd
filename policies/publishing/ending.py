"""Ways by which a policy goes on without a new text, or ends: reviewed with no change, retired, withdrawn."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policies import moving, permissions
from policies.drafts import actions as drafts
from policies.drafts.editing import Edit, editing
from policies.models import Policy, PolicyVersion, VersionDate
from policies.publishing.changes import predecessor
from policies.signing.actions import submit
from policies.vocabulary import DateKind, VersionPurpose, VersionStatus


@transaction.atomic
def reaffirm(
    *,
    policy: Policy,
    by,
    reviewed_on: date,
    literature: str,
    next_review_on: date | None,
    approvers: list[str],
    searched_through: date | None = None,
) -> PolicyVersion:
    """The text in force, reviewed and unchanged, sent to be signed: `literature` says what was looked through."""
    moving.refuse(permissions.objection_to_writing(by))
    literature = moving.plain_text("literature", literature, "Say what was looked through, and what it came to.")
    if reviewed_on > timezone.localdate():
        raise ValidationError({"reviewed_on": "A review that has not been held yet cannot be recorded."})
    version = drafts.begin_draft(
        policy=policy,
        by=by,
        based_on=in_force_with_none_to_come(policy),
        purpose=VersionPurpose.REAFFIRMATION,
        reason=literature,
    )
    days = {DateKind.LAST_REVIEW: reviewed_on, DateKind.NEXT_REVIEW: next_review_on}
    if searched_through:
        days[DateKind.LITERATURE_SEARCHED_THROUGH] = searched_through
    with editing(version, by=by, edition=0, what="Reviewed, no change") as edit:
        for kind, day in days.items():
            _set_date(edit, kind, day.isoformat() if day else "")
    return submit(version=version, by=by, approvers=approvers)


def _set_date(edit: Edit, kind: str, on: str) -> None:
    dates = list(VersionDate.objects.filter(version=edit.version, kind=kind))
    image = {"on": on, "as_printed": ""}
    if dates:
        edit.change(dates[0], image)
        edit.remove(*dates[1:])
    else:
        edit.add("date", edit.new_key(edit.version.key), {"version": edit.version.key, "kind": kind, **image})


@transaction.atomic
def retire(
    *, policy: Policy, by, reason: str, approvers: list[str], replaced_by: Policy | None = None
) -> PolicyVersion:
    """The text in force, to be published with an end, sent to be signed; the day of the end is said at publication."""
    moving.refuse(permissions.objection_to_writing(by))
    reason = moving.plain_text("reason", reason, "Say why the policy is retired.")
    if replaced_by is not None and replaced_by.pk == policy.pk:
        raise ValidationError({"replaced_by": "A policy is not replaced by itself."})
    based_on = in_force_with_none_to_come(policy)
    version = drafts.begin_draft(
        policy=policy, by=by, based_on=based_on, purpose=VersionPurpose.RETIREMENT, reason=reason
    )
    if replaced_by is not None:
        version.replaced_by = replaced_by
        version.save(update_fields=["replaced_by"])
        moving.tell(version, "replacement_named", by=by, after={"replaced_by": replaced_by.key}, why=reason)
    return submit(version=version, by=by, approvers=approvers)


def in_force(policy: Policy) -> PolicyVersion:
    rows = policy.versions.filter(permissions.in_force()).exclude(origin="reconstructed")
    if (row := rows.order_by("-pk").first()) is None:
        raise ValidationError("No version of this policy is in force. Begin a draft of it.")
    return row


def in_force_with_none_to_come(policy: Policy) -> PolicyVersion:
    row = in_force(policy)
    later = predecessor(PolicyVersion(policy=policy))
    if later and later.pk != row.pk and later.effective_on and later.effective_on > timezone.localdate():
        raise ValidationError(f"{later.label or later.key} takes effect on {later.effective_on}: wait for it.")
    return row


@transaction.atomic
def withdraw(*, version: PolicyVersion, by, reason: str) -> PolicyVersion:
    """Ends a published version today; one that was never in force a day leaves the version before it in force.

    Nothing takes the place of one that was: its policy has no text in force until another is published.
    """
    version = moving.locked(version)
    moving.refuse_move("withdraw", version, by)
    reason = moving.plain_text("reason", reason, "Say why the version is withdrawn.")
    today, until = timezone.localdate(), version.superseded_on
    was_in_force = version.effective_on is None or version.effective_on < today
    end = min(today, until or today) if was_in_force else version.effective_on
    fields = {"superseded_on": end, "withdrawn_at": timezone.now(), "withdrawn_because": reason}
    moving.make_move(version, "withdraw", by=by, fields=fields, after={"superseded_on": str(end)}, why=reason)
    if not was_in_force:
        _let_go_on(version, until, by)
    return version


def _let_go_on(version: PolicyVersion, until: date | None, by) -> None:
    """What was to end when the version began, ends when that was to end."""
    rows = PolicyVersion.objects.select_for_update(of=("self",)).filter(
        policy=version.policy_id, status=VersionStatus.PUBLISHED, superseded_on=version.effective_on
    )
    for each in rows.exclude(effective_on=version.effective_on):
        was, each.superseded_on = each.superseded_on, until
        each.save(update_fields=["superseded_on"])
        moving.tell(
            each,
            "goes_on",
            by=by,
            before={"superseded_on": str(was)},
            after={"superseded_on": str(until or "")},
            why=f"{version.key} was withdrawn.",
        )
