"""`make run`: everything the site needs, then the web server and the worker, stopped together."""

import errno
import os
import signal
import socket
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from jobs import locks
from jobs.children import Child, stop

PORT_FREE_WITHIN = 5.0  # seconds; a server that was killed may still be closing
READY_WITHIN = 30.0
STOPPED_WITHIN = 10.0
WORKER_AGAIN_AFTER = 2.0  # since it was last started
LOOK_EVERY = 0.2


class Command(BaseCommand):
    help = "Prepares the database and the index, then runs the web server and the worker until stopped."
    requires_system_checks = []  # they read every address, and so does the web server; `make check` runs them

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *, host, port, **options):
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise CommandError(f'PORT is "{port}". Give a number from 1 to 65535, such as PORT=8080.')
        lock = locks.take(locks.serve_lock())
        if lock is None:
            raise CommandError(f"The site already runs on the data in {settings.VAR_DIR}. Stop that one first.")
        try:
            wait_for_port(host, int(port))
            self.prepare()
            self.welcome()
            connections.close_all()
            self.run(host, int(port))
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready. Nothing is lost; start it again.") from None
        finally:
            os.close(lock)

    def prepare(self):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_fixtures", if_empty=True, stdout=self.stdout)
        call_command("build_index", if_missing=True, stdout=self.stdout)
        if static_is_stale():
            call_command("collectstatic", verbosity=0, interactive=False)

    def welcome(self):
        """What to say before the site starts."""
        call_command("add_account", how_if_none=True, stdout=self.stdout)

    def run(self, host: str, port: int):
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: stopping.set())
        os.environ.setdefault("SITE_URL", f"http://{host}:{port}")  # what a bulletin and an e-mail lead to
        server = Child("-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}", *gunicorn_options())
        worker = Child("manage.py", "work")
        announced = False
        try:
            while not stopping.wait(LOOK_EVERY):
                if server.ending:
                    raise CommandError(f"The web server ended by itself ({server.ending}); its last lines say why.")
                worker = self.keep_working(worker)
                announced = announced or self.announce(host, port, since=server.started_at)
        finally:
            stop([server, worker], within=STOPPED_WITHIN)

    def keep_working(self, worker: Child) -> Child:
        """The worker, or a new one in place of one that ended by itself."""
        if not worker.ending or time.monotonic() - worker.started_at < WORKER_AGAIN_AFTER:
            return worker
        self.stderr.write(f"The worker ended by itself ({worker.ending}) and is started again.")
        return Child("manage.py", "work")

    def announce(self, host: str, port: int, *, since: float) -> bool:
        """Whether the address has been said, or why it is late."""
        if answers(host, port):
            self.stdout.write(f"The site is ready at http://{host}:{port}/  (Ctrl-C stops it)")
            self.stdout.flush()
            return True
        if time.monotonic() - since > READY_WITHIN:
            self.stderr.write(f"The web server has not answered for {READY_WITHIN:.0f} seconds; it is left running.")
            return True
        return False


def wait_for_port(host: str, port: int) -> None:
    """CommandError where the web server could not listen there."""
    until = time.monotonic() + PORT_FREE_WITHIN
    while True:
        try:
            socket.create_server((host, port)).close()
            return
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                why = str(error.strerror).partition(" (")[0]
                raise CommandError(f"The site cannot listen on {host}:{port}: {why}.") from None
            if time.monotonic() > until:
                raise CommandError(
                    f"Port {port} is in use by another program. Choose another, such as PORT={port % 65535 + 1}."
                ) from None
        time.sleep(LOOK_EVERY)


def answers(host: str, port: int) -> bool:
    """Whether the web server answers a request; one that no proxy setting of the machine can lead elsewhere."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/ready/", headers={"Host": settings.ALLOWED_HOSTS[0], "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def gunicorn_options() -> list[str]:
    options = [
        "--config",
        "python:config.gunicorn",
        "--workers",
        os.environ.get("WEB_WORKERS", "2"),
        "--threads",
        "4",
        "--timeout",
        "60",
    ]
    options += ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"]
    memory = Path("/dev/shm")  # noqa: S108
    # Its processes give signs of life through a file: in memory, a slow disk is not taken for a process that hangs.
    return [*options, "--worker-tmp-dir", str(memory)] if memory.is_dir() else options


def static_is_stale() -> bool:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime
    inputs = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*")]
    inputs.append(settings.BASE_DIR / "requirements.txt")
    return any(path.stat().st_mtime > made for path in inputs)
