"""What one person has before them: due, overdue, and what waits for their word; in a few queries, whatever there is."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from policies.models import EvidenceAlert, PolicyVersion
from policies.publishing import alerts
from policies.signing import waiting
from reviews import permissions
from reviews.cycles.asked import SOON
from reviews.models import Assignment, ImportRecord, Notice, ReviewCycle
from reviews.screening.waiting import Waiting, conflicts_to_settle, needs_my_decision
from reviews.vocabulary import CycleState, RecordOutcome, ReviewTask

SHOWN = 5  # alerts


@dataclass(frozen=True)
class Task:
    """Something one is assigned to. `due_on` is the assignment's day; of a writer, else the review's."""

    assignment: Assignment
    due_on: date | None

    @property
    def cycle(self) -> ReviewCycle:
        return self.assignment.cycle


@dataclass(frozen=True)
class Counted:
    cycle: ReviewCycle
    number: int


@dataclass(frozen=True)
class Work:
    overdue: list[Task] = field(default_factory=list)
    soon: list[Task] = field(default_factory=list)  # within 60 days
    later: list[Task] = field(default_factory=list)  # and those without a day
    to_judge: list[Waiting] = field(default_factory=list)  # works that wait for one's word as a reader
    to_settle: list[Waiting] = field(default_factory=list)  # conflicts, as third reader
    duplicates: list[Counted] = field(default_factory=list)  # records that may be another one
    notices: list[Notice] = field(default_factory=list)  # not read yet
    to_sign: list[PolicyVersion] = field(default_factory=list)
    returned: list[PolicyVersion] = field(default_factory=list)
    alerts: list[EvidenceAlert] = field(default_factory=list)
    alert_count: int = 0

    @property
    def is_nothing(self) -> bool:
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def work_of(user, today: date) -> Work:
    """All of it, for their page."""
    open_alerts = alerts.listed(user, is_open=True)
    reviewing = in_reviews(user, today)
    return Work(
        **vars(reviewing)
        | {
            "to_sign": list(waiting.for_signature(user)),
            "returned": waiting.returned_to(user),
            "alerts": list(open_alerts[:SHOWN]),
            "alert_count": open_alerts.count(),
        }
    )


def in_reviews(user, today: date) -> Work:
    """What the reviews ask of them, and what they were told of and have not read."""
    notices = list(permissions.own_notices(user).filter(read_at=None)[:20])
    if not permissions.may_read_reviews(user):
        return Work(notices=notices)
    tasks = tasks_of(user)
    overdue = [task for task in tasks if task.due_on and task.due_on < today]
    soon = [task for task in tasks if task.due_on and today <= task.due_on <= today + timedelta(days=SOON)]
    return Work(
        overdue=overdue,
        soon=soon,
        later=[task for task in tasks if task not in overdue and task not in soon],
        to_judge=needs_my_decision(user),
        to_settle=conflicts_to_settle(user),
        duplicates=possible_duplicates(user),
        notices=notices,
    )


def tasks_of(user) -> list[Task]:
    """In reviews in progress, by the day they are due, those without one last."""
    rows = Assignment.objects.filter(name=user.get_username(), until=None).exclude(cycle__state=CycleState.CLOSED)
    rows = rows.filter(cycle__in=permissions.visible_cycles(user)).select_related("cycle__policy__payer")
    tasks = [Task(row, _due_on(row)) for row in rows]
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.min, task.assignment.pk))


def _due_on(row: Assignment) -> date | None:
    return row.due_on or (row.cycle.due_on if row.task == ReviewTask.WRITER else None)


def possible_duplicates(user) -> list[Counted]:
    """Of all reviews in progress, for who may settle them."""
    if permissions.objection_to(user, "search_literature"):
        return []
    rows = permissions.visible_cycles(user).exclude(state=CycleState.CLOSED)
    cycles = {cycle.pk: cycle for cycle in rows.select_related("policy__payer")}
    records = ImportRecord.objects.filter(outcome=RecordOutcome.POSSIBLE_DUPLICATE)
    return _counted(records, cycles, "batch__run__cycle") if cycles else []


def _counted(rows: QuerySet, cycles: dict[int, ReviewCycle], path: str) -> list[Counted]:
    found = rows.filter(**{f"{path}__in": cycles}).order_by().values_list(path).annotate(number=Count("pk"))
    return [Counted(cycles[pk], number) for pk, number in sorted(found)]
