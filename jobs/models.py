from django.db import models


class Job(models.Model):
    """A long job, run by the worker. A job whose worker was killed is taken up again."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cursor = models.JSONField(default=dict)  # where a job taken up again goes on
    message = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "id"], name="jobs_job_state")]

    def __str__(self):
        return f"{self.kind} {self.state} {self.done}/{self.total}"


class TimedTask(models.Model):
    """When a timed task ran last."""

    name = models.CharField(max_length=60, unique=True)
    last_run_at = models.DateTimeField()
