"""A review goes on to drafting while a reader takes a word back: one after the other, whatever the database."""

import time
from threading import Event, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from policies.drafts.actions import begin_policy
from policies.models import Payer
from reviews.cycles.moving import move
from reviews.models import Candidate, ScreeningDecision
from reviews.screening import actions
from reviews.vocabulary import CycleState, ExclusionReason, Stage, Verdict
from tests.reviews import world

pytestmark = pytest.mark.django_db(transaction=True)
ENOUGH = 0.3  # seconds in which a word that waits for nothing would long be taken back


def excluded(writer) -> Candidate:
    payer = Payer.objects.create(key="plan", name="A plan")
    version = begin_policy(payer=payer, title="Livers", number="1", by=writer)
    cycle = world.screening(writer, version.policy.key)
    said = actions.Said(Verdict.EXCLUDE, ExclusionReason.POPULATION)
    return actions.decide(candidate=world.candidate(cycle), stage=Stage.TITLE_ABSTRACT, said=said, by=writer)


def test_no_word_is_taken_back_while_the_review_goes_on(account):
    writer = account("Writer")
    candidate = excluded(writer)
    moved, asked = Event(), Event()

    def go_on():
        with transaction.atomic():
            move(cycle=candidate.cycle, name="draft", by=writer)
            moved.set()
            asked.wait(10)
            time.sleep(ENOUGH)
        connection.close()

    going_on = Thread(target=go_on)
    going_on.start()
    assert moved.wait(10)
    asked.set()
    with pytest.raises(ValidationError, match="Screening is over"):
        actions.take_back(candidate=Candidate.objects.get(), stage=Stage.TITLE_ABSTRACT, by=writer)
    going_on.join()
    candidate.cycle.refresh_from_db()
    assert candidate.cycle.state == CycleState.DRAFTING
    assert ScreeningDecision.objects.get().taken_back_at is None
