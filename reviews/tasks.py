"""What the worker does for reviews: it opens those whose day has come, and tells people."""

from datetime import timedelta

from django.utils import timezone

from jobs import registry
from reviews.cycles import due
from reviews.notifying import finding, mailing


def register() -> None:
    registry.register_timed("reviews.open_due", every=timedelta(minutes=5), run=open_due)
    registry.register_timed("reviews.find_notices", every=timedelta(minutes=5), run=find_notices)
    registry.register_timed("reviews.mail_notices", every=timedelta(minutes=1), run=mail_notices)


def open_due() -> None:
    """In the time zone of the site."""
    due.open_due(timezone.localdate())


def find_notices() -> None:
    finding.find(timezone.localdate())


def mail_notices() -> None:
    mailing.send()
