import os
import subprocess
import sys

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
