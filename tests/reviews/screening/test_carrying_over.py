import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from reviews.models import Candidate
from reviews.presenters.screening import earlier
from reviews.vocabulary import CandidateOrigin, CycleState, ScreeningStatus
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
EXCLUDED = {"title_abstract": ScreeningStatus.EXCLUDED, "excluded_because": "population"}


@pytest.fixture
def writer(account):
    return account("Writer")


@pytest.fixture
def last(writer):
    return world.screening(writer)


def following(last, writer):
    last.state, last.outcome, last.closed_on = CycleState.CLOSED, "reaffirmed", "2025-03"
    last.save()
    return world.opened(writer)


def test_what_was_put_off_or_left_a_maybe_comes_again(last, writer):
    again = world.candidate(last, "Again", look_again=True, pmid="7", authors=["Otto B"], abstract="Text.", **EXCLUDED)
    world.candidate(last, "Gone", **EXCLUDED)
    world.candidate(last, "In", title_abstract=ScreeningStatus.INCLUDED, full_text=ScreeningStatus.INCLUDED)
    maybe = world.candidate(last, "Maybe", title_abstract=ScreeningStatus.MAYBE)
    works = list(following(last, writer).candidates.all())
    assert [work.previous for work in works] == [again, maybe]
    first = works[0]
    assert (first.title, first.pmid, first.authors, first.abstract) == ("Again", "7", ["Otto B"], "Text.")
    assert (first.origin, first.title_abstract, first.look_again) == (CandidateOrigin.CARRIED_OVER, "undecided", False)
    assert AuditEvent.objects.get(event="review_cycle.candidates_carried_over").after == {"candidates": 2}


def test_the_page_tells_what_was_decided_then(last, writer):
    world.candidate(last, look_again=True, excluded_note="children", **EXCLUDED)
    assert earlier(following(last, writer).candidates.get()) == (
        "Excluded in 2025: wrong population (children); to look at again."
    )


def test_where_nothing_was_put_off_nothing_comes_and_nothing_is_told(last, writer):
    world.candidate(last, "Gone", **EXCLUDED)
    assert not following(last, writer).candidates.exists()
    assert not AuditEvent.objects.filter(event="review_cycle.candidates_carried_over").exists()


def test_many_come_in_few_queries(last, writer):
    rows = [
        Candidate(key=f"{last.key}/c-{n}", cycle=last, position=n, title=f"Work {n}", look_again=True, **EXCLUDED)
        for n in range(1, 401)
    ]
    Candidate.objects.bulk_create(rows)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert following(last, writer).candidates.count() == 400
    assert len(queries) < 40  # a row at a time would be 400
