from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import AuditEvent
from audit.roles import LIBRARIAN, READER, REVIEWER, WRITER
from policies.models import Policy
from reviews.models import SearchRun, SearchStrategy
from reviews.searching import actions
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def strategy(cycle, writer):
    return actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query="radioembolization[tiab]")


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def refusal(act, **told) -> str:
    with pytest.raises(ValidationError) as refused:
        act(**told)
    return " ".join(refused.value.messages)


def test_a_strategy_is_kept_for_the_policy(strategy, cycle):
    assert strategy.key == "bcbsma-292/strategy-1"
    assert list(cycle.policy.search_strategies.all()) == [strategy]
    event = AuditEvent.objects.get(event="search_strategy.added")
    assert event.after["query"] == "radioembolization[tiab]"


def test_an_edited_strategy_has_its_old_text_in_the_trail(strategy, writer):
    actions.edit_strategy(strategy=strategy, by=writer, query="y-90[tiab]", note="Shorter.")
    strategy.refresh_from_db()
    assert (strategy.query, strategy.note) == ("y-90[tiab]", "Shorter.")
    event = AuditEvent.objects.get(event="search_strategy.edited")
    assert event.before["query"] == "radioembolization[tiab]"
    assert event.after["query"] == "y-90[tiab]"


def test_what_an_edit_does_not_give_stays_as_somebody_else_has_just_left_it(strategy, cycle, writer):
    held = SearchStrategy.objects.get(pk=strategy.pk)
    actions.edit_strategy(strategy=strategy, by=writer, note="Theirs.")
    actions.edit_strategy(strategy=held, by=writer, query="y-90[tiab]")
    strategy.refresh_from_db()
    assert (strategy.query, strategy.note) == ("y-90[tiab]", "Theirs.")
    run = actions.record_run(cycle=cycle, by=writer, source="pubmed", query="x", run_on=days_ago(0))
    held = SearchRun.objects.get(pk=run.pk)
    actions.correct_run(run=run, by=writer, found=31)
    actions.correct_run(run=held, by=writer, note="Mine.")
    run.refresh_from_db()
    assert (run.found, run.note) == (31, "Mine.")


def test_an_edit_that_changes_nothing_leaves_no_trace(strategy, writer):
    actions.edit_strategy(strategy=strategy, by=writer, query=strategy.query)
    assert not AuditEvent.objects.filter(event="search_strategy.edited").exists()


def test_a_retired_strategy_is_no_more_searched_with_and_says_since_when(strategy, cycle, writer):
    actions.retire_strategy(strategy=strategy, by=writer, reason="The database is given up.")
    today = str(timezone.now().date())
    assert today in refusal(actions.edit_strategy, strategy=strategy, by=writer, query="x")
    assert today in refusal(actions.record_run, cycle=cycle, by=writer, strategy=strategy, run_on=days_ago(0))
    assert AuditEvent.objects.get(event="search_strategy.retired").why == "The database is given up."


def test_retiring_asks_why(strategy, writer):
    assert "Say why" in refusal(actions.retire_strategy, strategy=strategy, by=writer, reason=" ")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"source": "altavista"}, "Choose the database"),
        ({"source": "other_database"}, "Name the database"),
        ({"query": "  "}, "Write the query"),
        ({"query": "a\x00b"}, "plain text"),
        ({"source_name": "n" * 121}, "at most 120"),
    ],
)
def test_a_strategy_that_cannot_be_is_refused_with_a_sentence(cycle, writer, told, sentence):
    given = {"source": "pubmed", "query": "liver"} | told
    assert sentence in refusal(actions.add_strategy, policy=cycle.policy, by=writer, **given)
    assert not SearchStrategy.objects.exists()


def test_a_run_takes_its_source_and_text_from_its_strategy(strategy, cycle, writer):
    run = actions.record_run(cycle=cycle, by=writer, strategy=strategy, run_on=days_ago(0), found=312)
    assert (run.key, run.source, run.query) == (f"{cycle.key}/run-1", "pubmed", strategy.query)
    assert run.found == 312
    assert run.by == writer.get_username()


def test_a_run_keeps_its_text_when_the_strategy_changes(strategy, cycle, writer):
    run = actions.record_run(cycle=cycle, by=writer, strategy=strategy, run_on=days_ago(0))
    actions.edit_strategy(strategy=strategy, by=writer, query="another")
    run.refresh_from_db()
    assert run.query == "radioembolization[tiab]"


def test_a_run_knows_how_many_days_it_looked_at_again(strategy, cycle, writer):
    told = {"cycle": cycle, "by": writer, "strategy": strategy}
    actions.record_run(**told, run_on=days_ago(100), window_to=days_ago(100))
    run = actions.record_run(**told, run_on=days_ago(0), window_from=days_ago(130), window_to=days_ago(0))
    assert run.overlap_days == 30


def test_a_window_that_leaves_days_out_owes_a_note(strategy, cycle, writer):
    told = {"cycle": cycle, "by": writer, "strategy": strategy}
    actions.record_run(**told, run_on=days_ago(100), window_to=days_ago(100))
    late = {"run_on": days_ago(0), "window_from": days_ago(90), "window_to": days_ago(0)}
    assert "9 days after the search before ended" in refusal(actions.record_run, **told, **late)
    run = actions.record_run(**told, **late, note="Searched by another library in between.")
    assert run.overlap_days == 0


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"run_on": 1}, "still to come"),
        ({"window_from": 3, "window_to": 5}, "before it begins"),
        ({"window_to": -1}, "still to come"),
        ({"found": -1}, "a number from 0"),
        ({"source": "altavista"}, "Choose the database"),
    ],
)
def test_a_search_that_cannot_have_been_is_refused_with_a_sentence(cycle, writer, told, sentence):
    days = {name: days_ago(value) for name, value in told.items() if name.startswith("window")}
    given = {"source": "pubmed", "query": "liver", "run_on": days_ago(0)} | told | days
    if isinstance(given["run_on"], int):
        given["run_on"] = days_ago(-given["run_on"])
    assert sentence in refusal(actions.record_run, cycle=cycle, by=writer, **given)
    assert not SearchRun.objects.exists()


def test_a_strategy_of_another_policy_is_refused(cycle, writer):
    other = Policy.objects.exclude(pk=cycle.policy_id).first()
    strategy = actions.add_strategy(policy=other, by=writer, source="pubmed", query="liver")
    said = refusal(actions.record_run, cycle=cycle, by=writer, strategy=strategy, run_on=days_ago(0))
    assert "another policy" in said


def test_the_review_is_searched_through_what_its_searches_come_to(cycle, writer):
    told = {"cycle": cycle, "by": writer, "query": "liver"}
    actions.record_run(**told, source="pubmed", run_on=days_ago(20), window_to=days_ago(21))
    cycle.refresh_from_db()
    assert cycle.literature_searched_through == str(days_ago(21))
    actions.record_run(**told, source="embase", run_on=days_ago(30))
    actions.record_run(**told, source="pubmed", run_on=days_ago(1))
    cycle.refresh_from_db()
    assert cycle.literature_searched_through == str(days_ago(30))
    assert AuditEvent.objects.filter(event="review_cycle.searched_through").count() == 2


def test_of_a_listed_database_the_platform_makes_no_other_source(cycle, writer):
    told = {"cycle": cycle, "by": writer, "query": "liver", "source": "embase"}
    actions.record_run(**told, source_name="Ovid", run_on=days_ago(30))
    actions.record_run(**told, source_name="Embase.com", run_on=days_ago(2))
    cycle.refresh_from_db()
    assert cycle.literature_searched_through == str(days_ago(2))


def test_without_a_search_it_is_said_by_hand_as_far_as_it_is_known(cycle, writer):
    actions.set_searched_through(cycle=cycle, by=writer, on="2024-06")
    cycle.refresh_from_db()
    assert cycle.literature_searched_through == "2024-06"
    assert "is no day" in refusal(actions.set_searched_through, cycle=cycle, by=writer, on="June\x00")
    assert "is no day" in refusal(actions.set_searched_through, cycle=cycle, by=writer, on="2024-13")
    assert "still to come" in refusal(actions.set_searched_through, cycle=cycle, by=writer, on="2999")


def test_with_a_search_it_is_not_said_by_hand(cycle, writer):
    world.searched(cycle)
    assert "record the search" in refusal(actions.set_searched_through, cycle=cycle, by=writer, on="2024")


def test_a_correction_keeps_what_was_told_before(cycle, writer):
    run = actions.record_run(cycle=cycle, by=writer, source="pubmed", query="x", run_on=days_ago(0), found=31)
    actions.correct_run(run=run, by=writer, found=13, note="Misread.")
    run.refresh_from_db()
    assert (run.found, run.note) == (13, "Misread.")
    assert AuditEvent.objects.get(event="search_run.corrected").before["found"] == 31


def test_a_closed_review_takes_no_search(cycle, writer):
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    told = {"source": "pubmed", "query": "x", "run_on": days_ago(0)}
    assert "closed" in refusal(actions.record_run, cycle=cycle, by=writer, **told)


@pytest.mark.parametrize(("role", "may"), [(LIBRARIAN, True), (REVIEWER, False), (READER, False)])
def test_who_keeps_strategies(cycle, account, role, may):
    told = {"policy": cycle.policy, "by": account(role), "source": "pubmed", "query": "x"}
    if may:
        actions.add_strategy(**told)
    else:
        with pytest.raises(PermissionDenied, match="keep search strategies"):
            actions.add_strategy(**told)


def test_nothing_is_kept_when_the_trail_cannot_be_written(cycle, writer, monkeypatch):
    def fail(**told):
        raise RuntimeError("no trail")

    monkeypatch.setattr("audit.actions.record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query="x")
    assert not SearchStrategy.objects.exists()
