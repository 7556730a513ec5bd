"""Sign-off: every write of it. Permitted, audited, each in one transaction, one at a time for a version."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit.roles import APPROVER, roles_of
from policies import moving, permissions
from policies.drafts.content import evidence_marks
from policies.models import ApproverAsked, PolicyVersion, Signoff
from policies.signing.readiness import lacks
from policies.signing.standing import Standing
from policies.vocabulary import SignoffVerdict, VersionStatus

CHANGED_SINCE = (
    "The draft, or a figure it rests on, was changed after you opened this page. Read what changed, and sign then."
)


@transaction.atomic
def submit(*, version: PolicyVersion, by, approvers: list[str]) -> PolicyVersion:
    """Sends a draft to these accounts to be signed. ValidationError tells all that is not ready at once."""
    version = moving.locked(version)
    moving.refuse_move("submit", version, by)
    names = list(dict.fromkeys(name.strip() for name in approvers if name.strip()))
    problems = [lack.sentence for lack in lacks(version)] + _objections_to_asking(names, version)
    if len(names) < settings.SIGNOFFS_NEEDED:
        problems.append(f"Name {settings.SIGNOFFS_NEEDED} approvers; here are {len(names)}.")
    if problems:
        raise ValidationError(problems)
    _ask(version, names, by)
    moving.make_move(version, "submit", by=by, after={"approvers": names, "edition": version.edition})
    return version


@transaction.atomic
def recall(*, version: PolicyVersion, by) -> PolicyVersion:
    """Takes a version back from its approvers, to be written on."""
    version = moving.locked(version)
    moving.refuse_move("recall", version, by)
    moving.make_move(version, "recall", by=by)
    return version


@transaction.atomic
def sign(*, version: PolicyVersion, by, verdict: str, comments: str = "", content_hash: str = "") -> Signoff:
    """One approver's word on the version as it stands; enough of them make it approved, one return a draft again.

    `content_hash` is of what they read, where a page or a program knows it: another content is not signed unseen.
    """
    version = moving.locked(version)
    moving.refuse(permissions.objection_to_move(by, "approve"))
    standing = Standing(version)
    _refuse_signing(standing, by)
    if verdict not in SignoffVerdict.values:
        raise ValidationError({"verdict": "Choose approve, approve with comments, or return."})
    asks = "" if verdict == SignoffVerdict.APPROVED else "Write the comments: the writer has to know what you mean."
    comments = moving.plain_text("comments", comments, asks)
    if content_hash and content_hash != standing.hash:
        raise ValidationError(CHANGED_SINCE)
    if version.status == VersionStatus.APPROVED and not standing.is_enough:
        moving.make_move(version, "reopen", by=by, why="What was signed had changed.")
    moving.refuse_move("approve", version, by)
    signoff = Signoff.objects.create(
        version=version,
        by=by.get_username(),
        at=timezone.now(),
        verdict=verdict,
        comments=comments,
        content_hash=standing.hash,
        edition=version.edition,
        evidence=evidence_marks(standing.content),
    )
    _tell_of(signoff, by)
    _move_on(version, signoff, by)
    return signoff


@transaction.atomic
def reassign(*, version: PolicyVersion, from_name: str, to_name: str, by, reason: str) -> ApproverAsked:
    """Asks one approver in place of another. The word of the one replaced does not count any more."""
    version = moving.locked(version)
    moving.refuse(permissions.objection_to_reassigning(by))
    if version.status != VersionStatus.IN_REVIEW:
        raise ValidationError(
            f"Approvers are replaced while a version is in review; this one is {version.get_status_display().lower()}."
        )
    reason = moving.plain_text("reason", reason, "Say why the approver is replaced.")
    asked_now = {row.name: row for row in version.approvers_asked.filter(until=None)}
    asked = asked_now.get(from_name)
    if asked is None:
        raise ValidationError({"from_name": f"{from_name or 'Nobody'} is not asked to sign this version."})
    problems = _objections_to_asking([to_name], version)
    if to_name in asked_now:
        problems.append(f"{to_name} is asked already. Choose somebody else.")
    if problems:
        raise ValidationError({"to_name": problems})
    asked.until, asked.replaced_by, asked.reason = timezone.now(), to_name, reason
    asked.save(update_fields=["until", "replaced_by", "reason"])
    moving.tell(
        version, "approver_replaced", by=by, before={"approver": from_name}, after={"approver": to_name}, why=reason
    )
    return ApproverAsked.objects.create(version=version, name=to_name, asked_by=by.get_username(), asked_at=asked.until)


def approvers_to_choose(version: PolicyVersion) -> list[str]:
    """The names of the accounts that could be asked."""
    rows = User.objects.filter(is_active=True, groups__name=APPROVER).exclude(username__in=version.authors)
    return list(rows.order_by("username").values_list("username", flat=True))


def active_approvers(names: list[str]) -> set[str]:
    """Those of them who can sign: whose account is active, and an Approver's."""
    rows = User.objects.filter(username__in=names, is_active=True, groups__name=APPROVER)
    return set(rows.values_list("username", flat=True))


def _objections_to_asking(names: list[str], version: PolicyVersion) -> list[str]:
    known = {
        user.get_username(): user for user in User.objects.filter(username__in=[n for n in names if "\x00" not in n])
    }
    found = []
    for name in names:
        user = known.get(name)
        if user is None or not user.is_active:
            found.append(f'There is no active account "{name[:150]}".')
        elif APPROVER not in roles_of(user):
            found.append(f"{name} is no Approver.")
        elif name in version.authors:
            found.append(f"{name} wrote on this draft, and nobody signs what they wrote.")
    return found


def _ask(version: PolicyVersion, names: list[str], by) -> None:
    """Those asked before and named again stay asked; where their word does not approve this very text, anew."""
    now, standing = timezone.now(), Standing(version)
    approved = {signoff.by for signoff in standing.standing}
    version.approvers_asked.filter(until=None).exclude(name__in=names).update(until=now, reason="Not named again.")
    version.approvers_asked.filter(until=None).exclude(name__in=approved).update(asked_at=now)
    ApproverAsked.objects.bulk_create(
        ApproverAsked(version=version, name=name, asked_by=by.get_username(), asked_at=now)
        for name in names
        if name not in standing.names
    )


def _refuse_signing(standing: Standing, by) -> None:
    name = by.get_username()
    if name in standing.version.authors:
        raise PermissionDenied("You wrote on this draft, and nobody signs what they wrote. Others are asked to.")
    if name not in standing.names:
        asked = ", ".join(standing.names) or "nobody yet"
        raise ValidationError(f"You are not asked to sign this version. Asked: {asked}.")


def _tell_of(signoff: Signoff, by) -> None:
    """Where approvers sign blind, the trail says that somebody signed, and what they said once it is published."""
    told = {"edition": signoff.edition, "content": signoff.content_hash}
    if not settings.SIGNOFFS_BLIND:
        told |= {"verdict": signoff.verdict}
    moving.tell(signoff.version, "signed", by=by, after=told, why="" if settings.SIGNOFFS_BLIND else signoff.comments)


def _move_on(version: PolicyVersion, signoff: Signoff, by) -> None:
    if signoff.verdict == SignoffVerdict.RETURNED:
        moving.make_move(version, "return", by=by, why=signoff.comments)
        return
    standing = Standing(version)
    if standing.is_enough:
        names = [each.by for each in standing.standing]
        moving.make_move(version, "approve", by=by, after={"signed_by": names, "content": standing.hash})
