"""A cycle goes on, or does not: who may, from where, and what is in the way."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from reviews.cycles import hindrances
from reviews.cycles.hindrances import Hindrance
from reviews.cycles.moving import STEPS, move
from tests.policies.publishing.world import reworded
from tests.reviews import world
from tests.reviews.cycles.world import People, fresh, in_deciding, in_drafting

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def nothing_registered(monkeypatch):
    for registry in ("_hindrances", "_warnings"):
        monkeypatch.setattr(hindrances, registry, {})


def test_a_review_goes_through_screening_to_drafting(people, nothing_registered):
    cycle = world.opened(people.writer)
    assert move(cycle=cycle, name="screen", by=people.writer).state == "screening"
    assert move(cycle=cycle, name="draft", by=people.writer).state == "drafting"
    assert move(cycle=cycle, name="screen_again", by=people.writer, why="One database was forgotten").state
    assert fresh(cycle).state == "screening"


def test_each_move_is_in_the_trail_with_what_was_and_why(people):
    cycle = in_drafting(people)
    move(cycle=cycle, name="screen_again", by=people.writer, why="  Late records.  ")
    event = AuditEvent.objects.filter(target_key=cycle.key).order_by("-pk")[0]
    assert (event.event, event.by, event.why) == ("review_cycle.screening_reopened", "will", "Late records.")
    assert (event.before, event.after) == ({"state": "drafting"}, {"state": "screening"})


def test_a_move_from_elsewhere_is_refused_in_a_sentence(people):
    with pytest.raises(ValidationError, match="A review is taken to drafting when it is screening; this one is open"):
        move(cycle=world.opened(people.writer), name="draft", by=people.writer)


@pytest.mark.parametrize("name", ["close", "defer", "reject", "fly"])
def test_what_closes_a_review_and_what_is_no_move_are_none_of_these(people, name):
    with pytest.raises(ValidationError, match="not moved in this way"):
        move(cycle=world.opened(people.writer), name=name, by=people.writer)


def test_who_may_not_is_told_who_may(people):
    with pytest.raises(PermissionDenied, match="Writers and Administrators open reviews"):
        move(cycle=world.opened(people.writer), name="screen", by=people.reader)


def test_every_hindrance_is_told_at_once_and_nothing_is_moved(people, nothing_registered):
    hindrances.register("draft", lambda cycle: [Hindrance("3 records are undecided.")])
    hindrances.register("draft", lambda cycle: [Hindrance(f"2 possible duplicates of {cycle.policy.key}.", "/x/")])
    hindrances.register("screen", lambda cycle: [])
    cycle = world.opened(people.writer)
    move(cycle=cycle, name="screen", by=people.writer)
    with pytest.raises(ValidationError) as refused:
        move(cycle=cycle, name="draft", by=people.writer)
    assert refused.value.messages == ["3 records are undecided.", "2 possible duplicates of bcbsma-292."]
    assert fresh(cycle).state == "screening"


def test_a_warning_hinders_nothing(people, nothing_registered):
    hindrances.register_warning("skip", lambda cycle: [Hindrance("4 sources are not checked.")])
    cycle = world.opened(people.writer)
    assert hindrances.warnings_of(cycle, "skip") == [("4 sources are not checked.", "")]
    assert move(cycle=cycle, name="skip", by=people.writer).state == "drafting"


def test_what_registers_for_a_move_that_there_is_not_is_told_so():
    with pytest.raises(StopIteration):
        hindrances.register("fly", lambda cycle: [])


def test_nothing_is_put_to_the_committee_that_nobody_was_asked_to_sign(people):
    cycle = in_drafting(people)
    with pytest.raises(ValidationError, match="There is no draft of this review"):
        move(cycle=cycle, name="decide", by=people.writer)
    draft = reworded(people)
    cycle.version = draft
    cycle.save(update_fields=["version"])
    with pytest.raises(ValidationError, match=f"{draft.key} is draft. Send it to be signed first"):
        move(cycle=cycle, name="decide", by=people.writer)


def test_what_is_being_signed_is_put_to_the_committee_and_taken_back(people):
    cycle = in_deciding(people)
    assert cycle.state == "deciding"
    assert move(cycle=cycle, name="return", by=people.approvers[0]).state == "drafting"


def test_nothing_is_moved_where_the_trail_cannot_be_written(people, monkeypatch):
    def broken(**told):
        raise RuntimeError

    cycle = world.opened(people.writer)
    monkeypatch.setattr("audit.actions.record", broken)
    with pytest.raises(RuntimeError):
        move(cycle=cycle, name="skip", by=people.writer)
    assert fresh(cycle).state == "open"


def test_every_step_of_the_table_is_one_of_these():
    assert STEPS == ["screen", "skip", "draft", "screen_again", "decide", "return"]
