"""When the next review is due, and that it is opened then: once, and by nobody's hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from policies.models import Policy, PolicyVersion
from policies.publishing import ending
from policies.publishing.writing import set_dates
from reviews.cycles import closing, due
from reviews.cycles.due_dates import STAGES, in_words, stage_of, stored_due_date
from reviews.models import ReviewCycle
from tests.policies.publishing.world import ASKED, in_days
from tests.reviews import world
from tests.reviews.cycles.world import People

DAY = date(2026, 9, 1)
NONE = {"next_due_on": None, "closed_on": "", "next_review_on": ""}

STORED = [
    ({}, None),
    ({"next_due_on": DAY}, DAY),
    ({"next_due_on": DAY, "next_review_on": "2026-03-01"}, DAY),
    ({"next_review_on": "2026-09-01"}, DAY),
    ({"next_review_on": "2026-09"}, None),
    ({"next_review_on": "next year"}, None),
    ({"next_review_on": "2026-09-01", "closed_on": "2026-08-31"}, DAY),
    ({"next_review_on": "2026-09-01", "closed_on": "2026-09-01"}, None),
    ({"next_review_on": "2026-09-01", "closed_on": "2026-09"}, None),
    ({"next_review_on": "2026-09-01", "closed_on": "2025"}, DAY),
]


@pytest.mark.parametrize(("told", "due_on"), STORED)
def test_a_due_date_is_one_that_somebody_stored(told, due_on):
    assert stored_due_date(**NONE | told) == due_on


@given(st.integers(-400, 400))
def test_the_stage_of_a_day_is_the_nearest_that_has_come(left):
    stage = stage_of(DAY + timedelta(days=left), DAY)
    if left < 0:
        assert stage == "overdue"
    elif left > 30:
        assert stage == ""
    else:
        assert stage == {True: "due_today", False: "due_in_7" if left <= 7 else "due_in_30"}[left == 0]


def test_stages_are_told_in_words():
    assert [in_words(DAY + timedelta(days=left), DAY) for left in (5, 1, 0, -1)] == [
        "in 5 days",
        "in 1 day",
        "today",
        "1 day overdue",
    ]
    assert [stage for _, stage in STAGES] == ["overdue", "due_today", "due_in_7", "due_in_30"]


@pytest.fixture
def people(starter_base, account):
    world.put_aside()
    return People(account)


def deferred(people, next_due_on):
    cycle = world.opened(people.writer)
    return closing.defer(cycle=cycle, by=people.writer, reason="Later.", next_due_on=next_due_on)


def test_a_review_is_opened_on_its_day_and_not_before(people):
    last = deferred(people, in_days(10))
    assert due.open_due(in_days(9)) == 0
    assert due.open_due(in_days(10)) == 1
    cycle = ReviewCycle.objects.get(previous=last)
    assert (cycle.type, cycle.state, cycle.due_on) == ("annual", "open", in_days(10))
    assert cycle.opened_by == "worker"
    assert AuditEvent.objects.get(target_key=cycle.key, event="review_cycle.opened").by == "worker"


def test_a_day_opens_one_review_however_often_it_is_asked(people):
    deferred(people, in_days(1))
    assert [due.open_due(in_days(days)) for days in (1, 1, 400)] == [1, 0, 0]


def test_days_on_which_nothing_ran_are_made_up_for(people):
    deferred(people, in_days(1))
    assert due.open_due(in_days(40)) == 1


def test_a_review_in_progress_keeps_another_from_being_opened(people):
    deferred(people, in_days(1))
    world.opened(people.writer)
    assert due.open_due(in_days(2)) == 0


def with_next_review(on: str) -> Policy:
    version = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    set_dates(version, {"next_review": on})
    return version.policy


def test_where_no_review_was_held_the_text_in_force_says_when(people):
    policy = with_next_review(in_days(3).isoformat())
    assert due.due_date_of(policy) == in_days(3)
    assert due.open_due(in_days(3)) == 1
    assert policy.review_cycles.get().due_on == in_days(3)


def test_a_month_is_no_day(people):
    assert due.due_date_of(with_next_review("2026-09")) is None
    assert due.open_due(date(2030, 1, 1)) == 0


def test_a_review_that_was_closed_with_no_day_is_not_opened_again_for_the_old_one(people):
    policy = with_next_review(in_days(-1).isoformat())
    assert due.open_due(in_days(0)) == 1
    closing.defer(cycle=policy.review_cycles.get(), by=people.writer, reason="Nobody is free.")
    assert due.open_due(in_days(0)) == 0


def test_a_policy_that_is_being_retired_is_not_reviewed_for_its_old_day(people):
    policy = with_next_review(in_days(1).isoformat())
    version = ending.retire(policy=policy, by=people.writer, reason="Merged.", approvers=ASKED)
    assert due.due_date_of(policy) == in_days(1)  # until it is published
    PolicyVersion.objects.filter(pk=policy.versions.get(key="bcbsma-292/2024-09").pk).update(superseded_on=in_days(0))
    PolicyVersion.objects.filter(pk=version.pk).update(
        status="published", published_by="will", published_at="2026-01-01T00:00Z", effective_on=in_days(0)
    )
    assert due.due_date_of(policy) is None


def test_due_dates_of_many_policies_take_as_many_queries_as_of_one(people, django_assert_num_queries):
    deferred(people, in_days(5))
    with_next_review(in_days(3).isoformat())
    policies = list(Policy.objects.all())
    assert len(policies) > 3
    with django_assert_num_queries(3):
        found = due.due_dates(policies)
    assert found == {Policy.objects.get(key="bcbsma-292").pk: in_days(5)}
