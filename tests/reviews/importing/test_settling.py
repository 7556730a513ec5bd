"""A person says what a record is; each word can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from reviews.importing.settling import settle
from reviews.models import Candidate, ReviewCycle
from tests.reviews import world
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(starter_base, account):
    return account("Writer")


@pytest.fixture
def records(cycle, writer):
    """New, known, and a possible duplicate of the first."""
    works = (work(1), work(1), work(2, title=work(1)["title"]))
    return list(imported(world.searched(cycle), a_file(*works), writer).records.all())


def state(record) -> tuple:
    record.refresh_from_db()
    return record.outcome, record.known_because, record.candidate and record.candidate.position, record.settled_by


def test_the_same_work_is_known_and_leads_to_it(records, writer):
    settle(record=records[2], answer="same", by=writer)
    assert state(records[2]) == ("known", "in_this_cycle", 1, "writer")
    told = AuditEvent.objects.get(event="import_batch.record_same")
    assert (told.before["outcome"], told.after["outcome"], told.by) == ("possible_duplicate", "known", "writer")


def test_another_work_becomes_a_candidate_with_what_its_record_tells(records, writer, cycle):
    settle(record=records[2], answer="another", by=writer)
    assert state(records[2]) == ("new", "", 2, "writer")
    made = cycle.candidates.get(position=2)
    assert (made.title, made.doi, made.abstract) == (work(1)["title"], "10.1000/n.2", work(1)["abstract"])
    assert made.run == records[2].batch.run


def test_a_known_one_can_be_judged_again(records, writer, cycle):
    settle(record=records[1], answer="bring_back", by=writer)
    assert state(records[1]) == ("new", "in_this_cycle", 2, "writer")
    assert cycle.candidates.count() == 2


@pytest.mark.parametrize(("number", "answer"), [(2, "same"), (2, "another"), (1, "bring_back")])
def test_undo_puts_it_back_as_it_was(records, writer, cycle, number, answer):
    before, candidates = state(records[number]), cycle.candidates.count()
    settle(record=records[number], answer=answer, by=writer)
    settle(record=records[number], answer="undo", by=writer)
    assert state(records[number]) == before
    assert cycle.candidates.count() == candidates


def test_what_was_judged_meanwhile_is_not_undone(records, writer, cycle):
    settle(record=records[2], answer="another", by=writer)
    made = cycle.candidates.get(position=2)
    made.decisions.create(stage="title_abstract", by="writer", verdict="include")
    with pytest.raises(ValidationError, match="Work 2 was judged meanwhile"):
        settle(record=records[2], answer="undo", by=writer)
    assert Candidate.objects.filter(pk=made.pk).exists()


def test_what_other_records_lead_to_is_not_undone(records, writer, cycle):
    settle(record=records[2], answer="another", by=writer)
    imported(world.searched(cycle, "embase"), a_file(work(2, title="x y z w")), writer)
    with pytest.raises(ValidationError, match="Other records are known as work 2"):
        settle(record=records[2], answer="undo", by=writer)


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        (0, "same", "Record 1 is new by now"),
        (1, "another", "Record 2 is known by now"),
        (2, "bring_back", "Record 3 is possible duplicate by now"),
        (0, "undo", "nothing to undo"),
        (2, "both", "Say whether it is the same work or another"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(records, writer, number, answer, said):
    with pytest.raises(ValidationError, match=said):
        settle(record=records[number], answer=answer, by=writer)


def test_what_a_person_called_the_same_is_undone_and_not_brought_back(records, writer):
    settle(record=records[2], answer="same", by=writer)
    with pytest.raises(ValidationError, match="undo that first"):
        settle(record=records[2], answer="bring_back", by=writer)


def test_who_may_not_search_may_not_settle(records, account):
    with pytest.raises(PermissionDenied):
        settle(record=records[2], answer="same", by=account("Approver"))


def test_nothing_is_settled_once_screening_is_over(records, writer, cycle):
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="drafting")
    with pytest.raises(ValidationError, match="Screening is over"):
        settle(record=records[2], answer="same", by=writer)


def test_a_work_decided_before_is_brought_back_with_what_was_decided(writer):
    before = world.opened(writer)
    one = work(1)
    excluded = world.candidate(
        before, one["title"], doi=one["doi"], title_abstract="excluded", excluded_because="population"
    )
    ReviewCycle.objects.filter(pk=before.pk).update(state="closed", outcome="reaffirmed", closed_on="2025-09-12")
    cycle = world.opened(writer)
    (record,) = imported(world.searched(cycle), a_file(one), writer).records.all()
    settle(record=record, answer="bring_back", by=writer)
    assert cycle.candidates.get().previous == excluded
    settle(record=record, answer="undo", by=writer)
    assert state(record) == ("known", "decided_before", None, "")
