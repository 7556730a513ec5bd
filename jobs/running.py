"""Taking jobs from the table and running them, one at a time.

One worker runs jobs over one database (jobs.locks), so a job found running was left there by a worker that was killed.
"""

import logging
from collections.abc import Callable

from django.utils import timezone

from jobs import registry
from jobs.models import Job, TimedTask

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


class Interrupted(Exception):
    """The worker is to stop. The job is broken off and goes on from its cursor when there is a worker again."""


def enqueue(kind: str, **arguments) -> Job:
    if kind not in registry.handlers:
        raise ValueError(f"there is no job called {kind}")
    return Job.objects.create(kind=kind, arguments=arguments)


def is_waiting(kind: str, **arguments) -> bool:
    """Whether such a job with these arguments runs, or will."""
    unfinished = [Job.State.QUEUED, Job.State.RUNNING]
    return Job.objects.filter(kind=kind, state__in=unfinished, arguments=arguments).exists()


class RunningJob:
    """A job as its handler sees it."""

    def __init__(self, row: Job, stopping: Callable[[], bool]):
        self._row = row
        self._stopping = stopping

    @property
    def arguments(self) -> dict:
        return self._row.arguments

    @property
    def cursor(self) -> dict:
        """What the last report before a kill or a stop kept; empty on the first run."""
        return self._row.cursor

    def report(self, done: int, total: int, cursor: dict | None = None) -> None:
        """Keeps how far the job is. Raises Interrupted where the worker is to stop.

        Called in the transaction of the work it tells of, neither is kept without the other.
        """
        if cursor is not None:
            self._row.cursor = cursor
        self._row.done, self._row.total, self._row.heartbeat_at = done, total, timezone.now()
        self._row.save(update_fields=["done", "total", "cursor", "heartbeat_at"])
        if self._stopping():
            raise Interrupted


def run_next(stopping: Callable[[], bool] = lambda: False) -> bool:
    """Runs the next job and says whether there was one. `stopping` is asked whenever the job reports."""
    row = _claim()
    if row is None:
        return False
    try:
        registry.handlers[row.kind](RunningJob(row, stopping))
    except Interrupted:
        _put_back(row)
    except Exception as error:
        log.exception("job %s (%s) failed", row.pk, row.kind)
        _finish(row, Job.State.FAILED, f"{type(error).__name__}: {error}")
    else:
        _finish(row, Job.State.DONE, "")
    return True


def _claim() -> Job | None:
    """The next job that can be run, marked as running. One taken up too often is given up."""
    while row := Job.objects.filter(state__in=[Job.State.RUNNING, Job.State.QUEUED]).first():
        if row.kind not in registry.handlers:
            _finish(row, Job.State.FAILED, "nothing here can run a job of this kind")
        elif row.attempts >= MOST_ATTEMPTS:
            _finish(row, Job.State.FAILED, f"given up: its worker was killed {row.attempts} times while it ran")
        else:
            row.state, row.heartbeat_at, row.attempts = Job.State.RUNNING, timezone.now(), row.attempts + 1
            row.save(update_fields=["state", "heartbeat_at", "attempts"])
            return row
    return None


def _put_back(row: Job) -> None:
    row.state, row.attempts = Job.State.QUEUED, row.attempts - 1
    row.save(update_fields=["state", "attempts"])


def _finish(row: Job, state: str, message: str) -> None:
    row.state, row.message, row.finished_at = state, message, timezone.now()
    row.save(update_fields=["state", "message", "finished_at"])
    if state == Job.State.FAILED and row.kind in registry.given_up:
        registry.given_up[row.kind](row.arguments)


def run_timed() -> int:
    """Runs the timed tasks that are due and returns how many. One that fails is tried again when it is next due."""
    now, run = timezone.now(), 0
    last_runs = dict(TimedTask.objects.values_list("name", "last_run_at"))
    for task in registry.timed.values():
        if task.name in last_runs and now - last_runs[task.name] < task.every:
            continue
        TimedTask.objects.update_or_create(name=task.name, defaults={"last_run_at": now})
        try:
            task.run()
        except Exception:
            log.exception("timed task %s failed", task.name)
        run += 1
    return run
