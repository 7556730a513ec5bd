"""What the worker does for the checks: runs them again after the content or the rules have changed."""

from django.utils import timezone

from evidence.checks.actions import run_checks
from evidence.checks.following import is_behind
from evidence.models import CheckRun
from jobs import registry
from jobs.models import Job
from jobs.running import RunningJob, enqueue

KIND = "evidence.check_figures"
# After a run the worker rests from checking for this many times as long as it took, however much is being edited.
REST = 10


def register() -> None:
    registry.register_job(KIND, check_figures)
    registry.register_step("evidence.checks_follow", follow)


def check_figures(job: RunningJob) -> None:
    run_checks(report=job.report)


def follow() -> int:
    """Asks for a run where there was none, or content or rules have changed since the last; 1 where it did."""
    if Job.objects.filter(kind=KIND, state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists():
        return 0
    last = CheckRun.objects.first()
    if last is not None:
        rest = REST * (last.finished_at - last.started_at)
        if timezone.now() - last.finished_at < rest or not is_behind(last):
            return 0
    enqueue(KIND)
    return 1
