"""One reader or two, conflicts, what is taken back, and the rows that stay."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from evidence.models import Identifier, Reference
from reviews.models import Assignment, Candidate, ScreeningDecision
from reviews.screening import actions
from reviews.screening.actions import Said
from reviews.vocabulary import CycleState, ScreeningStatus, Stage
from search.models import Change
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
TITLE, FULL = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
INCLUDE, MAYBE = Said("include"), Said("maybe")
POPULATION, DESIGN = Said("exclude", "population"), Said("exclude", "design")


@pytest.fixture
def people(account):
    return {name: account("Reviewer", name) for name in ("ada", "ben", "eve")} | {"writer": account("Writer")}


@pytest.fixture
def cycle(people):
    return world.screening(people["writer"])


@pytest.fixture
def two(cycle):
    """Of the cycle two read, and a third settles."""
    return world.read_by(cycle, "ada", "ben", third="eve")


def decide(candidate, by, said, stage=TITLE):
    return actions.decide(candidate=candidate, stage=stage, said=said, by=by)


def status(candidate):
    found = Candidate.objects.get(pk=candidate.pk)
    return found.title_abstract, found.full_text


def test_one_reader_includes_and_the_full_text_is_asked_for(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], INCLUDE)
    assert status(work) == (ScreeningStatus.INCLUDED, ScreeningStatus.UNDECIDED)


def test_an_exclusion_keeps_its_reason_and_note_on_the_work(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], Said("exclude", "other", " A letter\r\nto the editor ", look_again=True))
    work.refresh_from_db()
    assert (work.excluded_because, work.excluded_note) == ("other", "A letter\nto the editor")
    assert work.look_again


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (Said("exclude"), "reason"),
        (Said("exclude", "ugly"), "reason"),
        (Said("exclude", "other"), "note"),
        (Said("exclude", "population", "a\x00b"), "note"),
        (Said("include", "population"), "reason"),
        (Said("include", look_again=True), "look_again"),
        (Said("perhaps"), "verdict"),
        (Said(""), "verdict"),
    ],
)
def test_a_word_that_is_none_is_refused_with_a_sentence(cycle, people, said, name):
    with pytest.raises(ValidationError) as refusal:
        decide(world.candidate(cycle), people["ada"], said)
    assert list(refusal.value.message_dict) == [name]


def test_the_last_word_of_a_reader_counts_and_the_one_before_stays_as_a_row(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], MAYBE)
    decide(work, people["ada"], POPULATION)
    assert status(work)[0] == ScreeningStatus.EXCLUDED
    stands = [(row.verdict, row.taken_back_at is None) for row in work.decisions.order_by("pk")]
    assert stands == [("maybe", False), ("exclude", True)]


def test_the_same_word_again_changes_nothing(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], POPULATION)
    events = AuditEvent.objects.count()
    decide(work, people["ada"], POPULATION)
    assert (work.decisions.count(), AuditEvent.objects.count()) == (1, events)


def test_a_second_reader_is_not_heard_where_one_reads(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], INCLUDE)
    with pytest.raises(ValidationError, match="ada judged it already"):
        decide(work, people["ben"], POPULATION)


def test_two_readers_agree(two, people):
    work = world.candidate(two)
    decide(work, people["ada"], INCLUDE)
    assert status(work) == (ScreeningStatus.SECOND_NEEDED, ScreeningStatus.NOT_YET)
    decide(work, people["ben"], INCLUDE)
    assert status(work) == (ScreeningStatus.INCLUDED, ScreeningStatus.UNDECIDED)


def test_the_reason_of_the_first_reader_is_on_the_work_only_when_both_are_in(two, people):
    work = world.candidate(two)
    kept = decide(work, people["ada"], Said("exclude", "population", "children", look_again=True))
    assert (kept.excluded_because, kept.excluded_note, kept.look_again) == ("", "", False)
    kept = decide(work, people["ben"], POPULATION)
    assert (kept.excluded_because, kept.excluded_note, kept.look_again) == ("population", "children", True)


def test_a_conflict_is_settled_by_the_third_who_is_neither_of_the_two(two, people):
    work = world.candidate(two)
    decide(work, people["ada"], INCLUDE)
    decide(work, people["ben"], DESIGN)
    assert status(work)[0] == ScreeningStatus.CONFLICT
    for name in ("ada", "ben", "writer"):
        with pytest.raises(ValidationError):
            actions.settle(candidate=work, stage=TITLE, said=INCLUDE, by=people[name])
    with pytest.raises(ValidationError, match="include or exclude"):
        actions.settle(candidate=work, stage=TITLE, said=MAYBE, by=people["eve"])
    kept = actions.settle(candidate=work, stage=TITLE, said=POPULATION, by=people["eve"])
    assert (kept.title_abstract, kept.excluded_because) == (ScreeningStatus.EXCLUDED, "population")


def test_a_settled_work_is_not_judged_by_its_readers_until_the_third_takes_it_back(two, people):
    work = world.candidate(two)
    decide(work, people["ada"], INCLUDE)
    decide(work, people["ben"], DESIGN)
    actions.settle(candidate=work, stage=TITLE, said=INCLUDE, by=people["eve"])
    for act in (lambda: decide(work, people["ben"], INCLUDE), lambda: take_back(work, people["ada"])):
        with pytest.raises(ValidationError, match="settled"):
            act()
    take_back(work, people["eve"])
    assert status(work) == (ScreeningStatus.CONFLICT, ScreeningStatus.NOT_YET)


def take_back(work, by, stage=TITLE):
    return actions.take_back(candidate=work, stage=stage, by=by)


def test_what_is_taken_back_closes_the_full_text_again(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], INCLUDE)
    take_back(work, people["ada"])
    assert status(work) == (ScreeningStatus.UNDECIDED, ScreeningStatus.NOT_YET)
    assert work.decisions.get().taken_back_at


def test_what_was_judged_by_full_text_is_not_taken_back_by_title(cycle, people):
    work = world.candidate(cycle)
    decide(work, people["ada"], INCLUDE)
    decide(work, people["ada"], DESIGN, FULL)
    for act in (lambda: take_back(work, people["ada"]), lambda: decide(work, people["ada"], DESIGN)):
        with pytest.raises(ValidationError, match="judged by full text already"):
            act()
    assert status(work) == (ScreeningStatus.INCLUDED, ScreeningStatus.EXCLUDED)
    take_back(work, people["ada"], FULL)
    work.refresh_from_db()
    assert (work.full_text, work.excluded_because) == (ScreeningStatus.UNDECIDED, "")
    take_back(work, people["ada"])


def test_by_full_text_nothing_is_judged_before_it_is_included(cycle, people):
    with pytest.raises(ValidationError, match="once it is included"):
        decide(world.candidate(cycle), people["ada"], INCLUDE, FULL)


def test_undo_takes_back_one_word_after_the_other(cycle, people):
    first, second = world.candidate(cycle), world.candidate(cycle, "Another")
    decide(first, people["ada"], POPULATION)
    decide(second, people["ada"], MAYBE)
    assert actions.undo(cycle=cycle, by=people["ada"]) == (second, TITLE)
    assert actions.undo(cycle=cycle, by=people["ada"]) == (first, TITLE)
    with pytest.raises(ValidationError, match="nothing to undo"):
        actions.undo(cycle=cycle, by=people["ada"])
    assert ScreeningDecision.objects.filter(taken_back_at=None).count() == 0


def test_a_work_is_reopened_with_a_reason_and_all_its_words_are_taken_back(two, people):
    work = world.candidate(two)
    decide(work, people["ada"], DESIGN)
    decide(work, people["ben"], DESIGN)
    with pytest.raises(PermissionDenied):
        actions.reopen(candidate=work, stage=TITLE, why="It is a trial.", by=people["ada"])
    with pytest.raises(ValidationError, match="Say why"):
        actions.reopen(candidate=work, stage=TITLE, why=" ", by=people["writer"])
    kept = actions.reopen(candidate=work, stage=TITLE, why="It is a trial.", by=people["writer"])
    assert (kept.title_abstract, kept.excluded_because) == (ScreeningStatus.UNDECIDED, "")
    assert AuditEvent.objects.get(event="candidate.reopened").why == "It is a trial."


@pytest.mark.parametrize("role", ["Reader", "Approver", "Administrator"])
def test_who_may_not_screen_is_told_who_may(cycle, account, role):
    with pytest.raises(PermissionDenied, match="Writers, Reviewers and Librarians judge"):
        decide(world.candidate(cycle), account(role), INCLUDE)


def test_only_those_assigned_read(two, people, account):
    with pytest.raises(ValidationError, match="ada and ben read for this review"):
        decide(world.candidate(two), account("Librarian"), INCLUDE)


def test_who_is_not_assigned_any_more_does_not_read(two, people):
    Assignment.objects.filter(name="ada").update(until=two.assignments.first().assigned_at)
    with pytest.raises(ValidationError, match="ben read for this review"):
        decide(world.candidate(two), people["ada"], INCLUDE)


@pytest.mark.parametrize("state", [state for state in CycleState if state != CycleState.SCREENING])
def test_outside_screening_nothing_is_judged(cycle, people, state):
    work = world.candidate(cycle)
    cycle.state, cycle.outcome = state, "deferred" if state == CycleState.CLOSED else ""
    cycle.save()
    with pytest.raises(ValidationError):
        decide(work, people["ada"], INCLUDE)


def test_when_the_trail_cannot_be_written_nothing_is_decided(cycle, people, monkeypatch):
    work = world.candidate(cycle)

    def broken(**told):
        raise RuntimeError("no trail")

    monkeypatch.setattr("audit.actions.record", broken)
    with pytest.raises(RuntimeError):
        decide(work, people["ada"], POPULATION)
    assert status(work)[0] == ScreeningStatus.UNDECIDED
    assert not work.decisions.exists()


# What is wanted by title and abstract becomes a work of the base.


def test_an_included_work_is_entered_as_a_reference_with_its_identifiers(cycle, people):
    work = world.candidate(cycle, authors=["Otto A"], year="2025", doi="10.1000/new", pmid="999", journal="J")
    kept = decide(work, people["ada"], INCLUDE)
    assert (kept.reference.title, kept.reference.label, kept.reference.journal) == (work.title, "Otto 2025", "J")
    assert dict(kept.reference.identifiers.values_list("scheme", "value")) == {"doi": "10.1000/new", "pmid": "999"}
    assert Change.objects.filter(type="reference", key=kept.reference.key).exists()


def with_doi() -> Identifier:
    """Of a work that has a PMID too."""
    reference = Identifier.objects.filter(scheme="pmid").first().reference
    return Identifier.objects.create(key="doi:10.1000/here", scheme="doi", value="10.1000/here", reference=reference)


def test_one_that_is_here_is_found_by_its_doi(cycle, people):
    there = with_doi()
    before = Reference.objects.count()
    kept = decide(world.candidate(cycle, doi=there.value), people["ada"], INCLUDE)
    assert kept.reference == there.reference
    assert Reference.objects.count() == before


def test_contradicting_identifiers_are_never_made_one(cycle, people):
    there = with_doi()
    kept = decide(world.candidate(cycle, doi=there.value, pmid="9999"), people["ada"], INCLUDE)
    assert kept.reference != there.reference
    assert list(kept.reference.identifiers.values_list("scheme", "value")) == [("pmid", "9999")]
    assert there.value in kept.reference.note


def test_a_work_without_author_year_or_identifier_is_entered_all_the_same(cycle, people):
    kept = decide(world.candidate(cycle, "An abstract of a meeting"), people["ada"], INCLUDE)
    assert kept.reference.title == "An abstract of a meeting"


def test_a_work_included_again_stays_the_reference_it_was(cycle, people):
    work = world.candidate(cycle)
    first = decide(work, people["ada"], INCLUDE).reference
    take_back(work, people["ada"])
    assert decide(work, people["ada"], INCLUDE).reference == first
