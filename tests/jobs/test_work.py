import os
import signal
import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jobs import locks, registry, running
from jobs.management.commands import work
from jobs.models import Job
from tests import processes
from tests.jobs.counting_worker import count
from tests.processes import Process, wait_until

TO = 60


@pytest.fixture
def counting(monkeypatch, tmp_path):
    """A waiting job that counts to 60, and the file it writes the numbers into."""
    monkeypatch.setitem(registry.handlers, "count", count)
    file = tmp_path / "numbers"
    return running.enqueue("count", to=TO, file=str(file)), file


def worker(tmp_path, *arguments) -> Process:
    url = processes.database_url()
    return Process("-m", "tests.jobs.counting_worker", *arguments, var=tmp_path / "var", DATABASE_URL=url)


def reached(job, number):
    job.refresh_from_db()
    return job.done >= number


def numbers(file) -> list[int]:
    return [int(line) for line in file.read_text().split()]


@pytest.mark.django_db(transaction=True)
def test_job_whose_worker_is_killed_goes_on_where_it_was(counting, tmp_path):
    job, file = counting
    with worker(tmp_path) as first:
        wait_until(lambda: reached(job, 10))
        assert first.stop(signal.SIGKILL) == -signal.SIGKILL
    job.refresh_from_db()
    before = numbers(file)
    assert job.state == Job.State.RUNNING
    assert 10 <= job.done < TO

    with worker(tmp_path, "--once") as second:
        assert second.wait() == 0, second.output()
    job.refresh_from_db()
    assert (job.state, job.done, job.attempts) == (Job.State.DONE, TO, 2)
    after = numbers(file)[len(before) :]
    assert after == list(range(job.done - len(after) + 1, TO + 1))
    assert after[0] in (before[-1], before[-1] + 1)


@pytest.mark.django_db(transaction=True)
def test_worker_asked_to_stop_stops_at_once_and_puts_its_job_back(counting, tmp_path):
    job, file = counting
    with worker(tmp_path) as first:
        wait_until(lambda: reached(job, 5))
        assert first.stop(signal.SIGTERM, within=5) == 0, first.output()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)
    assert job.cursor == {"reached": numbers(file)[-1]}


@pytest.mark.django_db(transaction=True)
def test_second_worker_waits_for_the_first_and_then_takes_over(counting, tmp_path):
    job, _ = counting
    with worker(tmp_path) as first, worker(tmp_path) as second:
        late = wait_until(lambda: next((each for each in (first, second) if "waits until" in each.output()), None))
        early = first if late is second else second
        early.stop(signal.SIGKILL)
        wait_until(lambda: reached(job, TO))
        assert late.stop() == 0, late.output()


@pytest.mark.django_db
def test_once_does_all_there_is_and_ends(counting, monkeypatch):
    job, file = counting
    monkeypatch.setattr("tests.jobs.counting_worker.PAUSE", 0)
    call_command("work", once=True)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert numbers(file) == list(range(1, TO + 1))


@pytest.mark.django_db
def test_once_beside_another_worker_is_refused(counting, tmp_path, monkeypatch):
    lock = locks.take(locks.worker_lock())
    try:
        with pytest.raises(CommandError, match="Another worker is running"):
            call_command("work", once=True)
    finally:
        os.close(lock)


@pytest.mark.django_db
def test_step_that_fails_keeps_no_other_part_from_its_work(counting, monkeypatch, caplog):
    def fail():
        raise OSError("no disk")

    job, _ = counting
    monkeypatch.setattr("tests.jobs.counting_worker.PAUSE", 0)
    monkeypatch.setattr(work, "PAUSE_AFTER_FAULT", 0)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # it would end the test's transaction
    monkeypatch.setattr(registry, "steps", {"first": fail, "second": lambda: 3})
    command = work.Command()
    command.once, command.stopping, command.looked_at_timed = False, threading.Event(), 0
    assert command.look_at_everything() >= 4
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert "the worker's first failed" in caplog.text
