"""Puts the undecided works of a cycle in the order of likely relevance. Nothing else of a work is written here."""

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from jobs.running import enqueue, is_waiting
from reviews import telling
from reviews.models import Candidate, RelevanceOrder, ReviewCycle
from reviews.relevance.ordering import likeliest_first
from reviews.relevance.reading import count_decided, works_to_order

KIND = "reviews.order_by_relevance"  # of job
BATCH = 500  # rows written at a time, so that a decision does not wait for the database longer than a moment
Report = Callable[[int, int], None]


def order_by_relevance(cycle: ReviewCycle, *, report: Report = lambda done, total: None) -> RelevanceOrder:
    """The first of them gets 1, the last one nearly 0. What was decided keeps the place it had.

    Run by the worker. Cut short, it leaves some works with their new place and some with the old, and is done again.
    """
    began, started = timezone.now(), time.monotonic()
    decided, works = count_decided(cycle), works_to_order(cycle)
    order = likeliest_first(works.undecided, works.included, works.excluded, works.asked)
    places = [(1 - place / len(order), works.keys[position]) for place, position in enumerate(order)]
    for start in range(0, len(places), BATCH):
        _write(places[start : start + BATCH])
        report(min(start + BATCH, len(places)), len(places))
    told = {
        "ordered_at": began,
        "took": time.monotonic() - started,
        "earlier": works.earlier,
        "learned": bool(works.included and works.excluded),
        **decided,
    }
    return RelevanceOrder.objects.update_or_create(cycle=cycle, defaults=told)[0]


def ask_for_order(cycle: ReviewCycle, *, by) -> None:
    """The worker orders the works anew as soon as it can, however little was decided since."""
    telling.refuse_unless(by, "screen")
    telling.refuse_closed(cycle)
    if not is_waiting(KIND, cycle=cycle.pk):
        enqueue(KIND, cycle=cycle.pk)


def _write(places: list[tuple[float, int]]) -> None:
    """As plain SQL: `bulk_update` takes seven times as long, and decisions wait for the database meanwhile."""
    table = connection.ops.quote_name(Candidate._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET relevance = %s WHERE id = %s", places)  # noqa: S608
