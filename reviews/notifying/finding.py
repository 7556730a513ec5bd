"""What the worker finds that people are to be told of: days that come or are over, and decisions they are asked for."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from policies.models import ApproverAsked, Signoff
from policies.vocabulary import VersionStatus
from reviews.cycles.due import BY
from reviews.cycles.due_dates import STAGES, in_words, stage_of
from reviews.cycles.listing import WRITERS
from reviews.models import Assignment, Candidate, Notice, ReviewCycle
from reviews.notifying.writing import address, named, notice, write
from reviews.vocabulary import CycleState, ReviewTask, ScreeningStatus

AHEAD = timedelta(days=max(most for most, _ in STAGES))


def find(today: date) -> int:
    """Writes the notices that nobody was told of before; how many."""
    return write([*_reviews_due(today), *_tasks_due(today), *_decisions_asked(), *_conflicts()])


def _reviews_due(today: date) -> Iterator[Notice]:
    """To those who write it or, where nobody does, to who opened it."""
    cycles = ReviewCycle.objects.exclude(state=CycleState.CLOSED).filter(due_on__lte=today + AHEAD)
    cycles = cycles.select_related("policy__payer").prefetch_related(
        Prefetch("assignments", WRITERS, to_attr="writing")
    )
    for cycle in cycles:
        names = [row.name for row in cycle.writing] or [cycle.opened_by]
        text = f"{named(cycle)} {_due(cycle.due_on, today)}"
        for name in names:
            if name and name != BY:
                yield _of_day(name, cycle.key, cycle.due_on, today, text, address(cycle))


def _tasks_due(today: date) -> Iterator[Notice]:
    rows = Assignment.objects.filter(until=None, due_on__lte=today + AHEAD).exclude(cycle__state=CycleState.CLOSED)
    for row in rows.select_related("cycle__policy__payer"):
        text = f"Your task as {row.get_task_display().lower()} {_due(row.due_on, today)}: {named(row.cycle)}"
        yield _of_day(row.name, f"{row.cycle.key}#{row.pk}", row.due_on, today, text, address(row.cycle))


def _of_day(name: str, key: str, due_on: date, today: date, text: str, url: str) -> Notice:
    """Another day is told of anew."""
    return notice(name, stage_of(due_on, today), f"{key} {due_on}", text, url)


def _due(due_on: date, today: date) -> str:
    verb = "was" if due_on < today else "is"
    return f"{verb} due on {due_on}, {in_words(due_on, today)}"


def _decisions_asked() -> Iterator[Notice]:
    """Sign-offs that are asked for and not given since; asked again, they are told again."""
    said = Signoff.objects.filter(version=OuterRef("version"), by=OuterRef("name"), at__gte=OuterRef("asked_at"))
    rows = ApproverAsked.objects.filter(~Exists(said), until=None, version__status=VersionStatus.IN_REVIEW)
    for row in rows.select_related("version__policy__payer"):
        version = row.version
        what = version.get_purpose_display().lower()
        text = f"{row.asked_by} asks you to sign: {version.policy.title}, {version.policy.payer} ({what})"
        key = f"{version.key} {row.asked_at.isoformat()}"
        yield notice(row.name, "decision_asked", key, text, reverse("draft-signing", args=[version.key]))


def _conflicts() -> Iterator[Notice]:
    """To third readers, once for each review."""
    conflict = Q(title_abstract=ScreeningStatus.CONFLICT) | Q(full_text=ScreeningStatus.CONFLICT)
    open_ones = Candidate.objects.filter(conflict, cycle=OuterRef("cycle"))
    rows = Assignment.objects.filter(Exists(open_ones), until=None, task=ReviewTask.THIRD_READER)
    for row in rows.exclude(cycle__state=CycleState.CLOSED).select_related("cycle__policy__payer"):
        text = f"Readers disagree, and you settle it: {named(row.cycle)}"
        yield notice(row.name, "decision_asked", f"{row.cycle.key}#{row.pk}", text, address(row.cycle))
