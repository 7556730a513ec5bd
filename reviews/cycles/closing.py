"""A cycle ends: on the version that came of it, or without one, deferred or rejected, for a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from policies.models import PolicyVersion
from policies.vocabulary import DateKind, VersionPurpose, VersionStatus
from reviews import telling
from reviews.cycles import moving
from reviews.cycles.hindrances import Hindrance
from reviews.cycles.opening import open_cycle
from reviews.flow import counting
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleOutcome, CycleType

OUTCOMES = {
    VersionPurpose.NEW: CycleOutcome.NEW,
    VersionPurpose.REVISION: CycleOutcome.REVISED,
    VersionPurpose.CORRECTION: CycleOutcome.REVISED,
    VersionPurpose.REAFFIRMATION: CycleOutcome.REAFFIRMED,
    VersionPurpose.RETIREMENT: CycleOutcome.RETIRED,
}
# What a cycle of these types is for; one that comes to anything else is rejected, and another opened.
EXPECTED = {CycleType.NEW_POLICY: CycleOutcome.NEW, CycleType.RETIREMENT: CycleOutcome.RETIRED}


def outcome_of(version: PolicyVersion) -> CycleOutcome:
    """What a cycle comes to that closes on this version: it follows from what the version was written for."""
    return OUTCOMES[VersionPurpose(version.purpose)]


@transaction.atomic
def close(
    *, cycle: ReviewCycle, by, next_due_on: date | None = None, outcome: str = "", opens_next: bool = False
) -> ReviewCycle:
    """Closes on the published version. `outcome` "": the one that follows from it; another is refused.

    `next_due_on` None: not stated. With `opens_next` the next annual review is opened with that day, and returned
    by `next_of`.
    """
    cycle = telling.locked(cycle)
    moving.refuse(cycle, "close", by)
    follows = outcome_of(_published(cycle))
    if outcome and outcome != follows:
        raise ValidationError({"outcome": f"{cycle.version.key} makes this review {follows.label.lower()}."})
    expected = EXPECTED.get(CycleType(cycle.type), follows)
    if follows != expected:
        raise ValidationError(
            f"{cycle.get_type_display()} ends with a version that is {expected.label.lower()}; this one makes it "
            f"{follows.label.lower()}. Reject this review, and open another one for that."
        )
    searched = cycle.literature_searched_through or _searched_through(cycle.version)
    _end(cycle, "close", by, follows, next_due_on, searched=searched)
    if opens_next:
        open_cycle(policy=cycle.policy, by=by, due_on=next_due_on)
    return cycle


@transaction.atomic
def defer(*, cycle: ReviewCycle, by, reason: str, next_due_on: date | None = None) -> ReviewCycle:
    """Puts the review off; the policy stays as it is."""
    return _without_version(cycle, "defer", by, CycleOutcome.DEFERRED, reason, next_due_on)


@transaction.atomic
def reject(*, cycle: ReviewCycle, by, reason: str, next_due_on: date | None = None) -> ReviewCycle:
    """Ends the review without what it was to bring."""
    return _without_version(cycle, "reject", by, CycleOutcome.REJECTED, reason, next_due_on)


def _without_version(cycle, name: str, by, outcome: CycleOutcome, reason: str, next_due_on) -> ReviewCycle:
    cycle = telling.locked(cycle)
    moving.refuse(cycle, name, by)
    reason = telling.plain_text("reason", reason, f"Say why the review is {outcome.label.lower()}.")
    _end(cycle, name, by, outcome, next_due_on, why=reason)
    return cycle


def next_of(cycle: ReviewCycle) -> ReviewCycle | None:
    return ReviewCycle.objects.filter(previous=cycle).order_by("-pk").first()


def unpublished(cycle: ReviewCycle) -> list[Hindrance]:
    """Why the cycle cannot close on its version yet."""
    version = cycle.version
    if version is None:
        page = reverse("review-draft", args=[cycle.key])
        return [Hindrance("No version came of this review. Write its draft, or defer or reject it.", page)]
    if version.status != VersionStatus.PUBLISHED:
        state = version.get_status_display().lower()
        page = reverse("draft-signing", args=[version.key])
        return [Hindrance(f"{version.key} is {state}. A review closes on a version that is published.", page)]
    return []


def _published(cycle: ReviewCycle) -> PolicyVersion:
    if found := unpublished(cycle):
        raise ValidationError([each.sentence for each in found])
    return cycle.version


def _searched_through(version: PolicyVersion) -> str:
    row = version.dates.filter(kind=DateKind.LITERATURE_SEARCHED_THROUGH).exclude(on="").first()
    return row.on if row else ""


def _end(cycle, name: str, by, outcome: CycleOutcome, next_due_on, *, why: str = "", searched: str = "") -> None:
    today = timezone.localdate()
    if next_due_on and next_due_on <= today:
        raise ValidationError({"next_due_on": "The next review is due on a day to come."})
    flow = counting.flow_of(cycle)  # asked while it is still in progress
    fields = {
        "outcome": outcome,
        "closed_on": today.isoformat(),
        "closed_by": by.get_username(),
        "closed_because": why,
        "next_due_on": next_due_on,
        "flow": flow,
        "literature_searched_through": searched or cycle.literature_searched_through,
    }
    cycle.assignments.filter(until=None).update(until=timezone.now())
    told = {"outcome": outcome.value, "next_due_on": str(next_due_on or "")}
    told |= {"version": cycle.version.key} if cycle.version and name == "close" else {}
    moving.made(cycle, name, by=by, fields=fields, after=told, why=why)
