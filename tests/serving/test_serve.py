"""`make run` as a whole: real processes, started, asked, stopped and killed."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import Site, children_of, has_ended, wait_until

SERVER, WORKER = "gunicorn", "manage.py work"


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """The data after a first start that was stopped again, and what that start printed."""
    var = tmp_path_factory.mktemp("serving") / "var"
    with Site(var=var) as site:
        site.wait_until_ready()
        assert site.stop() == 0, site.output()
        return var, site.output()


@pytest.fixture
def var(first_start):
    return first_start[0]


@pytest.fixture
def site(var):
    with Site(var=var) as site:
        site.wait_until_ready(within=10)
        yield site


def test_first_start_loads_the_starter_base_and_says_the_address_last(first_start):
    printed = first_start[1]
    steps = ["Starter base loaded", "Search index built", "The site is ready at http://127.0.0.1:"]
    assert [printed.find(step) for step in steps] == sorted(printed.find(step) for step in steps)
    assert all(step in printed for step in steps)


def test_next_start_takes_under_five_seconds_and_loads_nothing(var):
    started = time.monotonic()
    with Site(var=var) as site:
        site.wait_until_ready(within=5)
        assert time.monotonic() - started < 5
        *how, ready = site.output().splitlines()
        assert ready == f"The site is ready at {site.url}/  (Ctrl-C stops it)"
        assert how[0].startswith("There is no account yet.")
        assert how[1:] == [f"  WARRANT_VAR={var} {how_to_run()} manage.py add_account NAME --roles Administrator"]


def test_first_administrator_is_made_as_it_was_said_and_then_it_is_not_said_again(first_start):
    var, printed = first_start
    command = printed.partition("is made with:\n  ")[2].splitlines()[0].replace("NAME", "ada")
    made = subprocess.run(command, shell=True, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert "Password: " in made.stdout
    with Site(var=var) as site:
        site.wait_until_ready(within=10)
        assert "no account" not in site.output()


def how_to_run() -> str:
    python = Path(sys.executable)
    return str(python.relative_to(settings.BASE_DIR) if python.is_relative_to(settings.BASE_DIR) else python)


def test_site_serves_pages_and_their_files(site):
    status, headers, page = site.get("/")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert files
    for file in files:
        status, headers, _ = site.get(file)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stopping_the_site_stops_server_and_worker(site, number):
    server, worker = site.child(SERVER), site.child(WORKER)
    wait_until(lambda: len(children_of(server)) == 2, within=10, what="both web processes")
    web = children_of(server)
    assert set(children_of(site.pid)) == {server, worker}
    assert site.stop(number) == 0, site.output()
    assert [pid for pid in (server, worker, *web) if not has_ended(pid)] == []


def test_killing_the_site_leaves_nothing_that_blocks_the_next_start(site, var):
    children = [site.child(SERVER), site.child(WORKER)]
    site.stop(signal.SIGKILL)
    with Site(var=var, port=site.port) as again:
        again.wait_until_ready(within=10)
        assert again.get("/ready/")[0] == 200
        wait_until(lambda: all(map(has_ended, children)), what="the end of the processes left behind")
        assert not has_ended(again.child(WORKER))


def test_worker_that_dies_is_started_again(site):
    killed = site.child(WORKER)
    os.kill(killed, signal.SIGKILL)
    again = site.child(WORKER, other_than=killed)
    assert "The worker ended by itself (signal 9) and is started again." in site.output()
    assert not has_ended(again)
    assert site.get("/ready/")[0] == 200


def test_web_server_that_dies_ends_the_site_with_its_worker(site):
    worker = site.child(WORKER)
    os.kill(site.child(SERVER), signal.SIGKILL)
    assert site.wait(within=20) == 1
    assert "The web server ended by itself (signal 9)" in site.output()
    assert has_ended(worker)


def test_second_site_over_the_same_data_is_refused(site):
    with Site(var=site.var) as second:
        assert second.wait() == 1
        assert "The site already runs on the data in" in second.output()
    assert site.get("/ready/")[0] == 200
