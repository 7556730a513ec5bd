"""What a review asks, and when it is due."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from reviews.cycles import closing, editing
from reviews.models import ScreeningDecision
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, fresh

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def cycle(people):
    return world.opened(people.writer)


def test_what_is_given_is_changed_and_told_and_nothing_else(people, cycle):
    asked = {"question": "Does it\r\nhelp? ", "highlighted": ["survival", " Survival", "", "Y-90  glass"]}
    editing.edit(cycle=cycle, by=people.writer, due_on=in_days(30), criteria="", **asked)
    row = fresh(cycle)
    assert (row.question, row.highlighted) == ("Does it\nhelp?", ["survival", "Y-90 glass"])
    assert (row.due_on, row.readers_needed) == (in_days(30), 1)
    event = AuditEvent.objects.get(event="review_cycle.edited")
    assert set(event.after) == {"question", "highlighted", "due_on"}
    assert event.after["due_on"] == str(in_days(30))


def test_nothing_changed_is_nothing_told(people, cycle):
    editing.edit(cycle=cycle, by=people.writer, question="", due_on=None)
    assert not AuditEvent.objects.filter(event="review_cycle.edited").exists()


WRONG = [
    ("readers_needed", 3, "One or two people"),
    ("question", "x" * 20_001, "plain text of up to"),
    ("criteria", "a\x00b", "plain text of up to"),
    ("highlighted", ["x" * 201], "up to 200 characters"),
    ("highlighted", [str(each) for each in range(201)], "at most 200 terms"),
    ("state", "closed", 'no "state" to change'),
    ("literature_searched_through", "2026-06", "to change"),  # said on the page of the literature, by who searches
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_what_cannot_be_kept_is_refused(people, cycle, name, value, said):
    with pytest.raises(ValidationError, match=said):
        editing.edit(cycle=cycle, by=people.writer, **{name: value})


def test_the_number_of_readers_stands_once_somebody_judged(people, cycle):
    editing.edit(cycle=cycle, by=people.writer, readers_needed=2)
    row = world.candidate(cycle)
    ScreeningDecision.objects.create(candidate=row, stage="title_abstract", by="rita", verdict="include")
    with pytest.raises(ValidationError, match="their number stands"):
        editing.edit(cycle=cycle, by=people.writer, readers_needed=1)
    editing.edit(cycle=cycle, by=people.writer, readers_needed=2, question="Still?")
    assert fresh(cycle).question == "Still?"


def test_a_closed_review_and_who_may_not_change_nothing(people, cycle):
    with pytest.raises(PermissionDenied):
        editing.edit(cycle=cycle, by=people.reader, question="Mine?")
    closing.reject(cycle=cycle, by=people.writer, reason="No.")
    with pytest.raises(ValidationError, match="This review is closed"):
        editing.edit(cycle=cycle, by=people.writer, question="Late?")
