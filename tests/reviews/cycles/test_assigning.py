"""Who is asked to do what in a review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from reviews.cycles import assigning, closing
from reviews.models import Notice
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def cycle(people):
    return world.opened(people.writer)


def test_somebody_is_asked_by_the_name_of_their_account_and_told_once(people, cycle):
    row = assigned(cycle, people, due_on=in_days(10))
    assert (row.name, row.task, row.due_on, row.assigned_by) == ("rita", "reader", in_days(10), "will")
    notice = Notice.objects.get(name="rita")
    assert notice.event == "assigned"
    assert notice.text.startswith(f"will asks you to be reader, until {in_days(10)}: Annual review of ")
    assert notice.url == f"/reviews/{cycle.key}/"


def test_nobody_is_told_of_what_they_asked_of_themselves(people, cycle):
    assigned(cycle, people, name="will", task="writer")
    assert not Notice.objects.exists()


def test_asked_again_they_get_another_day_and_no_second_notice(people, cycle):
    assigned(cycle, people, due_on=in_days(10))
    row = assigned(cycle, people, due_on=in_days(20))
    assert (row.due_on, cycle.assignments.count(), Notice.objects.count()) == (in_days(20), 1, 1)
    event = AuditEvent.objects.get(event="review_cycle.assignment_due")
    assert (event.before["due_on"], event.after["due_on"]) == (str(in_days(10)), str(in_days(20)))
    with pytest.raises(ValidationError, match="rita is reader of this review already"):
        assigned(cycle, people, due_on=in_days(20))


def test_an_assignment_ends_and_can_be_made_again(people, cycle):
    row = assigned(cycle, people)
    assigning.end(assignment=row, by=people.writer)
    with pytest.raises(ValidationError, match="not asked any more"):
        assigning.end(assignment=row, by=people.writer)
    assigned(cycle, people)
    assert cycle.assignments.filter(until=None).count() == 1
    assert Notice.objects.filter(name="rita").count() == 2


ABLE = {
    "writer": ["will"],
    "reader": ["lea", "rita", "will"],
    "third_reader": ["lea", "rita", "will"],
}


@pytest.mark.parametrize(("task", "names"), ABLE.items())
def test_a_task_is_for_those_whose_role_may_do_it(people, cycle, task, names):
    assert assigning.able(task) == names
    for person in ("will", "rita", "lea", "ann"):
        if person in names:
            assigning.end(assignment=assigned(cycle, people, name=person, task=task), by=people.writer)
        else:
            with pytest.raises(ValidationError, match="has no role that may"):
                assigned(cycle, people, name=person, task=task)


@pytest.mark.parametrize("name", ["", "nobody", "ri\x00ta", "x" * 500])
def test_an_account_that_there_is_not_is_not_asked(people, cycle, name):
    with pytest.raises(ValidationError, match="no account of this name"):
        assigned(cycle, people, name=name)


def test_an_account_that_cannot_sign_in_is_not_asked(people, cycle):
    people.reader.is_active = False
    people.reader.save()
    with pytest.raises(ValidationError, match="no account of this name"):
        assigned(cycle, people)
    assert assigning.able("reader") == ["lea", "will"]


def test_a_task_that_there_is_not_is_refused(people, cycle):
    with pytest.raises(ValidationError, match="Choose what they are to do"):
        assigned(cycle, people, task="king")


@pytest.mark.parametrize(("first", "second"), [("reader", "third_reader"), ("third_reader", "reader")])
def test_who_settles_a_conflict_is_none_of_its_readers(people, cycle, first, second):
    assigned(cycle, people, task=first)
    with pytest.raises(ValidationError, match="who settles a conflict is none of its readers"):
        assigned(cycle, people, task=second)


def test_a_writer_may_read_too(people, cycle):
    assigned(cycle, people, name="will", task="writer")
    assert assigned(cycle, people, name="will", task="reader").task == "reader"


def test_nobody_is_asked_in_a_closed_review_or_by_who_may_not(people, cycle):
    with pytest.raises(PermissionDenied, match="Writers and Administrators"):
        assigning.assign(cycle=cycle, by=people.reader, name="rita", task="reader")
    closing.reject(cycle=cycle, by=people.writer, reason="No.")
    with pytest.raises(ValidationError, match="This review is closed"):
        assigned(cycle, people)
