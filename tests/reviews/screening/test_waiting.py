"""What waits for whom, and what keeps screening from ending."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import FullText, Reference
from reviews.models import Assignment
from reviews.screening import actions
from reviews.screening.actions import Said
from reviews.screening.hindering import undecided
from reviews.screening.waiting import conflicts_to_settle, needs_my_decision
from reviews.vocabulary import ReviewTask, ScreeningStatus
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
TITLE, FULL = "title_abstract", "full_text"
INCLUDE, DESIGN = Said("include"), Said("exclude", "design")


@pytest.fixture
def people(account):
    return {name: account("Reviewer", name) for name in ("ada", "ben", "eve")}


@pytest.fixture
def cycle(account):
    return world.read_by(world.screening(account("Writer")), "ada", "ben", third="eve")


def counted(found) -> list[tuple[str, int]]:
    return [(each.stage, each.number) for each in found]


def test_a_work_waits_for_each_reader_until_they_judged_it(cycle, people):
    first = world.candidate(cycle)
    world.candidate(cycle, "Another")
    actions.decide(candidate=first, stage=TITLE, said=INCLUDE, by=people["ada"])
    assert counted(needs_my_decision(people["ada"])) == [(TITLE, 1)]
    assert counted(needs_my_decision(people["ben"])) == [(TITLE, 2)]
    assert needs_my_decision(people["eve"]) == []


def test_a_conflict_waits_for_the_third_reader_alone(cycle, people):
    work = world.candidate(cycle)
    actions.decide(candidate=work, stage=TITLE, said=INCLUDE, by=people["ada"])
    actions.decide(candidate=work, stage=TITLE, said=DESIGN, by=people["ben"])
    assert counted(conflicts_to_settle(people["eve"])) == [(TITLE, 1)]
    assert conflicts_to_settle(people["ada"]) == []
    assert needs_my_decision(people["ada"]) == []


def test_where_nobody_is_assigned_it_waits_for_whoever_may_screen(account, people):
    world.candidate(world.screening(account("Writer")))
    assert counted(needs_my_decision(people["eve"])) == [(TITLE, 1)]
    assert needs_my_decision(account("Approver")) == []


def test_what_waits_leads_to_the_queue_that_holds_it(client, cycle, people):
    world.candidate(cycle)
    client.force_login(people["ada"])
    page = client.get(needs_my_decision(people["ada"])[0].url)
    assert page.context["query"].show == "mine"
    assert len(page.context["rows"]) == 1


def test_what_waits_is_counted_in_as_many_queries_for_many_reviews(cycle, people):
    world.candidate(cycle)
    writer, ada = User.objects.get(username="writer"), people["ada"]
    with CaptureQueriesContext(connection) as few:
        assert len(needs_my_decision(ada)) == 1
    other = world.screening(writer, policy="med140")
    Assignment.objects.create(cycle=other, name="ada", task=ReviewTask.READER, assigned_by="writer")
    world.candidate(other)
    with CaptureQueriesContext(connection) as many:
        assert {each.cycle for each in needs_my_decision(ada)} == {cycle, other}
    assert len(many) == len(few)


def test_screening_does_not_end_with_a_work_undecided(cycle):
    for status in ("undecided", "undecided", "second_needed", "conflict", "maybe", "excluded"):
        world.candidate(cycle, title_abstract=status)
    world.candidate(cycle, title_abstract="included", full_text="undecided")
    found = undecided(cycle)
    assert [each.sentence for each in found] == [
        "Title and abstract: 2 works are undecided.",
        "Title and abstract: 1 work is without a second reader's word.",
        "Title and abstract: 1 work is in conflict, for a third reader to settle.",
        "Title and abstract: 1 work is a maybe.",
        "Full text: 1 work is undecided.",
    ]
    assert found[2].url == f"/reviews/{cycle.key}/screening/?stage=title_abstract&show=conflicts"


def test_what_is_decided_keeps_nobody(cycle):
    world.candidate(cycle, title_abstract="excluded", excluded_because="design")
    world.candidate(cycle, title_abstract="included", full_text="included")
    assert undecided(cycle) == []


def test_a_report_that_was_not_retrieved_waits_for_nobody(cycle, people):
    reference = Reference.objects.first()
    world.candidate(cycle, title_abstract=ScreeningStatus.INCLUDED, full_text="undecided", reference=reference)
    assert counted(needs_my_decision(people["ada"])) == [(FULL, 1)]
    FullText.objects.create(reference=reference, state="not_retrieved", by="ada")
    assert needs_my_decision(people["ada"]) == []
    assert undecided(cycle) == []
