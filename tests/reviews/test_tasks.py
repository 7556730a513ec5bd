"""What the worker is registered to do for reviews."""

import pytest
from django.core import mail

from jobs import registry
from reviews.cycles import closing
from reviews.models import Notice, ReviewCycle
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned

pytestmark = pytest.mark.usefixtures("starter_base")


def test_the_worker_opens_tells_and_mails(account, monkeypatch):
    world.put_aside()
    people = People(account)
    people.writer.email = "will@example.org"
    people.writer.save()
    ended = closing.defer(cycle=world.opened(people.writer), by=people.writer, reason="Later.", next_due_on=in_days(7))
    for name in ("open_due", "find_notices", "mail_notices"):
        registry.timed[f"reviews.{name}"].run()
    assert not ReviewCycle.objects.filter(previous=ended).exists()
    day = in_days(7)
    monkeypatch.setattr("reviews.tasks.timezone.localdate", lambda: day)
    registry.timed["reviews.open_due"].run()
    assigned(ReviewCycle.objects.get(previous=ended), people, name="will", task="writer")
    registry.timed["reviews.find_notices"].run()
    registry.timed["reviews.mail_notices"].run()
    assert Notice.objects.get(name="will").event == "due_today"
    assert len(mail.outbox) == 1
