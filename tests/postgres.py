"""A throw-away PostgreSQL cluster: python -m tests.postgres COMMAND... runs the command with DATABASE_URL set to it.

The cluster listens on a socket in its own temporary folder only. PostgreSQL refuses to run as root, so root starts it
as another user. It is stopped and removed at the end, whatever the end is.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.programs import postgres_folder

# Nothing here is to survive a power cut.
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
USER = NAME = "warrant"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STARTED_WITHIN = 60.0  # seconds


def unprivileged_user() -> dict:
    """What subprocess needs in order to run as somebody else where we are root; nothing where we are not."""
    if os.geteuid() != 0:
        return {}
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster, by the DATABASE_URL of its database."""
    programs = postgres_folder()
    if programs is None:
        sys.exit("PostgreSQL's server programs are missing: apt-get install postgresql")
    somebody = unprivileged_user()
    # In /tmp whatever TMPDIR says: a socket's path may not be long, and the other user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="warrant-postgres-", dir="/tmp"))
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    try:
        initdb = [programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8"]
        options = {**somebody, "cwd": folder, "stdin": subprocess.DEVNULL}
        subprocess.run([*initdb, "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, **options)
        with running(programs, folder, options):
            subprocess.run([programs / "createdb", "-h", folder, "-U", USER, NAME], check=True, **options)
            yield f"postgres://{USER}@{quote(str(folder), safe='')}/{NAME}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(programs: Path, folder: Path, options: dict) -> Iterator[None]:
    command = [programs / "postgres", "-D", folder / "data", "-k", folder]
    for setting in SETTINGS:
        command += ["-c", setting]
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **options)
    try:
        wait_until_ready(server, programs, folder)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # "fast": ends the sessions that are still open
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def wait_until_ready(server: subprocess.Popen, programs: Path, folder: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while subprocess.run([programs / "pg_isready", "-q", "-h", folder]).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            sys.exit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.1)


def stop(*_):
    """Asked to stop, we still stop and remove the cluster; asked again, we are at it."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    sys.exit(1)


def main(command: list[str]) -> int:
    for number in STOPS:
        signal.signal(number, stop)
    with cluster() as url:
        child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
