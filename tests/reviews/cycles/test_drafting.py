"""The version a review brings: begun for it, taken, reaffirmed, retired."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from policies.drafts import actions as drafts
from reviews.cycles import drafting
from tests.policies.publishing.world import ASKED, reworded
from tests.reviews import world
from tests.reviews.cycles.world import People, fresh, in_drafting, reaffirmed

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


def test_the_draft_of_a_review_holds_the_text_in_force_to_be_revised(people):
    cycle = in_drafting(people)
    draft = drafting.begin(cycle=cycle, by=people.writer)
    assert (draft.purpose, draft.based_on.key) == ("revision", "bcbsma-292/2024-09")
    assert fresh(cycle).version == draft
    event = AuditEvent.objects.get(event="review_cycle.draft_begun")
    assert event.after == {"version": draft.key, "purpose": "revision"}


def test_an_open_draft_is_taken_as_the_reviews(people):
    draft, cycle = reworded(people), in_drafting(people)
    with pytest.raises(ValidationError, match="has a draft already"):
        drafting.begin(cycle=cycle, by=people.writer)
    assert drafting.open_draft(cycle.policy) == draft
    assert drafting.take(cycle=cycle, by=people.writer) == draft
    assert fresh(cycle).version == draft


def test_there_is_no_draft_to_take_where_none_is_open(people):
    with pytest.raises(ValidationError, match="no open draft any more"):
        drafting.take(cycle=in_drafting(people), by=people.writer)


def test_reviewed_with_no_change_is_sent_to_be_signed_at_once(people):
    cycle = in_drafting(people)
    version = reaffirmed(cycle, people)
    assert (version.purpose, version.status) == ("reaffirmation", "in_review")
    assert fresh(cycle).version == version


def test_a_retirement_is_sent_to_be_signed_at_once(people):
    cycle = in_drafting(people, type="retirement")
    version = drafting.retire(cycle=cycle, by=people.writer, reason="Merged.", approvers=ASKED)
    assert (version.purpose, version.status) == ("retirement", "in_review")
    assert fresh(cycle).version == version


def test_a_review_that_is_not_drafting_yet_gets_no_draft(people):
    with pytest.raises(ValidationError, match="written when it is drafting"):
        drafting.begin(cycle=world.opened(people.writer), by=people.writer)


def test_a_review_has_one_version(people):
    cycle = in_drafting(people)
    draft = drafting.begin(cycle=cycle, by=people.writer)
    with pytest.raises(ValidationError, match=f"has a version already: {draft.key}, draft"):
        drafting.begin(cycle=fresh(cycle), by=people.writer)


def test_a_draft_that_is_given_up_leaves_the_review_without_one(people):
    cycle = in_drafting(people)
    drafts.give_up_draft(version=drafting.begin(cycle=cycle, by=people.writer), by=people.writer, reason="Not needed.")
    assert fresh(cycle).version is None
    assert drafting.begin(cycle=fresh(cycle), by=people.writer).purpose == "revision"


@pytest.mark.parametrize("role", ["Reviewer", "Approver", "Administrator"])
def test_who_writes_no_drafts_writes_none_of_a_review(people, account, role):
    cycle, other = in_drafting(people), account(role, "other")
    for act in (drafting.begin, drafting.take):
        with pytest.raises((PermissionDenied, ValidationError)) as refused:
            act(cycle=cycle, by=other)
        assert isinstance(refused.value, PermissionDenied)
    assert fresh(cycle).version is None
