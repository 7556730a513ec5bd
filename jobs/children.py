"""Processes that are started and stopped together, and that end with the one that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time

from django.conf import settings

LINUX = sys.platform.startswith("linux")
LIBC = ctypes.CDLL(None) if LINUX else None
PR_SET_PDEATHSIG = 1


class Child:
    """A Python program started from here, in a session of its own: Ctrl-C reaches us, and we stop it."""

    def __init__(self, *arguments: str):
        self._parent = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=self._end_with_parent if LINUX else None,
        )

    def _end_with_parent(self) -> None:
        # A `finally` does not run when we are killed with -9: the kernel stops the children then.
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != self._parent:
            os._exit(1)

    @property
    def ending(self) -> str:
        """How it ended, in words; "" while it runs."""
        code = self.process.poll()
        if code is None:
            return ""
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def stop(children: list[Child], *, within: float) -> None:
    """Asks all to stop, and kills those that have not after `within` seconds."""
    running = [child.process for child in children if not child.ending]
    for process in running:
        process.terminate()
    until = time.monotonic() + within
    for process in running:
        try:
            process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
