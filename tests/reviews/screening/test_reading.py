"""The queue equals what a plain loop over all works and words finds, and is read in a number of queries that stays."""

from itertools import product
from random import Random

import pytest

from reviews.models import Candidate, ScreeningDecision
from reviews.presenters.screening import queue_page
from reviews.screening.queue import MINE, OF_STATUS, ORDERS, SHOWS, QueueQuery
from reviews.screening.reading import Queue
from reviews.vocabulary import ScreeningStatus, Stage
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
TITLE, FULL = Stage.TITLE_ABSTRACT.value, Stage.FULL_TEXT.value


@pytest.fixture
def people(account):
    return {name: account("Reviewer", name) for name in ("ada", "ben", "eve", "tom")}


@pytest.fixture
def cycle(account):
    """Works in every state, by words of ada and ben that stand in the rows as the actions leave them."""
    cycle = world.read_by(world.screening(account("Writer")), "ada", "ben", third="eve")
    chance = Random(6)
    for number in range(60):
        by_title = chance.choice([s for s in ScreeningStatus if s != ScreeningStatus.NOT_YET])
        open_ = [s for s in ScreeningStatus if s != ScreeningStatus.NOT_YET]
        work = world.candidate(
            cycle,
            f"Work {number}",
            year=chance.choice(["", "2019", "2024"]),
            relevance=chance.choice([None, 0.25, 0.5]),
            abstract=chance.choice(["A randomized trial", "A case"]),
            authors=["Müller A"] if number % 3 else ["Otto B"],
            title_abstract=by_title,
            full_text=chance.choice(open_) if by_title == ScreeningStatus.INCLUDED else ScreeningStatus.NOT_YET,
        )
        said(work, chance)
    return cycle


def said(work: Candidate, chance: Random) -> None:
    for stage in (TITLE, FULL):
        status = getattr(work, stage)
        names = {ScreeningStatus.NOT_YET: [], ScreeningStatus.UNDECIDED: []}.get(status, ["ada", "ben"])
        names = [chance.choice(names)] if status == ScreeningStatus.SECOND_NEEDED else names
        for name in names:
            ScreeningDecision.objects.create(candidate=work, stage=stage, by=name, verdict="maybe")


def slow(cycle, query: QueueQuery, name: str) -> list[Candidate]:
    works = [work for work in cycle.candidates.all() if is_shown(work, query.stage, query.show, name)]
    if query.order == "newest":
        return sorted(works, key=lambda work: (-int(work.year or 0), work.position))
    if query.order == "relevance":
        return sorted(works, key=lambda work: (work.relevance is None, -(work.relevance or 0), work.position))
    return works


def is_shown(work, stage, show, name) -> bool:
    status = getattr(work, stage)
    if show == "all":
        return status != ScreeningStatus.NOT_YET
    if show != MINE:
        return status == OF_STATUS[show]
    spoke = any(word.stage == stage and word.by == name for word in work.decisions.all())
    reads = name in ("ada", "ben") and status in (ScreeningStatus.UNDECIDED, ScreeningStatus.SECOND_NEEDED)
    return (reads and not spoke) or (name == "eve" and status == ScreeningStatus.CONFLICT)


@pytest.mark.parametrize("name", ["ada", "ben", "eve", "tom"])
def test_the_queue_is_what_a_plain_loop_finds(cycle, people, name):
    for stage, show, order in product((TITLE, FULL), SHOWS, ORDERS):
        query = QueueQuery(stage=stage, show=show, order=order)
        expected = slow(cycle, query, name)
        queue = Queue(cycle, query, people[name])
        assert list(queue.rows) == expected, query
        assert queue.counts[show] == len(expected), query


def test_one_is_walked_through_in_both_directions(cycle, people):
    for order in ORDERS:
        query = QueueQuery(show="all", order=order)
        works = slow(cycle, query, "ada")
        queue = Queue(cycle, query, people["ada"])
        for number, work in enumerate(works, 1):
            place = queue.beside(work)
            assert (place.number, place.total, place.is_in) == (number, len(works), True)
            assert place.previous == (works[number - 2].key if number > 1 else "")
            assert place.next == (works[number].key if number < len(works) else "")


def test_after_a_word_one_goes_on_to_the_next_and_after_the_last_to_the_first(cycle, people):
    query = QueueQuery(show="undecided")
    works = slow(cycle, query, "ada")
    queue = Queue(cycle, query, people["ada"])
    assert [queue.next_after(work) for work in works] == [work.key for work in [*works[1:], works[0]]]


def test_words_are_looked_for_in_titles_abstracts_and_names(cycle, people):
    def found(q):
        return set(Queue(cycle, QueueQuery(show="all", q=q), people["ada"]).rows.values_list("title", flat=True))

    works = list(cycle.candidates.all())
    assert found("RANDOMIZED otto") == {w.title for w in works if "A r" in w.abstract and w.authors == ["Otto B"]}
    assert found("müller") == {w.title for w in works if w.authors == ["Müller A"]}
    assert found("100%_") == set()


def test_an_identifier_finds_its_work_alone(cycle, people):
    world.candidate(cycle, "By its DOI", doi="10.1000/x", pmid="1234")
    for q in ("https://doi.org/10.1000/X", "1234"):
        rows = Queue(cycle, QueueQuery(show="all", q=q), people["ada"]).rows
        assert [row.title for row in rows] == ["By its DOI"]


def test_the_page_takes_as_many_queries_for_many_works_as_for_few(cycle, people, django_assert_max_num_queries):
    for show in SHOWS:
        with django_assert_max_num_queries(7):
            assert queue_page(cycle, QueueQuery(show=show), people["ada"])["tabs_of_queue"]


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({}, QueueQuery()),
        ({"stage": "x", "show": "y", "order": "z", "page": "-1"}, QueueQuery()),
        ({"page": "9" * 30, "q": "a\x00b"}, QueueQuery(q="ab")),
        ({"page": "²"}, QueueQuery()),
        (
            {"stage": FULL, "show": "maybe", "order": "newest", "q": " a  b ", "page": "3"},
            QueueQuery(FULL, "maybe", "newest", "a b", 3),
        ),
    ],
)
def test_what_an_address_asks(asked, query):
    assert QueueQuery.from_params(asked) == query
