import logging
import math
import os
import signal
import threading
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from jobs import locks, registry, running

PAUSE = 0.2  # seconds between looks at the tables
PAUSE_AFTER_FAULT = 5.0  # seconds
TIMED_EVERY = 60  # seconds

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "The worker: drains the change log into the search index, runs long jobs and timed tasks."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is to do now, then stop")

    def handle(self, *, once, **options):
        self.once = once
        self.stopping = threading.Event()
        self.looked_at_timed = -math.inf
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopping.set())
        lock = self.become_the_only_worker()
        if lock is None:
            return
        try:
            while not self.stopping.is_set():
                if not self.look_at_everything():
                    if once:
                        return
                    self.stopping.wait(PAUSE)
        finally:
            os.close(lock)

    def become_the_only_worker(self) -> int | None:
        """The lock; None where the wait for it was ended. A worker that is being stopped may hold it for a while."""
        told = False
        while (lock := locks.take(locks.worker_lock())) is None:
            if self.once:
                raise CommandError("Another worker is running; it does what is to do.")
            if not told:
                self.stderr.write("Another worker is running; this one waits until it ends.")
                told = True
            if self.stopping.wait(PAUSE):
                return None
        return lock

    def look_at_everything(self) -> int:
        """One look at everything there may be to do: how much of it was done, 0 for nothing."""
        busy = 0
        for name, step in registry.steps.items():
            busy += self.carefully(name, step)
        if not locks.is_first_worker():
            return busy
        if time.monotonic() - self.looked_at_timed > TIMED_EVERY:
            self.looked_at_timed = time.monotonic()
            self.carefully("timed tasks", running.run_timed)
        busy += self.carefully("jobs", lambda: running.run_next(self.stopping.is_set))
        return busy

    def carefully(self, name: str, part: Callable[[], int]) -> int:
        """Does one part. A fault in it is logged and, after a pause, keeps no other part from its work."""
        try:
            return part()
        except Exception:
            if self.once:
                raise
            log.exception("the worker's %s failed; it is tried again", name)
            close_old_connections()
            self.stopping.wait(PAUSE_AFTER_FAULT)
            return 0
