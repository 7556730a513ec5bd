"""A signed version is made the policy: one transaction, in which everything is done or nothing.

A version takes effect on the day of its publication at the earliest: what was in force on a day that is over is never
written anew. One that is published for the same day as an upcoming one supersedes it before it was in force.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from policies import lifecycle, moving, permissions
from policies.drafts.content import content_hash, content_of
from policies.models import PolicyVersion, PublishedContent, Signoff
from policies.publishing import announcing, drafting, writing
from policies.publishing.readiness import Readiness, day_problems, next_to_come, readiness_of, signing_problem
from policies.signing.standing import Standing
from policies.vocabulary import DateKind, VersionPurpose, VersionStatus
from search import changes as search_changes


@dataclass(frozen=True)
class Terms:
    """How a version is to be published. `next_review_on` None: not stated. `ends_on` is of a retirement alone."""

    effective_on: date
    next_review_on: date | None = None
    ends_on: date | None = None
    history_text: str = ""
    short_notice_reason: str = ""


@transaction.atomic
def publish(
    *,
    version: PolicyVersion,
    by,
    effective_on: date,
    next_review_on: date | None = None,
    ends_on: date | None = None,
    history_text: str = "",
    change_summary: str = "",
    bulletin: str = "",
    short_notice_reason: str = "",
) -> PolicyVersion:
    """Makes an approved version the policy from `effective_on` on, and closes the one before it on that day.

    An empty text is the one written before, else the one that is drafted. ValidationError tells all that is in the
    way at once; then nothing is done.
    """
    version = moving.locked(version)
    moving.refuse_move("publish", version, by)
    standing, ready = Standing(version), readiness_of(version)
    terms = Terms(effective_on, next_review_on, ends_on, history_text, short_notice_reason)
    if problems := _problems(version, terms, ready, standing):
        raise ValidationError(problems)
    texts = _texts(version, terms, ready, change_summary=change_summary, bulletin=bulletin)
    _write_rows(version, terms, texts["history_text"], ready, standing.standing)
    closed = _close_those_before(version, terms, by)
    to_come = next_to_come(version, effective_on)
    until = ends_on or (to_come.effective_on if to_come else None)
    version.label = version.label or writing.label_of(version, effective_on)
    _keep_content(version, terms, ready, standing.standing)
    fields = {
        "label": version.label,
        "change_summary": texts["change_summary"],
        "bulletin": texts["bulletin"],
        "published_at": timezone.now(),
        "published_by": by.get_username(),
        "effective_on": effective_on,
        "superseded_on": until,
    }
    told = {"effective_on": effective_on.isoformat(), "label": version.label, "closes": [each.key for each in closed]}
    told |= {"signed_by": [f"{each.by}: {each.verdict}" for each in standing.standing]}
    told |= {"ends_on": until.isoformat()} if until else {}
    moving.make_move(version, "publish", by=by, fields=fields, after=told, why=terms.short_notice_reason.strip())
    return version


@transaction.atomic
def write_announcement(*, version: PolicyVersion, by, change_summary: str, bulletin: str) -> PolicyVersion:
    """The texts that go out with the version. They are not what is signed: nobody's sign-off is voided by them."""
    version = moving.locked(version)
    moving.refuse(permissions.objection_to_writing(by))
    if version.status not in lifecycle.OPEN_TO_EDITS:
        raise ValidationError(f"This version is {version.get_status_display().lower()}: its texts have gone out.")
    before = {"change_summary": version.change_summary, "bulletin": version.bulletin}
    after = {
        "change_summary": moving.plain_text("change_summary", change_summary),
        "bulletin": moving.plain_text("bulletin", bulletin),
    }
    version.change_summary, version.bulletin = after["change_summary"], after["bulletin"]
    version.save(update_fields=list(after))
    moving.tell(version, "announcement_written", by=by, before=before, after=after)
    return version


def _problems(version: PolicyVersion, terms: Terms, ready: Readiness, standing: Standing) -> list[str]:
    today = timezone.localdate()
    found = [
        signing_problem(standing),
        *ready.problems,
        *day_problems(version, ready.before, terms.effective_on, today),
    ]
    if terms.next_review_on and terms.next_review_on <= terms.effective_on:
        found.append("The next review is after the day the version takes effect.")
    is_retirement = version.purpose == VersionPurpose.RETIREMENT
    if is_retirement and (not terms.ends_on or terms.ends_on <= terms.effective_on):
        found.append("Say on which day the policy ends: the first day after it was in force for the last time.")
    if terms.ends_on and not is_retirement:
        found.append("Only a retirement has a day on which it ends.")
    # What a retirement takes away it takes away at its end.
    told_for = terms.ends_on if is_retirement and terms.ends_on else terms.effective_on
    if shorter := ready.notice.objection(today, told_for):
        if settings.SHORT_NOTICE == "refuse":
            found.append(shorter)
        elif not terms.short_notice_reason.strip():
            found.append(f"{shorter} Choose a later day, or write why the notice is shorter.")
    return [problem for problem in found if problem]


def _texts(version: PolicyVersion, terms: Terms, ready: Readiness, **given: str) -> dict[str, str]:
    about = announcing.publication(
        version,
        ready.changes,
        is_first=ready.before is None,
        effective_on=terms.effective_on,
        ends_on=terms.ends_on,
    )
    drafted = announcing.texts(version, about)
    asked = {"history_text": terms.history_text, **given}
    texts = {name: moving.plain_text(name, asked[name]) or drafted[name] for name in drafted}
    day = terms.effective_on.isoformat()
    return {name: text.replace(drafting.DAY_TO_COME, day) for name, text in texts.items()}


def _write_rows(version: PolicyVersion, terms: Terms, history_text: str, ready: Readiness, signoffs: list[Signoff]):
    today = timezone.localdate()
    days = {
        DateKind.EFFECTIVE: terms.effective_on.isoformat(),
        DateKind.PUBLISHED: today.isoformat(),
        DateKind.APPROVED: max(timezone.localdate(each.at) for each in signoffs).isoformat(),
        DateKind.NEXT_REVIEW: terms.next_review_on.isoformat() if terms.next_review_on else "",
    }
    if terms.ends_on:
        days[DateKind.ARCHIVED] = terms.ends_on.isoformat()
    writing.set_dates(version, days)
    writing.put_history_on_top(
        version,
        history_text,
        published_on=today,
        effective_on=terms.effective_on,
        classes={each.change_class for each in ready.changes},
        is_first=ready.before is None,
    )


def open_before(version: PolicyVersion, day: date) -> QuerySet[PolicyVersion]:
    """The published versions of the policy that would still be in force on the day."""
    rows = PolicyVersion.objects.filter(policy=version.policy_id, status=VersionStatus.PUBLISHED).exclude(pk=version.pk)
    begun = Q(effective_on=None) | Q(effective_on__lte=day)
    return rows.filter(begun & (Q(superseded_on=None) | Q(superseded_on__gt=day)))


def _close_those_before(version: PolicyVersion, terms: Terms, by) -> list[PolicyVersion]:
    closed = list(open_before(version, terms.effective_on).select_for_update(of=("self",)))
    for each in closed:
        was, each.superseded_on = each.superseded_on, terms.effective_on
        each.save(update_fields=["superseded_on"])
        moving.tell(
            each,
            "superseded",
            by=by,
            before={"superseded_on": was.isoformat() if was else ""},
            after={"superseded_on": terms.effective_on.isoformat(), "by_version": version.key},
        )
        search_changes.record("statement", list(each.statements.values_list("key", flat=True)))
    return closed


def _keep_content(version: PolicyVersion, terms: Terms, ready: Readiness, signoffs: list[Signoff]) -> None:
    """The whole of it, with the rows just written; what was signed is the same without those."""
    content = content_of(version)
    PublishedContent.objects.create(
        version=version,
        content=content,
        content_hash=content_hash(content),
        signoffs=[
            {
                "by": each.by,
                "at": each.at.isoformat(),
                "verdict": each.verdict,
                "comments": each.comments,
                "edition": each.edition,
                "content_hash": each.content_hash,
            }
            for each in signoffs
        ],
        notice={
            "asked": ready.notice.days,
            "because": ready.notice.because,
            "given": ((terms.ends_on or terms.effective_on) - timezone.localdate()).days,
            "reason": terms.short_notice_reason.strip(),
            "classes": {each.change.name: each.change_class for each in ready.changes},
        },
    )
