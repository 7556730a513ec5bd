import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.roles import READER, REVIEWER
from reviews.cycles.hindrances import warnings_of
from reviews.models import ImportBatch, ImportRecord, SearchRun, SearchStrategy
from reviews.searching import actions
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def address(cycle):
    return f"/reviews/{cycle.key}/literature/"


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, address: str, status: int = 302, **values) -> str:
    answer = client.post(address, values)
    assert answer.status_code == status
    return answer.content.decode()


def batch(run, outcomes: dict[str, int]):
    batch = ImportBatch.objects.create(
        key=f"{run.key}/batch-{run.batches.count() + 1}", run=run, file_name="x.nbib", sha256="0" * 64, size=1, by="w"
    )
    endings = [outcome for outcome, count in outcomes.items() for _ in range(count)]
    ImportRecord.objects.bulk_create(
        ImportRecord(batch=batch, position=n, line=n, outcome=outcome, raw="x") for n, outcome in enumerate(endings, 1)
    )


def test_the_literature_of_a_review_is_for_members(client, cycle, address, account):
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(account(READER))
    page(client, address, 404)
    client.force_login(account(REVIEWER))
    assert "Add a strategy" not in page(client, address)
    send(client, address, 403, do="add_strategy", source="pubmed", query="x")


def test_an_empty_page_says_what_to_do(client, address):
    shown = page(client, address)
    assert "Add one for each database" in shown
    assert "Run a strategy in its database" in shown


def test_who_ends_screening_without_a_search_is_told_so_before(cycle, writer):
    page = f"/reviews/{cycle.key}/literature/"
    assert [each.url for each in warnings_of(cycle, "draft")] == [page]
    world.searched(cycle)
    assert warnings_of(cycle, "draft") == []


def test_a_strategy_is_added_edited_and_retired(client, address):
    send(client, address, do="add_strategy", source="embase", source_name="Ovid", query="liver/ and yttrium", note="")
    assert "Embase: Ovid" in page(client, address)
    key = SearchStrategy.objects.get().key
    send(client, address, do="edit_strategy", strategy=key, query="liver/ and y90", source_name="Ovid")
    assert "liver/ and y90" in page(client, address)
    send(client, address, do="retire_strategy", strategy=key, reason="Given up.")
    assert "retired on" in page(client, address)


def test_a_search_is_recorded_and_the_next_window_proposed(client, address, cycle, writer, settings):
    settings.SEARCH_OVERLAP_DAYS = 10
    strategy = actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query="liver")
    ago = timezone.localdate() - timedelta(days=40)
    told = {"strategy": strategy.key, "query": "liver", "run_on": ago, "window_to": ago, "found": "1,204"}
    send(client, address, do="record_run", **told)
    assert SearchRun.objects.get().found == 1204
    shown = page(client, address)
    assert f'name="window_from" value="{ago - timedelta(days=10)}"' in shown
    assert f'Literature searched through <b class="num">{ago}' in shown


def test_a_refused_form_keeps_what_was_typed(client, address):
    typed = {"source": "pubmed", "query": "liver & <lung>", "run_on": "2999-01-01", "found": "many"}
    shown = send(client, address, 400, do="record_run", **typed)
    assert "is no whole number" in shown
    assert "liver &amp; &lt;lung&gt;" in shown
    assert 'value="2999-01-01"' in shown
    assert 'value="many"' in shown
    typed["found"] = ""
    assert "is still to come" in send(client, address, 400, do="record_run", **typed)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"do": "fly"},
        {"do": "edit_strategy", "strategy": "a\x00b"},
        {"do": "edit_strategy", "strategy": "9" * 400},
        {"do": "correct_run", "run": "nothing"},
        {"do": "record_run", "run_on": "yesterday"},
        {"do": "record_run", "run_on": "2026-01-01", "source": "pubmed", "query": "x", "found": "9" * 40},
        {"do": "set_searched_through", "on": "\x00"},
    ],
)
def test_nonsense_is_answered_with_a_sentence(client, address, typed):
    assert "Nothing was done." in send(client, address, 400, **typed)


def test_each_search_counts_how_its_records_ended(client, address, cycle):
    run = world.searched(cycle, found=7)
    batch(run, {"new": 3, "known": 2})
    batch(run, {"new": 1})
    shown = page(client, address)
    assert "not as many as the database told" in shown
    row = shown[shown.index("<tbody>") :]
    assert '<span class="num">6</span>: new <span class="num">4</span>, known <span class="num">2</span>' in row


def test_a_correction_puts_the_number_right(client, address, cycle):
    run = world.searched(cycle, found=7)
    send(client, address, do="correct_run", run=run.key, found="8", note="")
    run.refresh_from_db()
    assert run.found == 8


def test_the_page_asks_as_much_for_many_searches_as_for_few(client, address, cycle, writer):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, address)
        return len(queries)

    strategy = actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query="liver")
    batch(world.searched(cycle, strategy=strategy), {"new": 2})
    few = asked()
    for n in range(5):
        actions.add_strategy(policy=cycle.policy, by=writer, source="embase", query=f"liver {n}")
        batch(world.searched(cycle, strategy=strategy), {"new": 20, "failed": 1})
    assert asked() == few


def test_both_tables_are_files(client, address, cycle, writer):
    strategy = actions.add_strategy(policy=cycle.policy, by=writer, source="pubmed", query="=cmd")
    batch(world.searched(cycle, strategy=strategy, found=5), {"new": 4, "possible_duplicate": 1})
    [run] = rows(client, f"{address}searches.csv")
    assert (run["source"], run["found"], run["imported"], run["new"], run["known"]) == ("PubMed", "5", "5", "4", "0")
    [kept] = rows(client, f"{address}strategies.csv")
    assert kept["query"] == "'=cmd"
    page(client, f"{address}others.csv", 404)


def rows(client, address: str) -> list[dict]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))
