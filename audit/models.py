from django.db import models


class AppendOnly(models.QuerySet):
    def update(self, **values):
        raise TypeError("audit events are not changed")

    def delete(self):
        raise TypeError("audit events are not deleted")


class AuditEvent(models.Model):
    """Who did what to which object, when. No foreign keys: history outlives its subject.

    `before` and `after` hold the changed fields only. `by` is a user name, or the name of the
    program where no person acted. The database itself refuses to change or delete a row (migration 0004).
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150)
    event = models.CharField(max_length=80)  # "policy_version.published"
    target_type = models.CharField(max_length=60)
    target_key = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        # Each ends in the order of the list, so that its newest page is read from the end of the index.
        indexes = [
            models.Index(fields=["at", "id"], name="audit_auditevent_at"),
            models.Index(fields=["by", "at", "id"], name="audit_auditevent_by"),
            models.Index(fields=["event", "at", "id"], name="audit_auditevent_event"),
            models.Index(fields=["target_type", "at", "id"], name="audit_auditevent_type"),
            models.Index(fields=["target_key", "target_type", "at", "id"], name="audit_auditevent_key"),
        ]

    def __str__(self):
        return f"{self.event} {self.target_key} by {self.by}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("audit events are not changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("audit events are not deleted")
