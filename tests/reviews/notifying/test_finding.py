"""People are told of days and of decisions asked for: each once."""

import pytest
from django.utils import timezone

from policies.signing import actions as signing
from reviews.cycles import closing, due, editing
from reviews.models import Candidate, Notice, ReviewCycle
from reviews.notifying.finding import find
from tests.policies.publishing.world import again, in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned, in_deciding

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    world.put_aside()
    return People(account)


def told(name: str = "will") -> list[str]:
    return list(Notice.objects.filter(name=name).order_by("pk").values_list("event", flat=True))


def test_a_due_date_is_told_of_30_and_7_days_before_on_the_day_and_once_when_it_is_over(people):
    cycle = world.opened(people.writer, due_on=in_days(100))
    found = {days: find(in_days(days)) for days in (0, 69, 70, 71, 92, 93, 94, 99, 100, 101, 102, 400)}
    assert {days for days, number in found.items() if number} == {70, 93, 100, 101}
    assert told() == ["due_in_30", "due_in_7", "due_today", "overdue"]
    last = Notice.objects.order_by("pk").last()
    assert last.text.endswith(f"was due on {in_days(100)}, 1 day overdue")
    assert last.url == cycle.get_absolute_url()


def test_days_that_were_missed_are_told_of_by_the_nearest_alone(people):
    world.opened(people.writer, due_on=in_days(3))
    assert find(in_days(0)) == 1
    assert told() == ["due_in_7"]
    assert "in 3 days" in Notice.objects.get().text


def test_another_day_is_told_of_anew(people):
    cycle = world.opened(people.writer, due_on=in_days(3))
    find(in_days(0))
    editing.edit(cycle=cycle, by=people.writer, due_on=in_days(5))
    assert find(in_days(0)) == 1
    assert told() == ["due_in_7", "due_in_7"]


def test_a_day_is_told_to_those_who_write_and_without_any_to_who_opened_it(people, account):
    cycle = world.opened(people.writer, due_on=in_days(3))
    account("Writer", "wanda")
    assigned(cycle, people, name="wanda", task="writer")
    find(in_days(0))
    assert (told("wanda"), told("will")) == (["assigned", "due_in_7"], [])


def test_a_review_that_a_program_opened_and_nobody_writes_is_told_to_nobody(people):
    cycle = closing.defer(cycle=world.opened(people.writer), by=people.writer, reason="Later.", next_due_on=in_days(1))
    due.open_due(in_days(1))
    assert ReviewCycle.objects.filter(previous=cycle).exists()
    assert find(in_days(1)) == 0


def test_the_day_of_an_assignment_is_told_to_who_has_it(people):
    cycle = world.opened(people.writer)
    assigned(cycle, people, due_on=in_days(7))
    assert find(in_days(0)) == 1
    assert told("rita") == ["assigned", "due_in_7"]
    assert Notice.objects.order_by("pk").last().text.startswith("Your task as reader is due on")


def test_nothing_is_told_of_a_closed_review_or_an_assignment_that_ended(people):
    cycle = world.opened(people.writer, due_on=in_days(3))
    assigned(cycle, people, due_on=in_days(3))
    closing.reject(cycle=cycle, by=people.writer, reason="No.")
    assert find(in_days(3)) == 0


def test_approvers_are_told_that_their_word_is_asked_for_until_they_gave_it(people):
    cycle = in_deciding(people)
    version = again(cycle.version)
    signing.sign(version=version, by=people.approvers[0], verdict="approved")
    assert find(in_days(0)) == 1
    assert (told("ann"), told("bob")) == ([], ["decision_asked"])
    notice = Notice.objects.get(name="bob")
    assert notice.text.startswith("will asks you to sign: Radioembolization")
    assert notice.url == f"/drafts/{version.key}/signing/"
    assert find(in_days(0)) == 0


def test_third_readers_are_told_once_that_readers_disagree(people):
    cycle = world.opened(people.writer)
    assigned(cycle, people, name="lea", task="third_reader")
    row = world.candidate(cycle)
    assert find(in_days(0)) == 0
    Candidate.objects.filter(pk=row.pk).update(full_text="conflict")
    assert [find(in_days(0)) for _ in range(2)] == [1, 0]
    assert told("lea") == ["assigned", "decision_asked"]


def test_a_long_title_is_cut_and_not_lost(people):
    cycle = world.opened(people.writer, due_on=in_days(3))
    cycle.policy.title = "x" * 300
    cycle.policy.save()
    find(in_days(0))
    assert len(Notice.objects.get().text) == 300
    assert Notice.objects.get().text.endswith("…")


def test_finding_takes_as_many_queries_for_many_as_for_one(people, django_assert_max_num_queries):
    cycle = world.opened(people.writer, due_on=in_days(3))
    for name in ("rita", "lea", "will"):
        assigned(cycle, people, name=name, due_on=in_days(3))
    with django_assert_max_num_queries(7):
        assert find(timezone.localdate()) == 4
