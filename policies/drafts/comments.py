"""What is said of a draft beside its text: remarks on statements and criteria, answered and resolved.

A remark is no part of the version: it changes no edition and no hash. Written while the version is open to edits, and
read by whoever reads drafts for as long as the version is there.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from policies import lifecycle, permissions
from policies.models import Comment, Criterion, PolicyVersion, Statement
from policies.models.statements import of_stable_key

LONGEST = 5_000


@transaction.atomic
def comment(*, version: PolicyVersion, about: str, text: str, by) -> Comment:
    """`about` is the stable key of a statement or a criterion that the version has."""
    version = _open(version, by)
    if not _is_of(version, about):
        raise ValidationError("This draft has no such statement or criterion any more. Comment on what took its place.")
    return _say(version, about, text, by, None)


@transaction.atomic
def answer(*, to: Comment, text: str, by) -> Comment:
    version = _open(to.version, by)
    to = _first(to)
    if to.resolved_at:
        raise ValidationError(f"{to.resolved_by} resolved it meanwhile. Reopen it to answer.")
    return _say(version, to.about, text, by, to)


@transaction.atomic
def resolve(*, comment: Comment, by) -> None:
    """With all its answers. ValidationError where somebody resolved it already."""
    version = _open(comment.version, by)
    first = _first(comment)
    if first.resolved_at:
        raise ValidationError(f"{first.resolved_by} resolved it already.")
    first.resolved_by, first.resolved_at = by.get_username(), timezone.now()
    first.save(update_fields=["resolved_by", "resolved_at"])
    _tell(version, "comment_resolved", first, by)


@transaction.atomic
def reopen(*, comment: Comment, by) -> None:
    version = _open(comment.version, by)
    first = _first(comment)
    if not first.resolved_at:
        raise ValidationError("It is open already.")
    first.resolved_by, first.resolved_at = "", None
    first.save(update_fields=["resolved_by", "resolved_at"])
    _tell(version, "comment_reopened", first, by)


def _open(version: PolicyVersion, by) -> PolicyVersion:
    """The version, locked, where `by` may comment on it."""
    if objection := permissions.objection_to_commenting(by):
        raise PermissionDenied(objection)
    version = PolicyVersion.objects.select_for_update().get(pk=version.pk)
    if version.status not in lifecycle.OPEN_TO_EDITS:
        raise ValidationError(
            f"This version is {version.get_status_display().lower()}, so its comments are closed. "
            "Comment on the next draft of the policy."
        )
    return version


def _first(comment: Comment) -> Comment:
    """The remark that an answer belongs to, or the remark itself; as it is now."""
    return Comment.objects.get(pk=comment.answers_id or comment.pk)


def _is_of(version: PolicyVersion, stable_key: str) -> bool:
    if not stable_key or "\x00" in stable_key:
        return False
    said = of_stable_key(stable_key)
    return (
        Statement.objects.filter(said, version=version).exists()
        or Criterion.objects.filter(said, statement__version=version).exists()
    )


def _say(version: PolicyVersion, about: str, text: str, by, answers: Comment | None) -> Comment:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": "Write what you have to say."})
    if "\x00" in text or len(text) > LONGEST:
        raise ValidationError({"text": f"A comment is plain text of up to {LONGEST} characters."})
    said = Comment.objects.create(
        version=version, about=about, answers=answers, text=text, by=by.get_username(), at=timezone.now()
    )
    _tell(version, "comment_answered" if answers else "commented", said, by)
    return said


def _tell(version: PolicyVersion, what: str, comment: Comment, by) -> None:
    audit.actions.record(
        event=f"policy_version.{what}",
        target_type="policy_version",
        target_key=version.key,
        by=by.get_username(),
        after={"about": comment.about, "text": comment.text},
    )
