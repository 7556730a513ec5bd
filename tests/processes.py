"""Real processes of the product, for tests that start, ask, stop and kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

NOT_INHERITED = (
    "DATABASE_URL",
    "SECRET_KEY",
    "DEBUG",
    "BEHIND_TLS",
    "ALLOWED_HOSTS",
    "HOST",
    "PORT",
    "WEB_WORKERS",
    "SITE_URL",
)


def wait_until(true, *, within: float = 30.0, what: str = ""):
    """What `true()` says as soon as it is true."""
    until = time.monotonic() + within
    while not (answer := true()):
        assert time.monotonic() < until, f"waited {within:.0f} seconds in vain: {what or true}"
        time.sleep(0.05)
    return answer


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a product of our own over the data in `var`, whatever is set on this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**kept, "WARRANT_VAR": str(var), "PYTHONUNBUFFERED": "1", **more}


def database_url() -> str:
    """The DATABASE_URL of the database this test runs on."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@{quote(values['HOST'], safe='')}/{values['NAME']}"


class Process:
    """A Python program, run from the top of the tree; what it prints is in `output()`."""

    def __init__(self, *arguments: str, var: Path, **environment_too: str):
        var.mkdir(parents=True, exist_ok=True)
        self._printed = var / f"printed-{time.monotonic_ns()}"
        with self._printed.open("wb") as printed:
            self.popen = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=environment(var, **environment_too),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                start_new_session=True,
            )
        self.pid = self.popen.pid

    def output(self) -> str:
        return self._printed.read_text()

    def has_ended(self) -> bool:
        return self.popen.poll() is not None

    def wait(self, *, within: float = 30.0) -> int:
        """The exit code, once it has ended."""
        wait_until(self.has_ended, within=within, what="the end of the process")
        return self.popen.returncode

    def stop(self, number: int = signal.SIGTERM, *, within: float = 30.0) -> int:
        self.popen.send_signal(number)
        return self.wait(within=within)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.has_ended():
            self.popen.terminate()
            try:
                self.popen.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def children_of(pid: int) -> dict[int, str]:
    """The command lines of the processes that `pid` started and that still run, by their ids."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ").strip()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
    return found


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


class Site(Process):
    """The real site as `make run` serves it, over the data in `var`; the first start loads the starter base."""

    def __init__(self, *, var: Path, port: int | None = None):
        self.var = var
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__("manage.py", "serve", "--port", str(self.port), var=var)

    def wait_until_ready(self, *, within: float = 120.0) -> None:
        wait_until(lambda: self.has_ended() or "The site is ready" in self.output(), within=within, what="the site")
        assert not self.has_ended(), self.output()

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read().decode(errors="replace")
        finally:
            connection.close()

    def child(self, what: str, *, other_than: int = 0) -> int:
        """The id of the process it started with `what` in its command line, as soon as there is one."""

        def found() -> int:
            running = children_of(self.pid)
            return next((pid for pid, command in running.items() if what in command and pid != other_than), 0)

        return wait_until(found, within=10, what=what)

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints over the same data."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment(self.var), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
