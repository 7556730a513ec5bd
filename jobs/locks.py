"""What only one process may be: the worker and `serve` over one folder, the one that runs jobs over one database."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

JOBS_LOCK = 292_140  # the number of PostgreSQL's advisory lock
_first_on: list = []  # the connection on which this process holds it


def worker_lock() -> Path:
    return settings.VAR_DIR / "worker.lock"


def serve_lock() -> Path:
    return settings.VAR_DIR / "serve.lock"


def take(path: Path) -> int | None:
    """Takes the lock for as long as this process lives, even to a kill -9; None where another process holds it.

    The descriptor it returns gives the lock back when closed. Processes started from here do not inherit it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_first_worker() -> bool:
    """Whether this process runs jobs and timed tasks: of the workers of several hosts over one database, only one does.

    It stays the first for as long as its connection lives; then whoever asks next is.
    """
    if connection.vendor != "postgresql":
        return True
    connection.ensure_connection()
    if _first_on == [connection.connection]:
        return True
    _first_on.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [JOBS_LOCK])
        if cursor.fetchone()[0]:
            _first_on.append(connection.connection)
    return bool(_first_on)
