"""The reviews a list shows, in a number of queries that does not grow with them."""

from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from reviews.cycles import asked as asking
from reviews.models import Assignment, ReviewCycle
from reviews.permissions import visible_cycles
from reviews.vocabulary import CycleState, ReviewTask

# Each cycle's own writers are at `writing`, as rows of Assignment.
WRITERS = Assignment.objects.filter(task=ReviewTask.WRITER, until=None)


def listed(user, asked: asking.Asked, today: date) -> QuerySet[ReviewCycle]:
    """Those in progress first, by the day they are due; then the closed ones, the last closed first."""
    rows = visible_cycles(user).filter(_narrowed(asked, today))
    if asked.writer:
        rows = rows.filter(_of_writer(asked.writer))
    last = Case(When(state=CycleState.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
    due = Case(When(state=CycleState.CLOSED, then=None), default=F("due_on"))
    rows = rows.order_by(last, due.asc(nulls_last=True), F("closed_on").desc(), "-pk")
    return rows.select_related("policy__payer", "document", "version").prefetch_related(
        Prefetch("assignments", WRITERS, to_attr="writing")
    )


def _narrowed(asked: asking.Asked, today: date) -> Q:
    found = Q()
    if asked.state == asking.IN_PROGRESS:
        found &= ~Q(state=CycleState.CLOSED)
    elif asked.state:
        found &= Q(state=asked.state)
    if asked.type:
        found &= Q(type=asked.type)
    if asked.due:
        found &= DUE[asked.due](today) & ~Q(state=CycleState.CLOSED)
    return found


DUE = {
    "overdue": lambda today: Q(due_on__lt=today),
    "60_days": lambda today: Q(due_on__gte=today, due_on__lte=today + timedelta(days=asking.SOON)),
    "not_stated": lambda today: Q(due_on=None),
}


def _of_writer(name: str) -> Q:
    if name == asking.UNASSIGNED:
        return ~Q(pk__in=WRITERS.values("cycle")) & ~Q(state=CycleState.CLOSED)
    return Q(pk__in=WRITERS.filter(name=name).values("cycle"))
