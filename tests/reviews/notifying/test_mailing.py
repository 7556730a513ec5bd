"""Notices by e-mail: each once, none lost."""

import smtplib

import pytest
from django.core import mail
from django.utils import timezone

from reviews.models import Notice
from reviews.notifying import mailing
from reviews.notifying.writing import notice, read, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(account):
    made = [account("Writer", name) for name in ("will", "rita")]
    for person in made:
        person.email = f"{person.username}@example.org"
        person.save()
    return made


def tell(name: str, *numbers: int) -> None:
    write([notice(name, "assigned", f"p/review-{number}", f"Review {number}", f"/r/{number}/") for number in numbers])


def test_one_message_tells_a_person_of_all_that_is_new(people, settings):
    settings.SITE_URL = "https://warrant.example.org"
    tell("will", 1, 2)
    tell("rita", 3)
    assert mailing.send() == 3
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["will@example.org"], "2 things to know in Warrant"),
        (["rita@example.org"], "Review 3"),
    ]
    assert mail.outbox[0].body == (
        "Review 1\nhttps://warrant.example.org/r/1/\n\nReview 2\nhttps://warrant.example.org/r/2/\n"
    )


def test_nothing_is_sent_twice(people):
    tell("will", 1)
    assert [mailing.send(), mailing.send()] == [1, 0]
    tell("will", 1, 2)
    assert mailing.send() == 1
    assert len(mail.outbox) == 2


def test_what_was_read_on_the_page_is_not_mailed(people):
    tell("will", 1, 2)
    read(Notice.objects.filter(subject_key="p/review-1"))
    assert mailing.send() == 1
    assert mail.outbox[0].subject == "Review 2"


def test_a_failing_mail_server_loses_nothing_and_mails_nobody_twice(people, monkeypatch):
    real, down = mailing.send_mail, {"will@example.org"}

    def send_mail(subject, message, sender, to):
        if down & set(to):
            raise smtplib.SMTPServerDisconnected("gone")
        return real(subject, message, sender, to)

    monkeypatch.setattr(mailing, "send_mail", send_mail)
    tell("will", 1)
    tell("rita", 2)
    assert mailing.send() == 1
    assert mailing.send() == 0
    down.clear()
    assert mailing.send() == 1
    assert [message.to for message in mail.outbox] == [["rita@example.org"], ["will@example.org"]]


def test_who_has_no_address_or_cannot_sign_in_is_sent_nothing(people):
    people[0].email = ""
    people[0].save()
    people[1].is_active = False
    people[1].save()
    tell("will", 1)
    tell("rita", 2)
    tell("nobody", 3)
    assert mailing.send() == 0
    assert mail.outbox == []


def test_a_title_of_two_lines_is_a_subject_of_one(people):
    write([notice("will", "assigned", "x", "Review of\nBcc: all@example.org", "/r/")])
    assert mailing.send() == 1
    assert mail.outbox[0].subject == "Review of Bcc: all@example.org"


def test_many_notices_are_told_in_messages_of_fifty(people):
    tell("will", *range(60))
    assert [mailing.send() for _ in range(3)] == [50, 10, 0]


def test_a_notice_is_told_once_though_two_find_it_at_once(people):
    same = [notice("will", "assigned", "x", "Review", "/r/") for _ in range(2)]
    write(same)
    assert write([notice("will", "assigned", "x", "Review", "/r/")]) == 0
    assert Notice.objects.count() == 1
    assert Notice.objects.get().at <= timezone.now()
