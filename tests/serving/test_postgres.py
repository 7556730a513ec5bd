"""The throw-away cluster of `make test`."""

import signal
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.processes import Process, wait_until

ASK = "import os, psycopg; url = os.environ['DATABASE_URL']; psycopg.connect(url).close(); print(url, flush=True); "


def folder_of(process) -> Path:
    """The cluster's folder, once the command has been run with its address."""
    url = wait_until(process.output, within=60, what="the cluster")
    return Path(unquote(urlsplit(url).netloc.partition("@")[2]))


def run(tmp_path, then: str) -> Process:
    return Process("-m", "tests.postgres", sys.executable, "-c", ASK + then, var=tmp_path)


def test_command_is_run_on_the_cluster_and_its_exit_code_is_kept(tmp_path):
    with run(tmp_path, "raise SystemExit(3)") as process:
        assert process.wait(within=60) == 3, process.output()
        assert not folder_of(process).exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_cluster_is_stopped_and_removed_when_the_run_is_broken_off_twice(tmp_path, number):
    with run(tmp_path, "import time; time.sleep(600)") as process:
        folder = folder_of(process)
        server = int((folder / "data/postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{server}").exists()
        process.popen.send_signal(number)
        assert process.stop(number) == 1
        assert not folder.exists()
        assert not Path(f"/proc/{server}").exists()
