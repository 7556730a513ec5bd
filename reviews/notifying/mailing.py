"""Notices by e-mail: one message to each person with what they have not read, sent by the worker."""

import logging

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.utils import timezone

from reviews.models import Notice

log = logging.getLogger(__name__)
MOST = 50  # notices in one message; the rest comes with the next


def send() -> int:
    """How many were sent. What a mail server refuses waits for the next time; what was sent is not sent again.

    Read on the home page, or of somebody without an address, nothing is sent.
    """
    waiting = Notice.objects.filter(mailed_at=None, read_at=None).order_by("pk")
    people = User.objects.filter(is_active=True, username__in=waiting.order_by().values("name")).exclude(email="")
    return sum(_send_to(person, list(waiting.filter(name=person.username)[:MOST])) for person in people.order_by("pk"))


def _send_to(person: User, notices: list[Notice]) -> int:
    text = "\n\n".join(f"{each.text}\n{settings.SITE_URL}{each.url}" for each in notices)
    try:
        send_mail(_subject(notices), f"{text}\n", None, [person.email])
    except Exception:
        log.exception("the notices of %s could not be mailed; they are tried again", person.username)
        return 0
    return Notice.objects.filter(pk__in=[each.pk for each in notices]).update(mailed_at=timezone.now())


def _subject(notices: list[Notice]) -> str:
    # A subject is one line, and titles of policies are what people typed.
    return " ".join(notices[0].text.split())[:120] if len(notices) == 1 else f"{len(notices)} things to know in Warrant"
