"""What only one process over the same data may be: the worker, and `serve`."""

import fcntl
import os
from pathlib import Path

from django.conf import settings


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
