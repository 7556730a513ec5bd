"""Search strategies and searches in the API: told to members, and kept by the same actions as on the pages."""

from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.utils import timezone

from audit.models import AuditEvent
from audit.roles import APPROVER, LIBRARIAN, READER
from jobs.models import Job
from reviews.models import ReviewCycle, SearchRun, SearchStrategy
from reviews.searching import actions
from tests.api_answers import keys, queries_of, rows_of
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.usefixtures("starter_base")
STRATEGIES, RUNS = "/api/v1/search-strategies/", "/api/v1/search-runs/"
QUERY = "radioembolization[tiab]"


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def strategy(cycle, writer):
    return actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query=QUERY)


@pytest.fixture
def run(cycle, strategy, writer):
    return actions.record_run(cycle=cycle, by=writer, strategy=strategy, run_on=days_ago(9), found=312)


def send(client, address: str, answers: int, method: str = "post", **body):
    answer = getattr(client, method)(address, body, content_type="application/json")
    assert answer.status_code == answers, answer.content
    return answer.json()


def test_a_strategy_is_kept_changed_and_retired(client, cycle):
    told = send(client, STRATEGIES, 201, policy="bcbsma-292", source="embase", source_name="Ovid", query="y-90")
    assert (told["key"], told["source_name"], told["query"]) == ("bcbsma-292/strategy-1", "Ovid", "y-90")
    assert (told["searched_through"], told["next_window_from"], told["retired_at"]) == (None, None, None)
    at = f"{STRATEGIES}{told['key']}/"
    told = send(client, at, 200, "patch", query="y-90 or sirt")
    assert (told["query"], told["source_name"]) == ("y-90 or sirt", "Ovid")
    assert send(client, f"{at}retire/", 200, reason="Given up.")["retired_at"]
    assert AuditEvent.objects.get(event="search_strategy.retired").why == "Given up."
    assert "was retired on" in send(client, at, 400, "patch", query="again")["detail"]


def test_a_strategy_says_how_far_it_was_searched_and_where_to_begin_again(client, run, strategy):
    told = client.get(f"{STRATEGIES}{strategy.key}/").json()
    assert told["searched_through"] == str(days_ago(9))
    assert told["next_window_from"] == str(days_ago(9 + site.SEARCH_OVERLAP_DAYS))


def test_a_search_is_recorded_with_its_strategy_and_corrected(client, cycle, strategy):
    window = {"window_from": str(days_ago(60)), "window_to": str(days_ago(1))}
    told = send(client, RUNS, 201, cycle=cycle.key, strategy=strategy.key, run_on=str(days_ago(0)), **window)
    assert (told["source"], told["query"], told["found"]) == ("pubmed", QUERY, None)
    assert (told["window_from"], told["window_to"]) == (window["window_from"], window["window_to"])
    assert ReviewCycle.objects.get(pk=cycle.pk).literature_searched_through == window["window_to"]
    at = f"{RUNS}{told['key']}/"
    assert send(client, at, 200, "patch", found=7)["found"] == 7
    told = send(client, at, 200, "patch", note="Counted again.")
    assert (told["found"], told["note"]) == (7, "Counted again.")


def test_a_search_without_a_strategy_names_its_database(client, cycle):
    told = {"cycle": cycle.key, "run_on": str(days_ago(3)), "query": "sirt"}
    assert "Choose the database" in send(client, RUNS, 400, **told)["detail"]
    told |= {"source": "other_database"}
    assert "Name the database" in send(client, RUNS, 400, **told)["detail"]
    answer = send(client, RUNS, 201, **told, source_name="LILACS")
    assert (answer["strategy"], answer["source_name"]) == (None, "LILACS")


def test_a_search_tells_what_its_files_held_and_leads_to_them(client, run, writer):
    batch = imported(run, a_file(work(1), work(1), work(2, title=work(1)["title"]), work(3)), writer)
    counts = {"new": 2, "known": 1, "possible_duplicate": 1, "failed": 0}
    for told in (client.get(f"{RUNS}{run.key}/").json(), client.get(RUNS).json()["results"][0]):
        assert {name: told[name] for name in counts} == counts
        assert (told["imported"], told["imports"]) == (4, [batch.key])
    assert len(keys(client.get(f"/api/v1/candidates/?run={run.key}"))) == 2


def test_fetching_is_asked_of_the_worker_and_told(client, run, settings):
    at = f"{RUNS}{run.key}/fetch/"
    assert "Fetching from PubMed is off here" in send(client, at, 400)["detail"]
    settings.PUBMED = "on"
    assert send(client, at, 202)["fetching"] == "Waits for the worker to fetch it from PubMed."
    assert Job.objects.get().arguments["run"] == run.pk
    assert "being fetched already" in send(client, at, 400)["detail"]
    assert client.get(RUNS).json()["results"][0]["fetching"] is None


def test_lists_are_narrowed_and_saved_as_files(client, run, strategy, writer, cycle):
    actions.record_run(cycle=cycle, by=writer, source="embase", query="sirt", run_on=days_ago(2))
    second = f"{cycle.key}/run-2"
    assert keys(client.get(f"{RUNS}?cycle={cycle.key}")) == [run.key, second]
    assert keys(client.get(f"{RUNS}?policy=med140")) == []
    assert keys(client.get(f"{RUNS}?strategy={strategy.key}&policy=bcbsma-292")) == [run.key]
    assert keys(client.get(f"{RUNS}?source=embase&source=scopus")) == [second]
    assert keys(client.get(f"{STRATEGIES}?policy=bcbsma-292&source=pubmed")) == [strategy.key]
    assert keys(client.get(f"{STRATEGIES}?policy=med140")) == []
    assert [row["query"] for row in rows_of(client.get(f"{RUNS}?format=csv"))] == [QUERY, "sirt"]
    assert rows_of(client.get(f"{STRATEGIES}?format=csv"))[0]["searched_through"] == str(days_ago(9))


@pytest.mark.parametrize(
    ("method", "address", "body", "said"),
    [
        ("get", f"{RUNS}?writer=x", {}, 'no parameter "writer"'),
        ("get", f"{RUNS}?cycle=none", {}, "no review cycle"),
        ("get", f"{STRATEGIES}?source=altavista", {}, "is not one of pubmed"),
        ("post", STRATEGIES, {"policy": "none", "source": "pubmed", "query": "x"}, 'policy: there is no "none"'),
        ("post", STRATEGIES, {"policy": "a\x00b", "source": "pubmed", "query": "x"}, "policy:"),
        ("post", STRATEGIES, {"policy": "bcbsma-292", "source": "altavista", "query": "x"}, "source:"),
        ("post", STRATEGIES, {"policy": "bcbsma-292", "source": "pubmed", "query": " "}, "query:"),
        ("post", STRATEGIES, {"policy": "bcbsma-292", "source": "pubmed", "query": "x", "colour": 1}, "colour"),
        ("patch", f"{STRATEGIES}STRATEGY/", {"source": "embase"}, 'no "source" here'),
        ("post", f"{STRATEGIES}STRATEGY/retire/", {}, "reason:"),
        ("post", RUNS, {"cycle": "none", "run_on": "2026-01-01"}, 'cycle: there is no "none"'),
        ("post", RUNS, {"cycle": "CYCLE", "run_on": "2026-01-01", "strategy": "none"}, 'strategy: there is no "none"'),
        ("post", RUNS, {"cycle": "CYCLE", "run_on": "soon", "strategy": "STRATEGY"}, "run_on:"),
        ("post", RUNS, {"cycle": "CYCLE", "run_on": "2999-01-01", "strategy": "STRATEGY"}, "still to come"),
        ("post", RUNS, {"cycle": "CYCLE", "run_on": "2026-01-01", "strategy": "STRATEGY", "found": 10**20}, "a number"),
        ("patch", f"{RUNS}RUN/", {"found": -1}, "a number from 0"),
        ("patch", f"{RUNS}RUN/", {"query": "another"}, 'no "query" here'),
        ("post", f"{RUNS}RUN/fetch/", {"now": True}, 'no "now" here'),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client, run, method, address, body, said):
    names = {"STRATEGY": run.strategy.key, "RUN": run.key, "CYCLE": run.cycle.key}
    for name, key in names.items():
        address = address.replace(name, key)
        body = {field: key if value == name else value for field, value in body.items()}
    before = list(SearchRun.objects.values()), list(SearchStrategy.objects.values())
    answer = client.get(address) if method == "get" else getattr(client, method)(address, body, "application/json")
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True), answer.content
    assert (list(SearchRun.objects.values()), list(SearchStrategy.objects.values())) == before


def test_a_closed_review_takes_no_search(client, run, cycle):
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred")
    body = {"cycle": cycle.key, "run_on": str(days_ago(0)), "source": "pubmed", "query": "x"}
    assert "This review is closed" in send(client, RUNS, 400, **body)["detail"]
    assert "This review is closed" in send(client, f"{RUNS}{run.key}/", 400, "patch", found=1)["detail"]


@pytest.mark.parametrize("role", [None, READER])
def test_others_than_members_find_no_trace(client, account, run, strategy, role):
    client.logout()
    if role:
        client.force_login(account(role))
    for address, key in ((RUNS, run.key), (STRATEGIES, strategy.key)):
        assert client.get(address).json()["count"] == 0
        assert client.get(f"{address}{key}/").status_code == 404
        send(client, address, 403 if role else 401)
        send(client, f"{address}{key}/", 404 if role else 401, "patch", note="x")
    assert client.get(f"{RUNS}?strategy={strategy.key}").status_code == 400
    assert client.get(f"/api/v1/candidates/?run={run.key}").status_code == 400
    send(client, f"{RUNS}{run.key}/fetch/", 404 if role else 401)
    send(client, f"{STRATEGIES}{strategy.key}/retire/", 404 if role else 401, reason="x")


def test_members_read_and_who_searches_writes(client, account, run, strategy):
    client.force_login(account(APPROVER))
    assert client.get(f"{RUNS}{run.key}/").status_code == 200
    for address in (STRATEGIES, RUNS, f"{STRATEGIES}{strategy.key}/retire/", f"{RUNS}{run.key}/fetch/"):
        assert "search strategies" in send(client, address, 403)["detail"]
    for address in (f"{STRATEGIES}{strategy.key}/", f"{RUNS}{run.key}/"):
        send(client, address, 403, "patch", note="x")
    client.force_login(account(LIBRARIAN))
    assert send(client, f"{RUNS}{run.key}/", 200, "patch", note="x")["note"] == "x"


def test_long_lists_ask_no_more_than_short_ones(client, run, strategy, writer, cycle):
    imported(run, a_file(work(1)), writer)
    lists = (RUNS, STRATEGIES)
    few = [queries_of(client, address) for address in lists]
    for number in range(4):
        other = actions.add_strategy(policy=cycle.policy, by=writer, source="embase", query=f"q{number}")
        more = actions.record_run(cycle=cycle, by=writer, strategy=other, run_on=days_ago(1))
        imported(more, a_file(*(work(10 * number + n) for n in range(2, 6))), writer)
    assert [queries_of(client, address) for address in lists] == few
    assert client.get(RUNS).json()["count"] == client.get(STRATEGIES).json()["count"] == 5
