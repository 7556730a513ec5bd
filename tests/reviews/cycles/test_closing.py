"""A review ends: on its version, or without one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from policies.models import Policy
from policies.vocabulary import VersionPurpose
from reviews.cycles import closing
from reviews.cycles.moving import move
from reviews.flow import counting
from reviews.models import ReviewCycle
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned, fresh, in_deciding, in_drafting, published

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


def test_a_published_reaffirmation_closes_a_review_as_reaffirmed(people):
    cycle = in_deciding(people)
    published(cycle, people)
    closed = closing.close(cycle=cycle, by=people.approvers[0], next_due_on=in_days(365))
    assert (closed.state, closed.outcome, closed.closed_by) == ("closed", "reaffirmed", "ann")
    assert (closed.next_due_on, closed.closed_on) == (in_days(365), in_days(0).isoformat())
    # Told by the version's own date, where the review itself has none.
    assert closed.literature_searched_through == "2024-06-05"
    event = AuditEvent.objects.filter(target_key=cycle.key, event="review_cycle.closed").get()
    assert event.after["version"] == cycle.version.key
    assert event.after["outcome"] == "reaffirmed"


def test_each_purpose_of_a_version_has_an_outcome():
    assert {purpose: str(closing.OUTCOMES[purpose]) for purpose in VersionPurpose} == {
        "new": "new",
        "revision": "revised",
        "reaffirmation": "reaffirmed",
        "correction": "revised",
        "retirement": "retired",
    }


def test_a_review_does_not_close_before_its_version_is_published(people):
    cycle = in_deciding(people)
    with pytest.raises(ValidationError, match="A review closes on a version that is published"):
        closing.close(cycle=cycle, by=people.writer)
    assert fresh(cycle).state == "deciding"


def test_a_review_whose_draft_was_given_up_says_that_it_has_none(people):
    cycle = in_deciding(people)
    ReviewCycle.objects.filter(pk=cycle.pk).update(version=None)
    with pytest.raises(ValidationError, match="No version came of this review"):
        closing.close(cycle=cycle, by=people.writer)


def test_another_outcome_than_the_version_has_is_refused(people):
    cycle = in_deciding(people)
    published(cycle, people)
    with pytest.raises(ValidationError, match="makes this review reaffirmed"):
        closing.close(cycle=cycle, by=people.writer, outcome="revised")
    assert closing.close(cycle=cycle, by=people.writer, outcome="reaffirmed").outcome == "reaffirmed"


def test_a_retirement_does_not_end_with_a_policy_that_goes_on(people):
    cycle = in_deciding(people, type="retirement")
    published(cycle, people)
    with pytest.raises(ValidationError, match="Retirement ends with a version that is retired"):
        closing.close(cycle=cycle, by=people.writer)
    assert closing.reject(cycle=cycle, by=people.writer, reason="It goes on.").outcome == "rejected"


def test_the_next_due_date_is_never_computed(people):
    cycle = in_deciding(people)
    published(cycle, people, next_review_on=in_days(300))
    assert closing.close(cycle=cycle, by=people.writer).next_due_on is None


def test_the_next_review_is_opened_at_once_with_the_day_and_what_was_asked(people):
    cycle = in_deciding(people)
    ReviewCycle.objects.filter(pk=cycle.pk).update(question="Does it prolong life?", highlighted=["survival"])
    published(cycle, people)
    closing.close(cycle=cycle, by=people.writer, next_due_on=in_days(365), opens_next=True)
    after = closing.next_of(cycle)
    assert (after.state, after.due_on, after.previous) == ("open", in_days(365), cycle)
    assert (after.question, after.highlighted) == ("Does it prolong life?", ["survival"])


def test_an_approver_closes_but_does_not_open_the_next(people):
    cycle = in_deciding(people)
    published(cycle, people)
    with pytest.raises(PermissionDenied, match="open reviews"):
        closing.close(cycle=cycle, by=people.approvers[0], opens_next=True)
    assert fresh(cycle).state == "deciding"


@pytest.mark.parametrize("days", [0, -1])
def test_the_next_review_is_due_on_a_day_to_come(people, days):
    with pytest.raises(ValidationError, match="a day to come"):
        closing.defer(cycle=world.opened(people.writer), by=people.writer, reason="Later.", next_due_on=in_days(days))


@pytest.mark.parametrize("end", [closing.defer, closing.reject])
@pytest.mark.parametrize("state", ["open", "screening", "drafting", "deciding"])
def test_a_review_is_deferred_or_rejected_from_any_state_with_a_reason(people, end, state):
    cycle = in_deciding(people) if state == "deciding" else world.opened(people.writer)
    if state in ("screening", "drafting"):
        move(cycle=cycle, name={"screening": "screen", "drafting": "skip"}[state], by=people.writer)
    with pytest.raises(ValidationError, match="Say why the review is"):
        end(cycle=cycle, by=people.writer, reason=" ")
    closed = end(cycle=cycle, by=people.writer, reason="Nobody is free.")
    assert closed.outcome == {closing.defer: "deferred", closing.reject: "rejected"}[end]
    assert (closed.closed_because, closed.next_due_on) == ("Nobody is free.", None)
    with pytest.raises(ValidationError, match="this one is closed, and stays so"):
        end(cycle=cycle, by=people.writer, reason="Again.")


def test_a_deferred_review_says_nothing_of_a_search_it_did_not_make(people):
    cycle = in_drafting(people)
    assert closing.defer(cycle=cycle, by=people.writer, reason="Later.").literature_searched_through == ""


def test_nobody_is_assigned_in_a_closed_review(people):
    cycle = world.opened(people.writer)
    assigned(cycle, people)
    closing.reject(cycle=cycle, by=people.writer, reason="Opened by mistake.")
    assert not cycle.assignments.filter(until=None).exists()
    assert cycle.assignments.count() == 1


def test_the_flow_is_kept_as_it_was_counted_at_the_end(people):
    cycle = world.opened(people.writer)
    judged = world.candidate(cycle, run=world.searched(cycle))
    counted = counting.flow_of(cycle)
    closed = closing.defer(cycle=cycle, by=people.writer, reason="Later.")
    judged.delete()
    assert fresh(closed).flow == counted != counting.flow_of(fresh(closed))


def test_readers_and_reviewers_close_nothing(people):
    with pytest.raises(PermissionDenied, match="Writers and Approvers close reviews"):
        closing.reject(cycle=world.opened(people.writer), by=people.reader, reason="No.")


def test_a_review_of_a_new_policy_ends_with_a_new_policy(people):
    cycle = in_deciding(people, type="new_policy")
    published(cycle, people)
    with pytest.raises(ValidationError, match="New policy ends with a version that is new"):
        closing.close(cycle=cycle, by=people.writer)
    assert Policy.objects.get(key=world.POLICY).review_cycles.exclude(state="closed").get() == cycle
