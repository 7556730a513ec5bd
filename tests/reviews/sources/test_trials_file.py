"""A file of ClinicalTrials.gov, read into a policy's list of ongoing trials."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.roles import READER, WRITER
from policies.models import Policy
from reviews.sources import trials
from reviews.sources.trials_file import Change, TrialRead, TrialsRead, read_trials_file
from reviews.vocabulary import TrialEnd
from tests.reviews.sources.registry import study, written
from tests.reviews.sources.world import TRIAL, days_ago, refusal

NCT = TRIAL["nct"]
NEW = (
    Change("planned_size", "", "325"),
    Change("expected_completion", "", "2027-01-16"),
    Change("status", "", "Recruiting"),
    Change("status_as_of", "", "2024-08-09"),
)


@pytest.fixture
def writer(starter_base, account):
    return account(WRITER)


@pytest.fixture
def policy(writer):
    return Policy.objects.get(key="bcbsma-292")


@pytest.fixture
def read(policy, writer):
    def reading(*studies: dict, as_of=None, by=writer, **more) -> TrialsRead:
        return read_trials_file(
            policy=policy, by=by, content=written(*studies, **more), name="ctg-studies.json", as_of=as_of
        )

    return reading


@pytest.fixture
def held(policy, writer):
    return trials.add_trial(policy=policy, by=writer, **TRIAL, status_as_of=date(2024, 8, 1), note="Watched.")


def ends(read: TrialsRead) -> list[str]:
    return [str(trial.end) for trial in read.trials]


def test_a_trial_that_is_new_is_added_as_the_registry_prints_it(read, policy):
    told = read(study(size=(325, "ESTIMATED"), completion=("2027-01-16", "ESTIMATED"), results=True))
    assert told.trials == [TrialRead(1, NCT, "A trial to come", TrialEnd.ADDED, changes=NEW, has_results=True)]
    row = policy.ongoing_trials.get()
    assert (row.nct, row.title, row.planned_size) == (NCT, "A trial to come", "325")
    assert (row.expected_completion, row.status, row.by) == ("2027-01-16", "recruiting", "writer")
    assert row.status_as_of == date(2024, 8, 9)
    event = AuditEvent.objects.get(event="ongoing_trial.added")
    assert (event.by, event.after["planned_size"]) == ("writer", "325")
    assert "ctg-studies.json" in event.why


def test_one_on_the_list_is_updated_and_told_with_what_changed(read, held):
    [trial] = read(study(status="COMPLETED", size=(31, "ACTUAL"))).trials
    assert trial.end == TrialEnd.UPDATED
    assert trial.changes == (
        Change("planned_size", "", "31 (actual)"),
        Change("status", "Recruiting", "Completed"),
        Change("status_as_of", "2024-08-01", "2024-08-09"),
    )
    held.refresh_from_db()
    assert (held.status, held.planned_size, held.note) == ("completed", "31 (actual)", "Watched.")
    event = AuditEvent.objects.get(event="ongoing_trial.edited")
    assert (event.before["status"], event.after["status"]) == ("recruiting", "completed")
    assert "ctg-studies.json" in event.why


def test_the_same_file_again_finds_everything_as_it_is(read):
    studies = [study(f"NCT0000000{n}", size=(n, "ESTIMATED")) for n in range(3)]
    assert ends(read(*studies)) == ["added"] * 3
    events = AuditEvent.objects.count()
    assert ends(read(*studies)) == ["held"] * 3
    assert AuditEvent.objects.count() == events


def test_what_the_file_does_not_tell_stays(read, held, writer):
    trials.change(held, {"planned_size": "218", "expected_completion": "2027"}, by=writer)
    [trial] = read(study()).trials
    assert [change.field for change in trial.changes] == ["status_as_of"]
    held.refresh_from_db()
    assert (held.planned_size, held.expected_completion) == ("218", "2027")


def test_an_older_file_changes_nothing(read, held):
    [trial] = read(study(status="COMPLETED", day="2024-07-31")).trials
    assert trial.end == TrialEnd.OLDER
    assert trial.reason == "Held as of 2024-08-01; the file is of 2024-07-31."
    held.refresh_from_db()
    assert (held.status, held.status_as_of) == ("recruiting", date(2024, 8, 1))


def test_one_that_was_taken_off_the_list_stays_off_and_is_told_with_the_last_reason(read, policy, held, writer):
    trials.remove_trial(trial=held, by=writer, reason="Terminated early.")
    again = trials.add_trial(policy=policy, by=writer, **TRIAL, status_as_of=date(2024, 8, 2))
    trials.remove_trial(trial=again, by=writer, reason="Of another indication.")
    [trial] = read(study()).trials
    assert trial.end == TrialEnd.REMOVED
    assert trial.reason == f"writer took it off the list on {days_ago(0)}: Of another indication."
    assert not policy.ongoing_trials.filter(removed_at=None).exists()


def test_one_that_was_taken_off_and_added_again_is_on_the_list(read, policy, held, writer):
    trials.remove_trial(trial=held, by=writer, reason="A mistake.")
    trials.add_trial(policy=policy, by=writer, **TRIAL, status_as_of=date(2024, 8, 2))
    assert ends(read(study())) == ["updated"]


def test_the_list_of_another_policy_is_another(read, writer, held):
    other = Policy.objects.get(key="med140")
    told = read_trials_file(policy=other, by=writer, content=written(study()), name="a.json")
    assert ends(told) == ["added"]
    held.refresh_from_db()
    assert held.status_as_of == date(2024, 8, 1)


def test_a_study_that_fails_does_not_take_the_others_with_it(read, policy):
    told = read(study("NCT00000001"), study("NCT00000002", status="AVAILABLE"), study("NCT00000003"))
    assert ends(told) == ["added", "failed", "added"]
    assert (told.trials[1].nct, told.trials[1].position) == ("NCT00000002", 2)
    assert "expanded access" in told.trials[1].reason
    assert policy.ongoing_trials.count() == 2


def test_a_study_named_twice_is_on_the_list_once(read, policy):
    assert ends(read(study(), study(), study(title="Another title"))) == ["added", "held", "updated"]
    assert policy.ongoing_trials.get().title == "Another title"


def test_a_day_to_come_is_no_day_of_a_registry(read, policy, writer):
    [trial] = read(study(day="2999-01-01")).trials
    assert trial.end == TrialEnd.FAILED
    assert "still to come" in trial.reason
    told = {"policy": policy, "by": writer, "content": written(study()), "name": "a.json"}
    assert "still to come" in refusal(read_trials_file, **told, as_of=days_ago(-1))
    assert not policy.ongoing_trials.exists()


def test_the_day_that_a_person_gives_is_that_of_what_has_none(read, policy):
    [failed] = read(study(day="")).trials
    assert failed.end == TrialEnd.FAILED
    assert "give the day" in failed.reason
    assert ends(read(study("NCT00000001", day=""), study("NCT00000002"), as_of=days_ago(3))) == ["added", "added"]
    assert policy.ongoing_trials.get(nct="NCT00000001").status_as_of == days_ago(3)
    assert policy.ongoing_trials.get(nct="NCT00000002").status_as_of == date(2024, 8, 9)


def test_a_file_that_is_refused_changes_nothing(policy, writer):
    told = {"policy": policy, "by": writer, "name": "a.csv"}
    assert "choose json" in refusal(read_trials_file, **told, content=b"NCT Number,Study Title\n").lower()
    assert not policy.ongoing_trials.exists()


def test_who_may_not_keep_the_list_reads_no_file(read, account, policy):
    with pytest.raises(PermissionDenied, match="check other sources"):
        read(study(), by=account(READER))
    assert not policy.ongoing_trials.exists()


def test_nothing_is_kept_when_the_trail_cannot_be_written(read, policy, monkeypatch):
    written_before = AuditEvent.objects.count()

    def failing(trial, event, **told):
        if trial.nct == "NCT00000002":
            raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(trials, "tell", failing)
    with pytest.raises(RuntimeError):
        read(study("NCT00000001"), study("NCT00000002"))
    assert not policy.ongoing_trials.exists()
    assert AuditEvent.objects.count() == written_before


def test_a_trial_takes_two_statements_and_one_that_is_held_none(read, policy, held, writer):
    trials.remove_trial(trial=held, by=writer, reason="Terminated early.")

    def statements(count: int, **told) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(study(), *[study(f"NCT{n:08}", **told) for n in range(count)])
        return len(captured)

    few = statements(2)
    assert few <= 12
    assert statements(7) == few - 2 * 2 + 2 * 5  # two are held, five are new
    assert statements(7) == few - 2 * 2
    assert statements(7, status="COMPLETED") == few - 2 * 2 + 2 * 7


@given(st.lists(st.sampled_from(TrialEnd), max_size=9))
def test_counts_add_up_to_the_file(found):
    told = TrialsRead("a.json", [TrialRead(n, "", "", end) for n, end in enumerate(found, 1)], False)
    assert sum(told.counts().values()) == len(found)
    assert list(told.counts()) == list(TrialEnd)
