"""The worker's job, against a PubMed of our own (tests/reviews/searching/pubmed/world.py)."""

import re
from contextlib import contextmanager
from datetime import date, timedelta

import httpx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from audit.roles import REVIEWER, WRITER
from jobs.models import Job
from jobs.running import run_next
from reviews.searching import actions
from reviews.searching.pubmed import asking, client, fetching, splitting
from tests.reviews import world
from tests.reviews.searching.pubmed.world import Clock, PubMed

pytestmark = pytest.mark.usefixtures("starter_base")
FIRST = date(2026, 1, 1)


@pytest.fixture
def writer(account, settings):
    settings.PUBMED, settings.NCBI_EMAIL = "on", "library@example.org"
    return account(WRITER)


@pytest.fixture
def run(writer):
    cycle = world.opened(writer)
    told = {"source": "pubmed", "query": "y90", "run_on": date(2026, 3, 1)}
    return actions.record_run(cycle=cycle, by=writer, window_from=FIRST, window_to=date(2026, 3, 1), **told)


@pytest.fixture
def staged(monkeypatch):
    """What is handed to the import, instead of importing it."""
    files: list[dict] = []

    def keep(*, file, **told):
        files.append(told | {"content": file.read()})

    monkeypatch.setattr(fetching, "stage_import", keep)
    return files


@pytest.fixture
def connect(monkeypatch):
    def to(pubmed: PubMed):
        @contextmanager
        def connected(*, email, api_key):
            yield pubmed.client(Clock())

        monkeypatch.setattr(client, "connected", connected)
        return pubmed

    return to


def entered(count: int) -> dict[int, date]:
    return {90000001 + n: FIRST + timedelta(days=n % 50) for n in range(count)}


def pmids(content: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"<PMID[^>]*>(\d+)<", content)]


def failure() -> str:
    job = Job.objects.get(kind=asking.KIND)
    assert job.state == Job.State.FAILED
    return job.message


def test_what_a_search_finds_becomes_a_file_of_that_search(run, writer, staged, connect):
    pubmed = connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    assert run_next()
    job = Job.objects.get(kind=asking.KIND)
    assert (job.state, job.done, job.total) == (Job.State.DONE, 450, 450)
    [file] = staged
    assert (file["run"], file["by"], file["file_name"]) == (run, writer, "pubmed-2026-03-01-1.xml")
    assert sorted(pmids(file["content"])) == sorted(pubmed.entered)
    run.refresh_from_db()
    assert run.found == 450


def test_the_file_is_one_document(run, writer, staged, connect):
    from lxml import etree

    connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    root = etree.fromstring(staged[0]["content"])
    assert root.tag == "PubmedArticleSet"
    assert len(root) == 450


def test_a_search_over_the_ceiling_is_fetched_in_windows(run, writer, staged, connect, monkeypatch):
    monkeypatch.setattr(splitting, "CEILING", 100)
    pubmed = connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    assert sorted(pmids(staged[0]["content"])) == sorted(pubmed.entered)


@pytest.mark.parametrize("stop_after", range(1, 12))
def test_a_worker_stopped_anywhere_ends_with_the_same_records(run, writer, staged, connect, monkeypatch, stop_after):
    monkeypatch.setattr(splitting, "CEILING", 100)
    monkeypatch.setattr(client, "BATCH", 40)
    connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    reports = iter(range(1000))
    assert run_next(lambda: next(reports) == stop_after)
    assert Job.objects.get(kind=asking.KIND).state == Job.State.QUEUED
    assert staged == []
    fresh = connect(PubMed(entered(450)))  # a server that knows nothing more of what was asked before
    assert run_next()
    assert Job.objects.get(kind=asking.KIND).state == Job.State.DONE
    assert sorted(pmids(staged[0]["content"])) == sorted(fresh.entered)
    if stop_after > 6:
        assert len(fresh.given) < 450


def test_a_file_that_is_gone_is_fetched_from_the_start(run, writer, staged, connect, monkeypatch, settings):
    monkeypatch.setattr(splitting, "CEILING", 100)
    connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    reports = iter(range(1000))
    run_next(lambda: next(reports) == 5)
    [path] = (settings.VAR_DIR / "pubmed").glob("*.xml")
    path.unlink()
    run_next()
    assert len(pmids(staged[0]["content"])) == 450


def test_what_is_fetched_is_imported_like_any_other_file(run, writer, connect):
    connect(PubMed(entered(25)))
    asking.ask_for_records(run=run, by=writer)
    while run_next():
        pass
    [batch] = run.batches.all()
    assert (batch.state, batch.format) == ("done", "PubMed XML")
    assert batch.records.count() == 25
    assert run.cycle.candidates.count() == 25


def test_a_search_that_finds_nothing_makes_no_file(run, writer, staged, connect):
    connect(PubMed({}))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    run.refresh_from_db()
    assert (run.found, staged) == (0, [])


def test_records_that_pubmed_keeps_back_are_told(run, writer, staged, connect):
    pubmed = connect(PubMed(entered(10)))
    gives = pubmed.efetch
    pubmed.efetch = lambda asked: gives(asked | {"retmax": "8"})
    asking.ask_for_records(run=run, by=writer)
    run_next()
    run.refresh_from_db()
    assert "told 10 records and gave 8" in run.note


def test_too_many_records_are_refused_with_their_number(run, writer, staged, connect, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_RECORDS", 400)
    connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    assert "finds 450 records" in failure()


def test_a_day_that_cannot_be_cut_is_told(run, writer, staged, connect, monkeypatch):
    monkeypatch.setattr(splitting, "CEILING", 5)
    connect(PubMed(entered(450)))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    assert "alone" in failure()


def test_an_unreachable_pubmed_is_told_on_the_page(run, writer, staged, connect, client):
    def down(program):
        raise httpx.ConnectError("no way")

    connect(PubMed({}, down))
    asking.ask_for_records(run=run, by=writer)
    run_next()
    client.force_login(writer)
    assert "Not fetched. PubMed was asked 6 times in vain" in page(client, run)


def test_it_is_off_unless_it_is_turned_on(run, writer, settings, client):
    settings.PUBMED = "off"
    with pytest.raises(ValidationError, match="PUBMED=on"):
        asking.ask_for_records(run=run, by=writer)
    client.force_login(writer)
    shown = page(client, run)
    assert "Fetching from PubMed is off here" in shown
    assert "Fetch the records" not in shown


def test_turned_off_while_it_waited_nothing_is_asked(run, writer, settings, staged, connect):
    pubmed = connect(PubMed(entered(3)))
    asking.ask_for_records(run=run, by=writer)
    settings.PUBMED = "off"
    run_next()
    assert (pubmed.asked, staged) == ([], [])


def test_the_page_asks_the_worker_and_nobody_else(run, writer, client):
    client.force_login(writer)
    answer = client.post(f"/reviews/{run.cycle.key}/literature/", {"do": "fetch_run", "run": run.key})
    assert answer.status_code == 302
    assert "Waits for the worker" in page(client, run)
    assert AuditEvent.objects.filter(event="search_run.fetch_asked", target_key=run.key).count() == 1


def page(client, run) -> str:
    return client.get(f"/reviews/{run.cycle.key}/literature/").content.decode()


def test_it_is_asked_for_once_at_a_time(run, writer):
    asking.ask_for_records(run=run, by=writer)
    with pytest.raises(ValidationError, match="being fetched already"):
        asking.ask_for_records(run=run, by=writer)


def test_another_database_is_not_fetched_from(run, writer):
    told = {"source": "embase", "query": "y90", "run_on": date(2026, 3, 1)}
    other = actions.record_run(cycle=run.cycle, by=writer, **told)
    with pytest.raises(ValidationError, match="Only what PubMed finds"):
        asking.ask_for_records(run=other, by=writer)


def test_who_keeps_no_searches_asks_for_nothing(run, account):
    with pytest.raises(PermissionDenied):
        asking.ask_for_records(run=run, by=account(REVIEWER))
