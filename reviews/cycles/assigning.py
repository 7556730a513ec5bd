"""Who does what in a cycle: asked until it is done, or somebody else is."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.acts import ACTS
from audit.permissions import may
from reviews import telling
from reviews.models import Assignment, ReviewCycle
from reviews.notifying import writing as notices
from reviews.vocabulary import ReviewTask

# What somebody has to be allowed to do, to be asked to do it.
ACT_OF = {ReviewTask.WRITER: "write_drafts", ReviewTask.READER: "screen", ReviewTask.THIRD_READER: "screen"}
READING = (ReviewTask.READER, ReviewTask.THIRD_READER)


@transaction.atomic
def assign(*, cycle: ReviewCycle, by, name: str, task: str, due_on: date | None = None) -> Assignment:
    """Asks the account of that name; asked again for the same, it is given the new day. They are told of it."""
    cycle = telling.locked(cycle)
    telling.refuse_unless(by, "keep_reviews")
    telling.refuse_closed(cycle)
    if task not in ReviewTask.values:
        raise ValidationError({"task": "Choose what they are to do."})
    asked = ReviewTask(task)
    name = _able(name, asked)
    _refuse_settling_ones_own(cycle, name, asked)
    if row := now_asked(cycle, name, task):
        return _put_off(row, due_on, by)
    row = Assignment.objects.create(cycle=cycle, name=name, task=task, due_on=due_on, assigned_by=by.get_username())
    told = {"name": name, "task": task, "due_on": str(due_on or "")}
    telling.tell(cycle, "assigned", by=by, after=told)
    notices.of_assignment(row)
    return row


@transaction.atomic
def end(*, assignment: Assignment, by) -> None:
    """Asks them no more. What they did stands."""
    cycle = telling.locked(assignment.cycle)
    telling.refuse_unless(by, "keep_reviews")
    telling.refuse_closed(cycle)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.until:
        raise ValidationError(f"{row.name} is not asked any more.")
    row.until = timezone.now()
    row.save(update_fields=["until"])
    telling.tell(cycle, "assignment_ended", by=by, before={"name": row.name, "task": row.task})


def now_asked(cycle: ReviewCycle, name: str, task: str) -> Assignment | None:
    """The assignment of that account to that task, unless it has ended."""
    return cycle.assignments.filter(name=name, task=task, until=None).first()


def able(task: str) -> list[str]:
    """The names of the accounts that may be asked, in order."""
    roles = ACTS[ACT_OF[ReviewTask(task)]].roles
    accounts = User.objects.filter(is_active=True, groups__name__in=roles)
    return list(accounts.distinct().order_by("username").values_list("username", flat=True))


def _able(name: str, task: ReviewTask) -> str:
    name = name.strip()
    account = User.objects.filter(username=name, is_active=True).first() if name and "\x00" not in name else None
    if account is None:
        raise ValidationError({"name": "There is no account of this name that can sign in. Choose one of the list."})
    if not may(account, ACT_OF[task]):
        what = ACTS[ACT_OF[task]].does
        raise ValidationError({"name": f"{name} has no role that may {what}. An Administrator gives roles."})
    return account.get_username()


def _refuse_settling_ones_own(cycle: ReviewCycle, name: str, task: ReviewTask) -> None:
    if task not in READING:
        return
    other = ReviewTask.THIRD_READER if task == ReviewTask.READER else ReviewTask.READER
    if cycle.assignments.filter(name=name, task=other, until=None).exists():
        raise ValidationError(
            {"name": f"{name} is {other.label.lower()} here: who settles a conflict is none of its readers."}
        )


def _put_off(row: Assignment, due_on: date | None, by) -> Assignment:
    if row.due_on == due_on:
        raise ValidationError({"name": f"{row.name} is {row.get_task_display().lower()} of this review already."})
    was, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    about = {"name": row.name, "task": row.task}
    before, after = {**about, "due_on": str(was or "")}, {**about, "due_on": str(due_on or "")}
    telling.tell(row.cycle, "assignment_due", by=by, before=before, after=after)
    return row
