from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import registry, running
from jobs.models import Job, TimedTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """Registers the handler of the one kind of job there is."""

    def register(run):
        monkeypatch.setattr(registry, "handlers", {"count": run})

    register(lambda job: None)
    return register


@pytest.fixture
def timed(monkeypatch):
    def register(*tasks):
        monkeypatch.setattr(registry, "timed", {task.name: task for task in tasks})

    return register


def test_job_nobody_registered_is_refused(handler):
    with pytest.raises(ValueError, match="no job called colour"):
        running.enqueue("colour")
    assert not Job.objects.exists()


def test_job_is_run_with_its_arguments_and_is_done(handler):
    seen = []
    handler(lambda job: seen.append(job.arguments))
    job = running.enqueue("count", to=3)
    assert job.state == Job.State.QUEUED
    assert running.run_next()
    job.refresh_from_db()
    assert seen == [{"to": 3}]
    assert (job.state, job.message, job.attempts) == (Job.State.DONE, "", 1)
    assert job.finished_at is not None


def test_nothing_is_run_where_nothing_waits(handler):
    assert not running.run_next()


def test_jobs_are_run_in_their_order(handler):
    seen = []
    handler(lambda job: seen.append(job.arguments["name"]))
    for name in "abc":
        running.enqueue("count", name=name)
    while running.run_next():
        pass
    assert seen == ["a", "b", "c"]


def test_report_keeps_progress_and_cursor(handler):
    def run(job):
        job.report(2, 5, {"after": "b"})
        job.report(3, 5)
        kept = Job.objects.get()
        assert (kept.done, kept.total, kept.cursor) == (3, 5, {"after": "b"})
        assert kept.heartbeat_at is not None

    handler(run)
    job = running.enqueue("count")
    running.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message


def test_job_that_fails_says_why_and_is_not_run_again(handler, caplog):
    def run(job):
        raise LookupError("the file is gone")

    handler(run)
    job = running.enqueue("count")
    assert running.run_next()
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "LookupError: the file is gone")
    assert "failed" in caplog.text
    assert not running.run_next()


def test_job_of_a_killed_worker_goes_on_from_its_cursor(handler):
    cursors = []
    handler(lambda job: cursors.append(job.cursor))
    job = running.enqueue("count")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1, cursor={"after": 7})
    assert running.run_next()
    job.refresh_from_db()
    assert cursors == [{"after": 7}]
    assert (job.state, job.attempts) == (Job.State.DONE, 2)


def test_job_that_killed_its_worker_too_often_is_given_up_and_the_next_is_run(handler):
    bad, good = running.enqueue("count"), running.enqueue("count")
    Job.objects.filter(pk=bad.pk).update(state=Job.State.RUNNING, attempts=running.MOST_ATTEMPTS)
    assert running.run_next()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Job.State.FAILED, Job.State.DONE)
    assert bad.message == "given up: its worker was killed 5 times while it ran"


def test_job_no_longer_known_is_given_up(handler):
    job = Job.objects.create(kind="colour")
    assert not running.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "nothing here can run" in job.message


def test_job_broken_off_by_a_stop_waits_with_its_cursor_and_counts_no_attempt(handler):
    handler(lambda job: job.report(1, 2, {"after": 1}))
    job = running.enqueue("count")
    assert running.run_next(stopping=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.cursor) == (Job.State.QUEUED, 0, {"after": 1})
    assert running.run_next()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_timed_task_is_run_when_due_and_not_before(timed):
    runs = []
    timed(registry.Timed("sweep", timedelta(hours=1), lambda: runs.append(1)))
    assert running.run_timed() == 1
    assert running.run_timed() == 0
    TimedTask.objects.update(last_run_at=timezone.now() - timedelta(minutes=61))
    assert running.run_timed() == 1
    assert len(runs) == 2


def test_timed_task_that_fails_keeps_no_other_from_its_turn_and_waits_for_its_next(timed, caplog):
    runs = []

    def fail():
        raise OSError("no disk")

    timed(
        registry.Timed("first", timedelta(hours=1), fail),
        registry.Timed("second", timedelta(hours=1), lambda: runs.append(1)),
    )
    assert running.run_timed() == 2
    assert running.run_timed() == 0
    assert runs == [1]
    assert "timed task first failed" in caplog.text
