"""What the worker does for policies: it notices that a day has begun."""

from datetime import timedelta

from django.utils import timezone

from jobs import registry
from policies.days import actions

EVERY = timedelta(minutes=5)  # so long after midnight search may still show yesterday's text


def register() -> None:
    registry.register_timed("policies.turn_of_day", every=EVERY, run=turn_of_day)


def turn_of_day() -> None:
    """In the time zone of the site."""
    actions.turn_to(timezone.localdate())
