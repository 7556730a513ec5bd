"""The address of one's calendar: made, renewed, revoked; and what stands in it."""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

import audit.actions
from accounts.secrets import digest_of, new_token
from reviews import permissions
from reviews.cycles.my_work import Task, tasks_of
from reviews.models import CalendarFeed
from reviews.notifying.icalendar_feed import Entry, written
from reviews.notifying.writing import address, named
from reviews.vocabulary import ReviewTask


@transaction.atomic
def renew(*, by) -> str:
    """The secret of the address, which is kept nowhere: show it once. One made before leads nowhere any more."""
    secret, name = new_token(), by.get_username()
    had = CalendarFeed.objects.filter(name=name).delete()[0]
    CalendarFeed.objects.create(name=name, secret_hash=digest_of(secret))
    _tell("calendar_renewed" if had else "calendar_made", name)
    return secret


@transaction.atomic
def revoke(*, by) -> bool:
    """Whether there was one."""
    name = by.get_username()
    had = bool(CalendarFeed.objects.filter(name=name).delete()[0])
    if had:
        _tell("calendar_revoked", name)
    return had


def _tell(event: str, name: str) -> None:
    audit.actions.record(event=f"account.{event}", target_type="account", target_key=name, by=name)


def feed_of(user) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(name=user.get_username()).first()


def owner_of(secret: str) -> User | None:
    """None for an unknown secret, and for an account that cannot sign in any more."""
    feed = CalendarFeed.objects.filter(secret_hash=digest_of(secret)).first()
    return User.objects.filter(username=feed.name, is_active=True).first() if feed else None


def calendar_of(user) -> bytes:
    """What one is assigned to that has a day, as far as one may still read reviews."""
    tasks = tasks_of(user) if permissions.may_read_reviews(user) else []
    return written([_entry(task) for task in tasks if task.due_on], now=timezone.now().astimezone(UTC))


def _entry(task: Task) -> Entry:
    row = task.assignment
    host = urlsplit(settings.SITE_URL).hostname or "warrant"
    of_review = row.task == ReviewTask.WRITER and row.due_on is None
    what = "Review due" if of_review else f"{row.get_task_display()}, due"
    return Entry(
        uid=f"assignment-{row.pk}@{host}",
        day=task.due_on,
        summary=f"{what}: {named(task.cycle)}",
        url=f"{settings.SITE_URL}{address(task.cycle)}",
    )
