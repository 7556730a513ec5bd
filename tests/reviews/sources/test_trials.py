import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.roles import WRITER
from evidence.models import Trial
from policies.models import Policy
from reviews.models import OngoingTrial
from reviews.presenters.sources import proposed_trials
from reviews.sources import trials
from reviews.sources.cited import version_to_review
from tests.reviews import world
from tests.reviews.sources.world import TRIAL, days_ago, refusal


@given(st.integers(0, 99999999), st.sampled_from(["NCT", "nct", " Nct "]))
def test_a_number_is_read_however_it_is_written(number, prefix):
    assert trials.nct_number(f"{prefix}{number:08}") == f"NCT{number:08}"


@given(st.text(max_size=15))
def test_nothing_else_is_a_number(text):
    try:
        found = trials.nct_number(text)
    except ValidationError:
        return
    assert "".join(text.split()).upper() == found
    assert len(found) == 11


@pytest.fixture
def writer(starter_base, account):
    return account(WRITER)


@pytest.fixture
def policy(writer):
    return Policy.objects.get(key="bcbsma-292")


@pytest.fixture
def trial(policy, writer):
    return trials.add_trial(policy=policy, by=writer, **TRIAL, planned_size="218", status_as_of=days_ago(30))


def test_a_trial_is_kept_as_the_registry_prints_it(trial, policy):
    assert list(policy.ongoing_trials.all()) == [trial]
    assert (trial.planned_size, trial.expected_completion) == ("218", "")


def test_what_was_told_before_stays_in_the_trail(trial, writer):
    told = {name: TRIAL[name] for name in ("title",)} | {"status": "completed", "status_as_of": days_ago(0)}
    trials.edit_trial(trial=trial, by=writer, **told, planned_size="220")
    trial.refresh_from_db()
    assert (trial.status, trial.planned_size) == ("completed", "220")
    event = AuditEvent.objects.get(event="ongoing_trial.edited")
    assert (event.before["status"], event.before["planned_size"]) == ("recruiting", "218")
    assert event.before["status_as_of"] == str(days_ago(30))


def test_an_older_day_tells_nothing_newer(trial, writer):
    told = {"title": "T", "status": "completed", "status_as_of": days_ago(31)}
    assert "already" in refusal(trials.edit_trial, trial=trial, by=writer, **told)


def test_it_is_on_the_list_once_and_again_after_it_was_removed(trial, policy, writer):
    again = {"policy": policy, "by": writer, **TRIAL, "status_as_of": days_ago(0)}
    assert "already" in refusal(trials.add_trial, **again)
    trials.remove_trial(trial=trial, by=writer, reason="It has results.")
    assert AuditEvent.objects.get(event="ongoing_trial.removed").why == "It has results."
    assert trials.add_trial(**again).pk != trial.pk
    assert OngoingTrial.objects.count() == 2
    assert "was removed" in refusal(trials.remove_trial, trial=trial, by=writer, reason="x")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"nct": "NCT123"}, "is no NCT number"),
        ({"nct": "NCT1234567\x00"}, "is no NCT number"),
        ({"title": " "}, "title of the trial"),
        ({"status": "sleeping"}, "Choose the status"),
        ({"status_as_of": -1}, "still to come"),
        ({"planned_size": "n" * 41}, "as the registry prints it"),
        ({"expected_completion": "\x00"}, "as the registry prints it"),
    ],
)
def test_what_cannot_be_is_refused(policy, writer, told, sentence):
    given_day = days_ago(told.get("status_as_of", 0))
    told = TRIAL | told | {"status_as_of": given_day}
    assert sentence in refusal(trials.add_trial, policy=policy, by=writer, **told)


def test_trials_that_the_document_names_and_nobody_reports_are_proposed(writer):
    policy = Policy.objects.get(key="bcbsma-292")
    cycle = world.opened(writer)
    version = version_to_review(writer, policy)
    told = {"registry": "ClinicalTrials.gov", "document": version.document, "title": "To come"}
    Trial.objects.create(key="a-trial", number="NCT07654321", **told)
    Trial.objects.create(key="no-number", number="NCT12", **told)
    assert ("NCT07654321", "To come") in [(row.number, told["title"]) for row, told in proposed_trials(cycle, version)]
    trials.add_trial(policy=policy, by=writer, **TRIAL | {"nct": "NCT07654321"}, status_as_of=days_ago(0))
    assert "NCT07654321" not in [row.number for row, _ in proposed_trials(cycle, version)]
