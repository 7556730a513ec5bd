"""What the worker can run. Apps register here when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Timed:
    name: str
    every: timedelta
    run: Callable[[], None]


handlers: dict[str, Callable[[Any], None]] = {}
given_up: dict[str, Callable[[dict], None]] = {}
timed: dict[str, Timed] = {}
steps: dict[str, Callable[[], int]] = {}


def register_job(
    kind: str, handler: Callable[[Any], None], *, when_given_up: Callable[[dict], None] | None = None
) -> None:
    """`handler(job)` does the work and calls `job.report` (see jobs.running.RunningJob) as it goes.

    It is called again from the start, with the cursor it last reported, when its worker was killed or stopped.
    `when_given_up(arguments)` is called once when the job failed for good: so that what waits for it is told.
    """
    handlers[kind] = handler
    if when_given_up:
        given_up[kind] = when_given_up


def register_timed(name: str, *, every: timedelta, run: Callable[[], None]) -> None:
    timed[name] = Timed(name, every, run)


def register_step(name: str, step: Callable[[], int]) -> None:
    """`step()` is called all the time, does a little work, and returns how much it did (0: nothing to do)."""
    steps[name] = step
