"""Lists of reviews: what each shows to whom, in a number of queries that does not grow."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policies.models import Policy
from reviews.cycles import asked, by_writer
from reviews.cycles.assigning import assign
from reviews.cycles.opening import open_cycle
from reviews.models import ReviewCycle
from tests.policies.publishing.world import in_days
from tests.reviews import world
from tests.reviews.cycles.world import People

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    world.put_aside()
    return People(account)


@pytest.fixture
def writer(client, people):
    client.force_login(people.writer)
    return client


def text(answer) -> str:
    return answer.content.decode()


def titles(answer) -> list[str]:
    return [cycle.policy.key for cycle in answer.context["page"]]


def several(people) -> dict[str, ReviewCycle]:
    """Overdue with a writer; due soon without one; without a day; closed."""
    days = {"bcbsma-292": in_days(-2), "med140": in_days(20), "anthem-rad-00033": None, "excellus-sirt": None}
    cycles = {
        key: open_cycle(policy=Policy.objects.get(key__startswith=key), by=people.writer, due_on=due)
        for key, due in days.items()
    }
    assign(cycle=cycles["bcbsma-292"], by=people.writer, name="will", task="writer")
    assign(cycle=cycles["med140"], by=people.writer, name="rita", task="reader")
    ReviewCycle.objects.filter(pk=cycles["excellus-sirt"].pk).update(
        state="closed", outcome="rejected", closed_on=timezone.localdate().isoformat()
    )
    return cycles


def keys(cycles) -> list[str]:
    return [cycle.policy.key for cycle in cycles.values()]


def test_those_in_progress_come_first_by_the_day_they_are_due(writer, people):
    cycles = several(people)
    assert titles(writer.get("/reviews/")) == keys(cycles)


NARROWED = [
    ("state=in_progress", [0, 1, 2]),
    ("state=closed", [3]),
    ("state=open", [0, 1, 2]),
    ("state=screening", []),
    ("type=annual", [0, 1, 2, 3]),
    ("type=interim", []),
    ("writer=will", [0]),
    ("writer=rita", []),
    ("writer=(nobody)", [1, 2]),
    ("due=overdue", [0]),
    ("due=60_days", [1]),
    ("due=not_stated", [2]),
    ("due=60_days&writer=will", []),
]


@pytest.mark.parametrize(("query", "found"), NARROWED)
def test_a_list_is_narrowed(writer, people, query, found):
    all_of_them = keys(several(people))
    expected = [all_of_them[place] for place in found]
    answer = writer.get(f"/reviews/?{query}")
    assert titles(answer) == expected
    rows = list(csv.DictReader(io.StringIO(writer.get(f"/reviews/?{query}&format=csv").getvalue().decode())))
    assert [row["policy"] for row in rows] == expected


@pytest.mark.parametrize("query", ["state=king", "type=%00", "due=1", "writer=a%00b"])
def test_what_cannot_be_asked_is_said_in_a_sentence(writer, query):
    answer = writer.get(f"/reviews/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in text(answer)


def test_who_writes_is_not_told_to_everybody(client, people):
    several(people)
    assert client.get("/reviews/?writer=will").status_code == 400
    assert titles(client.get("/reviews/")) == titles(client.get("/reviews/?state=closed")) != []
    page = text(client.get("/reviews/")) + client.get("/reviews/?format=csv").getvalue().decode()
    assert "will" not in page
    assert "Overdue" not in page


def test_a_file_says_where_a_review_is_told_of(writer, people):
    cycle = several(people)["bcbsma-292"]
    row = next(csv.DictReader(io.StringIO(writer.get("/reviews/?format=csv").getvalue().decode())))
    assert row["key"] == cycle.key
    assert (row["due_on"], row["writers"], row["document"], row["place"]) == (str(in_days(-2)), "will", "", "")


def test_an_address_says_what_is_asked_and_nothing_else():
    question = asked.read({"state": "open", "writer": "Ann & Bob", "page": "2"}, names_people=True)
    assert question.query == "state=open&writer=Ann+%26+Bob"
    assert asked.read({}, names_people=False) == asked.Asked()


def test_the_work_of_each_writer_is_counted(writer, people, account):
    several(people)
    page = writer.get("/reviews/by-writer/")
    assert [(load.writer, load.open, load.soon, load.overdue) for load in page.context["loads"]] == [
        ("will", 1, 0, 1),
        ("(nobody)", 2, 1, 0),
    ]
    assert "due=overdue&amp;writer=will" in text(page)


def test_a_review_of_two_writers_counts_for_both():
    cycles = {1: in_days(-1), 2: in_days(60), 3: in_days(61), 4: None}
    writing = [("bea", 1), ("ann", 1), ("ann", 2), ("ann", 3), ("bea", 9)]
    loads = by_writer.counted(cycles, writing, in_days(0))
    assert [(load.writer, load.open, load.soon, load.overdue) for load in loads] == [
        ("ann", 3, 1, 1),
        ("bea", 1, 0, 1),
        ("(nobody)", 1, 0, 0),
    ]
    assert loads[-1].is_unassigned


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address", ["/reviews/", "/reviews/by-writer/", "/reviews/mine/", "/", "/reviews/?writer=will"]
)
def test_queries_do_not_grow_with_the_reviews(writer, people, address):
    cycle = world.opened(people.writer)
    assign(cycle=cycle, by=people.writer, name="will", task="writer")
    assign(cycle=cycle, by=people.writer, name="will", task="reader")
    before = queries_of(writer, address)
    for policy in Policy.objects.exclude(pk=cycle.policy_id)[:5]:
        more = open_cycle(policy=policy, by=people.writer, due_on=in_days(-1))
        assign(cycle=more, by=people.writer, name="will", task="writer")
        assign(cycle=more, by=people.writer, name="rita", task="reader")
    assert queries_of(writer, address) <= before


def test_a_page_of_a_review_does_not_ask_more_with_more_people_and_candidates(writer, people):
    cycle = world.opened(people.writer)
    before = queries_of(writer, cycle.get_absolute_url())
    for name in ("rita", "lea", "will"):
        assign(cycle=cycle, by=people.writer, name=name, task="reader")
    for _ in range(20):
        world.candidate(cycle)
    assert queries_of(writer, cycle.get_absolute_url()) == before
