"""Reads the trail: a page at a time by its indexes, however long it has grown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from audit import subjects
from audit.asked import Asked
from audit.models import AuditEvent

PAGE_SIZE = 50
# The distinct values of an indexed column, each found by one step in the index instead of a walk over all rows.
DISTINCT = """
WITH RECURSIVE each(value) AS (
    SELECT min({column}) FROM audit_auditevent
    UNION ALL
    SELECT (SELECT min({column}) FROM audit_auditevent WHERE {column} > each.value) FROM each WHERE value IS NOT NULL
)
SELECT value FROM each WHERE value IS NOT NULL
"""


@dataclass(frozen=True)
class Page:
    """`older` asks the next page; None on the last."""

    events: Sequence[AuditEvent]
    older: Asked | None


def page_of(asked: Asked, size: int = PAGE_SIZE) -> Page:
    """The events asked for, newest first. No count: that alone would read every row of a long trail."""
    found = list(events_of(asked)[: size + 1])
    return Page(found[:size], asked.older_than(found[size - 1].pk) if len(found) > size else None)


def events_of(asked: Asked) -> QuerySet[AuditEvent]:
    exact = {"by": asked.by, "event": asked.event}
    events = AuditEvent.objects.filter(_object(asked), **{name: value for name, value in exact.items() if value})
    if asked.since:
        events = events.filter(at__gte=_start_of(asked.since))
    if asked.until and asked.until < date.max:
        events = events.filter(at__lt=_start_of(asked.until + timedelta(days=1)))
    if asked.text:
        events = _with_text(events, asked.text)
    return _older_than(events, asked.before) if asked.before else events


def _object(asked: Asked) -> Q:
    """The object asked for, and what belongs to it: of a policy its versions, those given up too."""
    exact = {"target_type": asked.type, "target_key": asked.key}
    found = Q(**{name: value for name, value in exact.items() if value})
    if asked.names_one_object and (parts := subjects.parts_of(asked.type)):
        found |= Q(target_type__in=parts, target_key__startswith=f"{asked.key}/")
    return found


def _start_of(day: date) -> datetime:
    try:
        return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
    except OverflowError:  # the first or the last day there is, in a time zone off UTC
        return datetime.combine(day, time(), tzinfo=UTC)


def _with_text(events: QuerySet[AuditEvent], text: str) -> QuerySet[AuditEvent]:
    """Those with the text in what was, is, or why, in either case.

    What was and is are JSON, which one database keeps with signs such as quotes and é escaped, the other without.
    """
    found = Q(why__icontains=text)
    for written in {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}:
        found |= Q(was__icontains=written) | Q(became__icontains=written)
    return events.alias(was=Cast("before", TextField()), became=Cast("after", TextField())).filter(found)


def _older_than(events: QuerySet[AuditEvent], pk: int) -> QuerySet[AuditEvent]:
    last = AuditEvent.objects.filter(pk=pk).values_list("at", flat=True).first()
    if last is None:
        return events.none()
    return events.filter(at__lte=last).exclude(at=last, pk__gte=pk)


def kinds_of(column: str) -> list[str]:
    """Every value of "event" or "target_type" that occurs, in order."""
    if column not in ("event", "target_type"):
        raise ValueError(f"{column} has no index to walk")
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column))
        return [value for (value,) in cursor.fetchall()]
