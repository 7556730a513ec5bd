import os
import subprocess
import sys
import threading

import pytest
from django.db import connection

from jobs import locks


def test_lock_is_held_by_one_only_until_it_is_given_back(tmp_path):
    path = tmp_path / "lock"
    first = locks.take(path)
    assert first is not None
    assert locks.take(path) is None
    os.close(first)
    second = locks.take(path)
    assert second is not None
    os.close(second)


def test_lock_is_not_inherited_by_a_process_started_meanwhile(tmp_path):
    path = tmp_path / "lock"
    held = locks.take(path)
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    os.close(held)
    again = locks.take(path)
    child.communicate(b"\n")
    assert again is not None
    os.close(again)


@pytest.mark.django_db(transaction=True)
def test_of_the_workers_over_one_database_one_runs_jobs(monkeypatch):
    monkeypatch.setattr(locks, "_first_on", [])
    assert locks.is_first_worker()
    assert locks.is_first_worker()
    others = []

    def ask():
        others.append(locks.is_first_worker())
        connection.close()

    monkeypatch.setattr(locks, "_first_on", [])
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert others == [connection.vendor != "postgresql"]
    connection.close()
    assert locks.is_first_worker()
