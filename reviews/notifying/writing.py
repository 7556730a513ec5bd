"""Notices: each is written once, in the transaction of what it tells of or by the worker that finds it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reviews.models import Assignment, Notice, ReviewCycle

LONGEST = Notice._meta.get_field("text").max_length


def of_assignment(row: Assignment) -> None:
    """Nobody is told of what they asked of themselves."""
    if row.name == row.assigned_by:
        return
    until = f", until {row.due_on}" if row.due_on else ""
    text = f"{row.assigned_by} asks you to be {row.get_task_display().lower()}{until}: {named(row.cycle)}"
    write([notice(row.name, "assigned", f"{row.cycle.key}#{row.pk}", text, address(row.cycle))])


def write(notices: list[Notice]) -> int:
    """Those that were not told before; how many."""
    keys = {each.subject_key for each in notices}
    known = set(Notice.objects.filter(subject_key__in=keys).values_list("name", "event", "subject_key"))
    new = [each for each in notices if (each.name, each.event, each.subject_key) not in known]
    # Two workers, or a worker and a page, may find the same at once: the database keeps one of them.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def read(notices) -> int:
    """`notices` is a queryset of one's own."""
    return notices.filter(read_at=None).update(read_at=timezone.now())


def notice(name: str, event: str, subject_key: str, text: str, url: str) -> Notice:
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return Notice(name=name, event=event, subject_key=subject_key, text=short, url=url)


def named(cycle: ReviewCycle) -> str:
    return f"{cycle.get_type_display()} of {cycle.policy.title}, {cycle.policy.payer}"


def address(cycle: ReviewCycle) -> str:
    return reverse("review", args=[cycle.key])
