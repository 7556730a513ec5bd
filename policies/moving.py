"""One move of a version along its lifecycle: locked, permitted by the table, told to the trail and to search."""

from django.core.exceptions import PermissionDenied, ValidationError

import audit.actions
from policies import lifecycle, permissions
from policies.models import Policy, PolicyVersion
from search import changes as search_changes

LONGEST_TEXT = 20_000


def locked(version: PolicyVersion) -> PolicyVersion:
    """The row as it is now, kept for the transaction. Its policy is locked first, so that no two ends are made."""
    Policy.objects.select_for_update().get(pk=version.policy_id)
    return PolicyVersion.objects.select_for_update(of=("self",)).select_related("policy__payer").get(pk=version.pk)


def refuse_move(name: str, version: PolicyVersion, by) -> None:
    """PermissionDenied where `by` may not make it, ValidationError where the version cannot."""
    refuse(permissions.objection_to_move(by, name))
    if objection := lifecycle.objection(name, version.status):
        raise ValidationError(objection)


def refuse(objection: str) -> None:
    if objection:
        raise PermissionDenied(objection)


def make_move(
    version: PolicyVersion, name: str, *, by, fields: dict | None = None, after: dict | None = None, why: str = ""
) -> None:
    """Sets the status, and `fields` of the version with it. What is searched changes its audience with the status."""
    was, move = version.status, lifecycle.move(name)
    for field, value in {"status": move.end, **(fields or {})}.items():
        setattr(version, field, value)
    version.save(update_fields=["status", *(fields or {})])
    tell(version, move.event, by=by, before={"status": was}, after={"status": move.end.value, **(after or {})}, why=why)
    search_changes.record("policy", [version.policy.key])
    search_changes.record("statement", list(version.statements.values_list("key", flat=True)))


def tell(version: PolicyVersion, event: str, *, by, before=None, after=None, why: str = "") -> None:
    audit.actions.record(
        event=f"policy_version.{event}",
        target_type="policy_version",
        target_key=version.key,
        by=by.get_username(),
        before=before,
        after=after,
        why=why,
    )


def plain_text(name: str, text: str, needed: str = "") -> str:
    """The text as it is kept; ValidationError where it cannot be, or where one is `needed`, which says for what."""
    text = text.replace("\r\n", "\n").strip()
    if "\x00" in text or len(text) > LONGEST_TEXT:
        raise ValidationError({name: f"This is plain text of up to {LONGEST_TEXT} characters."})
    if needed and not text:
        raise ValidationError({name: needed})
    return text
