"""Reviews in the API: told to everybody as far as they are public, taken on by who may."""

import pytest

from audit.models import AuditEvent
from audit.roles import READER
from reviews.cycles import closing
from reviews.flow import counting
from reviews.models import ReviewCycle
from tests.api_answers import assert_answer_is_kept, keys, queries_of, rows_of
from tests.policies.publishing.world import in_days, reworded
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned, fresh, in_deciding, published

pytestmark = pytest.mark.usefixtures("starter_base")
LIST = "/api/v1/review-cycles/"


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def writer(client, people):
    client.force_login(people.writer)
    return client


def post(client, address: str, **body):
    return client.post(address, body, content_type="application/json")


def patch(client, address: str, **body):
    return client.patch(address, body, content_type="application/json")


def address(cycle, act: str = "") -> str:
    return f"{LIST}{cycle.key}/{act}/" if act else f"{LIST}{cycle.key}/"


def test_the_reviews_of_the_starter_base_are_told_as_kept(client):
    assert_answer_is_kept("review-cycles", client.get(LIST).json())


def test_members_are_told_of_the_open_one_too(client, people):
    assert keys(client.get(LIST)) == ["bcbsma-292/review-1"]
    assert client.get(f"{LIST}bcbsma-292/review-2/").status_code == 404
    client.force_login(people.reader)
    assert set(keys(client.get(LIST))) == {"bcbsma-292/review-1", "bcbsma-292/review-2"}
    assert client.get(f"{LIST}bcbsma-292/review-2/").json()["due_on"] is None


def test_nobody_else_is_told_names_or_what_was_asked(client, people):
    cycle = world.opened(people.writer, due_on=in_days(9))
    assigned(cycle, people)
    ReviewCycle.objects.filter(pk=cycle.pk).update(question="What will it cost?", version=reworded(people))
    closing.defer(cycle=cycle, by=people.writer, reason="Nobody is free.")
    answer = client.get(address(cycle))
    assert answer.json()["outcome"] == "deferred"
    assert answer.json()["due_on"] == str(in_days(9))
    for hidden in ("will", "rita", "cost", "Nobody is free", "bcbsma-292/v2"):
        assert hidden not in answer.content.decode()
    assert "rita" not in str(rows_of(client.get(f"{LIST}?format=csv")))
    client.force_login(people.reader)
    told = client.get(address(cycle)).json()
    assert (told["closed_because"], told["opened_by"], told["version"]) == ("Nobody is free.", "will", "bcbsma-292/v2")
    assert [(row["name"], row["task"]) for row in told["assignments"]] == [("rita", "reader")]


NARROWED = [
    ("state=open", ["bcbsma-292/review-1"]),
    ("state=open&state=closed", ["bcbsma-292/review-1", "med140/review-1"]),
    ("state=closed", ["med140/review-1"]),
    ("outcome=rejected", ["med140/review-1"]),
    ("policy=med140", ["med140/review-1"]),
    ("type=interim", []),
    ("literature_searched_through=2026-06", ["bcbsma-292/review-1"]),
    ("document=bcbsma-292", []),
]


@pytest.mark.parametrize(("query", "found"), NARROWED)
def test_a_list_is_narrowed(writer, people, query, found):
    cycle = world.opened(people.writer, due_on=in_days(5))
    ReviewCycle.objects.filter(pk=cycle.pk).update(literature_searched_through="2026-06")
    other = world.opened(people.writer, policy="med140", due_on=in_days(20))
    closing.reject(cycle=other, by=people.writer, reason="No.")
    assert sorted(keys(writer.get(f"{LIST}?{query}"))) == found


def test_a_list_is_narrowed_by_a_range_of_days(writer, people):
    world.opened(people.writer, due_on=in_days(5))
    world.opened(people.writer, policy="med140", due_on=in_days(20))
    since, until = f"due_since={in_days(6)}", f"due_until={in_days(19)}"
    assert keys(writer.get(f"{LIST}?{since}")) == ["med140/review-1"]
    assert keys(writer.get(f"{LIST}?{until}")) == ["bcbsma-292/review-1"]
    assert keys(writer.get(f"{LIST}?{since}&{until}")) == []
    assert len(keys(writer.get(f"{LIST}?due_since={in_days(5)}&due_until={in_days(20)}"))) == 2
    assert writer.get(f"{LIST}?due_since=soon").status_code == 400


def test_the_flow_is_that_of_the_end_and_of_one_in_progress_that_of_now(writer, people):
    cycle = world.opened(people.writer)
    judged = world.candidate(cycle, run=world.searched(cycle))
    counted = counting.flow_of(cycle)
    assert writer.get(address(cycle)).json()["flow"] == counted
    assert writer.get(f"{LIST}?policy=bcbsma-292").json()["results"][0]["flow"] is None
    closing.reject(cycle=cycle, by=people.writer, reason="No.")
    judged.delete()
    for answer in (writer.get(f"{LIST}?policy=bcbsma-292").json()["results"][0], writer.get(address(cycle)).json()):
        assert answer["flow"] == counted


def test_a_review_is_opened_assigned_taken_on_and_closed(writer, people):
    world.put_aside()
    answer = post(writer, LIST, policy="bcbsma-292", due_on=str(in_days(30)))
    assert answer.status_code == 201
    cycle = ReviewCycle.objects.get(key=answer.json()["key"])
    assert answer.json()["due_on"] == str(in_days(30))
    asked = post(writer, address(cycle, "assign"), name="rita", task="reader", due_on=str(in_days(9)))
    assert [row["name"] for row in asked.json()["assignments"]] == ["rita"]
    assert post(writer, address(cycle, "move"), move="screen").json()["state"] == "screening"
    ended = post(writer, address(cycle, "close"), how="defer", reason="Later.", next_due_on=str(in_days(300)))
    assert (ended.json()["outcome"], ended.json()["next_due_on"]) == ("deferred", str(in_days(300)))


def test_a_review_closes_on_its_version_and_the_next_is_opened(writer, people):
    cycle = in_deciding(people)
    refused = post(writer, address(cycle, "close"), how="close")
    assert refused.status_code == 400
    assert "closes on a version that is published" in refused.json()["detail"]
    published(cycle, people)
    answer = post(writer, address(cycle, "close"), how="close", outcome="reaffirmed", opens_next=True)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "reaffirmed")
    assert fresh(closing.next_of(cycle)).state == "open"


def test_a_review_is_edited_field_by_field(writer, people):
    cycle = world.opened(people.writer, due_on=in_days(5))
    asked = {"question": "Does it help?", "highlighted": ["survival", "Survival"], "readers_needed": 2}
    told = patch(writer, address(cycle), **asked).json()
    assert (told["question"], told["highlighted"], told["readers_needed"]) == ("Does it help?", ["survival"], 2)
    told = patch(writer, address(cycle), due_on=None, criteria="Trials.").json()
    assert (told["due_on"], told["criteria"], told["question"]) == (None, "Trials.", "Does it help?")
    events = AuditEvent.objects.filter(event="review_cycle.edited").order_by("pk")
    assert [set(event.after) for event in events] == [set(asked), {"due_on", "criteria"}]


def test_nothing_sent_changes_nothing(writer, people):
    cycle = world.opened(people.writer, due_on=in_days(5))
    assert patch(writer, address(cycle)).json()["due_on"] == str(in_days(5))
    assert not AuditEvent.objects.filter(event="review_cycle.edited").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"state": "closed"}, 'There is no "state" here'),
        ({"readers_needed": 3}, "One or two people"),
        ({"readers_needed": "two"}, "readers_needed"),
        ({"due_on": "soon"}, "due_on"),
        ({"highlighted": "survival"}, "highlighted"),
        ({"question": "a\x00b"}, "question"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_in_a_sentence(writer, people, body, said):
    cycle = world.opened(people.writer)
    answer = patch(writer, address(cycle), **body)
    assert (answer.status_code, said in answer.json()["detail"]) == (400, True), answer.content
    assert ReviewCycle.objects.filter(pk=cycle.pk).values().get() == vars_of(cycle)


def vars_of(cycle) -> dict:
    return {field.attname: getattr(cycle, field.attname) for field in ReviewCycle._meta.concrete_fields}


def test_somebody_is_asked_no_more(writer, people):
    cycle = world.opened(people.writer)
    assigned(cycle, people)
    told = post(writer, address(cycle, "unassign"), name="rita", task="reader").json()
    assert [(row["name"], bool(row["until"])) for row in told["assignments"]] == [("rita", True)]
    again = post(writer, address(cycle, "unassign"), name="rita", task="reader")
    assert (again.status_code, "not asked to do this" in again.json()["detail"]) == (400, True)


def test_how_far_it_was_searched_is_said_by_who_searches_where_no_search_is(client, people):
    cycle = world.opened(people.writer)
    client.force_login(people.librarian)
    through = address(cycle, "searched-through")
    assert post(client, through, on="2026-06").json()["literature_searched_through"] == "2026-06"
    assert "is no day" in post(client, through, on="June").json()["detail"]
    world.searched(cycle)
    assert "record the search" in post(client, through, on="2026").json()["detail"]
    assert fresh(cycle).literature_searched_through == "2026-06"


REFUSED = [
    ("", {"policy": "nothing"}, "there is no"),
    ("", {"policy": "bcbsma-292", "type": "king"}, "type"),
    ("", {"policy": "bcbsma-292", "color": "red"}, 'There is no "color" here'),
    ("", {"policy": "med140", "type": "interim"}, "opened for"),
    ("move", {"move": "close"}, "not moved in this way"),
    ("move", {"move": "decide"}, "this one is open"),
    ("assign", {"name": "rita", "task": "writer"}, "has no role"),
    ("close", {"how": "fly"}, "how: close, defer or reject"),
    ("close", {"how": "defer"}, "Say why"),
    ("close", {"how": "reject", "reason": "No.", "outcome": "new"}, "closes on a version"),
    ("close", {"how": "reject", "reason": "No.", "next_due_on": "soon"}, "next_due_on"),
]


@pytest.mark.parametrize(("act", "body", "said"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(writer, people, act, body, said):
    cycle = world.opened(people.writer)
    answer = post(writer, address(cycle, act) if act else LIST, **body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
    assert fresh(cycle).state == "open"


@pytest.mark.parametrize("act", ["move", "close", "assign", "unassign", "searched-through"])
def test_who_may_not_is_refused_and_to_others_a_review_in_progress_is_not_there(client, people, account, act):
    cycle = world.opened(people.writer)
    body = {"move": "skip"} if act == "move" else {}
    assert post(client, address(cycle, act), **body).status_code == 401
    assert patch(client, address(cycle)).status_code == 401
    client.force_login(account(READER))
    assert post(client, address(cycle, act), **body).status_code == 404
    assert patch(client, address(cycle)).status_code == 404
    client.force_login(people.reader)
    assert post(client, address(cycle, act), **body).status_code == 403
    assert patch(client, address(cycle)).status_code == 403


def test_an_unknown_parameter_is_refused(client):
    assert client.get(f"{LIST}?writer=will").status_code == 400


def test_queries_do_not_grow_with_the_reviews(writer, people):
    cycle = world.opened(people.writer)
    assigned(cycle, people)
    before = queries_of(writer, LIST)
    for policy in ("med140", "excellus-sirt"):
        more = world.opened(people.writer, policy=policy)
        assigned(more, people)
        assigned(more, people, name="lea")
    assert queries_of(writer, LIST) == before
