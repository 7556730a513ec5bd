from django.db import models


class AppendOnly(models.QuerySet):
    def update(self, **values):
        raise TypeError("audit events are not changed")

    def delete(self):
        raise TypeError("audit events are not deleted")


class AuditEvent(models.Model):
    """Who did what to which object, when. No foreign keys: history outlives its subject.

    `before` and `after` hold the changed fields only. `by` is a user name, or the name of the
    program where no person acted.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.CharField(max_length=150)
    event = models.CharField(max_length=80)  # "policy_version.published"
    target_type = models.CharField(max_length=60)
    target_key = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["target_type", "target_key"], name="audit_auditevent_target")]

    def __str__(self):
        return f"{self.event} {self.target_key} by {self.by}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("audit events are not changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("audit events are not deleted")
