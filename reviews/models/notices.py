"""What people are told of, and the address of their calendar."""

from django.db import models


class Notice(models.Model):
    """Something somebody is told once: on the home page until it is read, and by e-mail."""

    name = models.CharField(max_length=150)
    event = models.CharField(max_length=60)  # "assigned", "due", "decision_asked"
    subject_key = models.CharField(max_length=200)  # of the cycle or version; (name, event, subject_key) is told once
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)  # of the page here
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["name", "read_at"], name="reviews_notice_of_name")]
        constraints = [
            models.UniqueConstraint(fields=["name", "event", "subject_key"], name="reviews_notice_told_once"),
        ]


class CalendarFeed(models.Model):
    """A calendar program cannot sign in: it knows a secret instead, of which only the hash is kept."""

    name = models.CharField(max_length=150, unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
