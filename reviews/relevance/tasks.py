"""What the worker does for the order of likely relevance: learns it anew when enough was decided."""

import math
import time
from datetime import timedelta

from django.utils import timezone

from jobs import registry
from jobs.models import Job
from jobs.running import RunningJob, enqueue, is_waiting
from reviews.models import ReviewCycle
from reviews.relevance.actions import KIND, order_by_relevance
from reviews.relevance.reading import cycles_wanting_order

LOOK_EVERY = 2.0  # seconds
REST = 2  # a cycle is left alone for this many times as long as ordering it took, however fast it is decided on
REST_AFTER_FAULT = timedelta(minutes=10)
_looked_at = -math.inf


def register() -> None:
    registry.register_job(KIND, run)
    registry.register_step("reviews.relevance_follows", follow)


def run(job: RunningJob) -> None:
    cycle = ReviewCycle.objects.filter(pk=job.arguments["cycle"]).first()
    if cycle is not None and not cycle.is_closed:
        order_by_relevance(cycle, report=job.report)


def follow() -> int:
    """Asks for a new order of the cycles that want one, now and then; returns of how many."""
    global _looked_at
    if time.monotonic() - _looked_at < LOOK_EVERY:
        return 0
    _looked_at = time.monotonic()
    return ask_where_wanted()


def ask_where_wanted() -> int:
    wanting = [cycle for cycle in cycles_wanting_order() if not is_resting(cycle)]
    for cycle in wanting:
        enqueue(KIND, cycle=cycle.pk)
    return len(wanting)


def is_resting(cycle: ReviewCycle) -> bool:
    """Whether its works are being put in order, were just now, or could not be a while ago."""
    if is_waiting(KIND, cycle=cycle.pk):
        return True
    failed = Job.objects.filter(kind=KIND, state=Job.State.FAILED, arguments__cycle=cycle.pk)
    if failed.filter(finished_at__gt=timezone.now() - REST_AFTER_FAULT).exists():
        return True
    order = getattr(cycle, "relevance_order", None)
    return order is not None and timezone.now() - order.ordered_at < timedelta(seconds=(1 + REST) * order.took)
