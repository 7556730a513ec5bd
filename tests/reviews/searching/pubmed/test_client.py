from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from reviews.searching.pubmed import client
from reviews.searching.pubmed.answers import PubMedError, records_in
from tests.reviews.searching.pubmed.world import Clock, PubMed

DAYS = (date(2026, 1, 1), date(2026, 3, 1))
ENTERED = {90000001 + n: date(2026, 2, 1) for n in range(450)}


def troubled(*answers: httpx.Response | Exception) -> tuple[PubMed, Clock]:
    """A PubMed that gives these first."""
    coming = list(answers)

    def before(program):
        trouble = coming.pop(0) if coming else None
        if isinstance(trouble, Exception):
            raise trouble
        return trouble

    return PubMed(ENTERED, before), Clock()


def test_every_request_says_who_asks_and_for_which_days():
    pubmed = PubMed(ENTERED)
    found = pubmed.client(Clock(), api_key="secret").search("y90[tiab]", DAYS)
    assert found.count == 450
    [(program, asked)] = pubmed.asked
    assert program == "esearch.fcgi"
    assert asked == {
        "db": "pubmed",
        "tool": "warrant",
        "email": "library@example.org",
        "api_key": "secret",
        "term": "y90[tiab]",
        "datetype": "edat",
        "mindate": "2026/01/01",
        "maxdate": "2026/03/01",
        "usehistory": "y",
        "retmode": "json",
        "retmax": "0",
    }


def test_records_are_fetched_from_the_servers_own_list_in_batches():
    pubmed = PubMed(ENTERED)
    asking = pubmed.client(Clock())
    found = asking.search("y90", DAYS)
    assert [records_in(asking.fetch(found, start)) for start in (0, 200, 400)] == [200, 200, 50]
    assert pubmed.given == list(ENTERED)


@pytest.mark.parametrize(("key", "seconds"), [("", 3), ("secret", 0)])
def test_a_key_allows_ten_requests_a_second_instead_of_three(key, seconds):
    clock = Clock()
    asking = PubMed(ENTERED).client(clock, api_key=key)
    for _ in range(10):
        asking.search("y90", DAYS)
    assert int(sum(clock.slept)) == seconds


def test_a_busy_server_is_asked_again_after_twice_as_long_each_time():
    pubmed, clock = troubled(*(httpx.Response(status) for status in (429, 503, 500)))
    assert pubmed.client(clock).search("y90", DAYS).count == 450
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_server_that_says_when_is_waited_for():
    at = datetime.now(UTC) + timedelta(seconds=50)
    pubmed, clock = troubled(
        httpx.Response(429, headers={"Retry-After": "30"}),
        httpx.Response(503, headers={"Retry-After": format_datetime(at, usegmt=True)}),
        httpx.Response(503, headers={"Retry-After": "999999"}),
        httpx.Response(503, headers={"Retry-After": "soon"}),
    )
    pubmed.client(clock).search("y90", DAYS)
    assert clock.slept[0] == 30.0
    assert 40 < clock.slept[1] <= 50
    assert clock.slept[2:] == [client.LONGEST_WAIT, 8.0]


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no way"),
        httpx.ReadTimeout("too slow"),
        httpx.Response(200, content='{"esearchresult": {"ERROR": "Search Backend failed"}}'),
        httpx.Response(200, content="<html>"),
        httpx.Response(400, content="<eFetchResult><ERROR>Cannot retrieve history data</ERROR></eFetchResult>"),
    ],
)
def test_what_may_pass_is_tried_again(trouble):
    pubmed, clock = troubled(trouble)
    assert pubmed.client(clock).search("y90", DAYS).count == 450


def test_one_who_never_answers_is_given_up_with_a_sentence():
    pubmed, clock = troubled(*(httpx.ConnectTimeout("slow") for _ in range(20)))
    with pytest.raises(PubMedError, match=r"asked 6 times in vain.*ConnectTimeout"):
        pubmed.client(clock).search("y90", DAYS)
    assert len(pubmed.asked) == client.TRIES


def test_a_refusal_is_not_asked_again():
    pubmed, clock = troubled(httpx.Response(403, content="no"))
    with pytest.raises(PubMedError, match="status 403"):
        pubmed.client(clock).search("y90", DAYS)
    assert len(pubmed.asked) == 1


def test_nobody_is_followed_to_another_address():
    pubmed, clock = troubled(httpx.Response(302, headers={"Location": "https://elsewhere.example/"}))
    with pytest.raises(PubMedError, match="status 302"):
        pubmed.client(clock).search("y90", DAYS)


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(client, "MOST_BYTES", 1000)
    pubmed, clock = troubled(httpx.Response(200, content=b"x" * 5000))
    with pytest.raises(PubMedError, match="longer than 1000 bytes"):
        pubmed.client(clock).search("y90", DAYS)
    assert len(pubmed.asked) == 1
