import json

import pytest
from django.urls import reverse

from reviews.screening import actions
from reviews.screening.actions import Said
from tests.api_answers import keys, rows_of
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
LIST = "/api/v1/candidates/"
TITLE = "title_abstract"


@pytest.fixture
def ada(account):
    return account("Reviewer", "ada")


@pytest.fixture
def cycle(account):
    return world.screening(account("Writer"))


@pytest.fixture
def works(cycle, ada):
    found = [world.candidate(cycle, f"Work {n}", pmid=str(n), abstract="A trial" if n == 2 else "") for n in (1, 2, 3)]
    actions.decide(candidate=found[0], stage=TITLE, said=Said("exclude", "design"), by=ada)
    return found


def decisions(work) -> str:
    return reverse("api:candidate-decisions", args=[work.key])


def post(client, work, **asked):
    return client.post(decisions(work), json.dumps(asked), content_type="application/json")


@pytest.mark.parametrize("role", [None, "Reader"])
def test_others_than_members_are_told_nothing(client, account, works, role):
    if role:
        client.force_login(account(role))
    assert client.get(LIST).json()["count"] == 0
    assert client.get(f"{LIST}{works[0].key}/").status_code == 404
    assert client.get(decisions(works[0])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("cycle=bcbsma-292/review-1", [1, 2, 3]),
        ("title_abstract=undecided", [2, 3]),
        ("excluded_because=design", [1]),
        ("origin=website", []),
        ("q=trial", [2]),
        ("q=3&q=trial", [2, 3]),
        ("pmid=3", [3]),
    ],
)
def test_candidates_are_narrowed(client, ada, works, asked, numbers):
    client.force_login(ada)
    assert keys(client.get(f"{LIST}?{asked}")) == [f"bcbsma-292/review-1/c-{n}" for n in numbers]


@pytest.mark.parametrize("asked", ["cycle=none", "title_abstract=x", "stage=full_text", "q=%00"])
def test_what_is_not_understood_is_refused(client, ada, works, asked):
    client.force_login(ada)
    assert client.get(f"{LIST}?{asked}").status_code == 400


def test_a_file_holds_all_of_them(client, ada, works):
    client.force_login(ada)
    assert [row["title"] for row in rows_of(client.get(f"{LIST}?format=csv"))] == ["Work 1", "Work 2", "Work 3"]


def test_a_word_is_said_changed_and_taken_back(client, ada, works):
    client.force_login(ada)
    answer = post(client, works[1], do="decide", stage=TITLE, verdict="exclude", reason="other", note="A letter")
    assert answer.status_code == 200
    (row,) = answer.json()
    assert (row["by"], row["verdict"], row["reason"], row["note"]) == ("ada", "exclude", "other", "A letter")
    assert post(client, works[1], do="take_back", stage=TITLE).json()[0]["taken_back_at"]
    assert client.get(f"{LIST}{works[1].key}/").json()["title_abstract"] == "undecided"


def test_a_conflict_is_settled(client, account, cycle, ada):
    world.read_by(cycle, "ada", "ben", third="eve")
    work = world.candidate(cycle)
    actions.decide(candidate=work, stage=TITLE, said=Said("include"), by=ada)
    client.force_login(account("Reviewer", "ben"))
    assert client.get(decisions(work)).json() == []
    assert [row["by"] for row in post(client, work, do="decide", stage=TITLE, verdict="maybe").json()] == ["ada", "ben"]
    client.force_login(account("Librarian", "eve"))
    assert post(client, work, do="settle", stage=TITLE, verdict="include").json()[-1]["settles"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"do": "decide", "stage": TITLE}, "Say the verdict."),
        ({"do": "decide", "stage": TITLE, "verdict": "exclude"}, "Choose the one primary reason"),
        ({"do": "settle", "stage": TITLE, "verdict": "include"}, "nothing to settle"),
        ({"do": "take_back", "stage": TITLE}, "no word of yours"),
        ({"do": "decide", "stage": "full_text", "verdict": "include"}, "once it is included"),
        ({"do": "guess", "stage": TITLE}, "do:"),
        ({"stage": TITLE, "why": "x"}, "why"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, ada, works, asked, said):
    client.force_login(ada)
    answer = post(client, works[2], **asked)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_who_may_not_judge_is_refused(client, account, works):
    assert post(client, works[2], do="decide", stage=TITLE, verdict="include").status_code == 401
    client.force_login(account("Approver"))
    assert post(client, works[2], do="decide", stage=TITLE, verdict="include").status_code == 403


def test_a_list_takes_as_many_queries_for_many(client, ada, cycle, django_assert_max_num_queries):
    for number in range(30):
        world.candidate(cycle, f"Work {number}")
    client.force_login(ada)
    with django_assert_max_num_queries(12):
        assert len(client.get(LIST).json()["results"]) == 30
