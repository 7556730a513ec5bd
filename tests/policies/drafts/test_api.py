"""Drafts through the API, as a program writes them."""

import json

import pytest

from audit.roles import LIBRARIAN, WRITER
from policies.models import Payer, PolicyVersion, Statement
from tests.api_answers import text_of
from tests.policies.drafts.world import HCC, ROOT, begin, outline

pytestmark = pytest.mark.usefixtures("starter_base")
DRAFT = "/api/v1/drafts/bcbsma-292/v2/"


@pytest.fixture
def writer(account, client):
    user = account(WRITER)
    client.force_login(user)
    return user


def post(client, address: str, body, **headers):
    return client.post(address, body, content_type="application/json", **headers)


def edit(client, **body):
    return post(client, f"{DRAFT}edits/", body)


def test_a_draft_is_begun_read_and_given_up(client, writer):
    asked = {"policy": "bcbsma-292", "based_on": "bcbsma-292/2024-09"}
    answer = post(client, "/api/v1/drafts/", asked)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["key"], answer.json()["edition"], answer.json()["authors"]) == (
        "bcbsma-292/v2",
        0,
        ["writer"],
    )
    whole = client.get(DRAFT).json()
    assert whole["content"]["parts"]["statement"][HCC]["position"] == "medically_necessary"
    assert client.get("/api/v1/drafts/").json()["count"] == 1
    assert post(client, "/api/v1/drafts/", asked).status_code == 400
    assert client.delete(DRAFT).status_code == 405
    assert post(client, f"{DRAFT}give-up/", {}).status_code == 400
    assert post(client, f"{DRAFT}give-up/", {"reason": "Not now."}).status_code == 204
    assert not PolicyVersion.objects.filter(key="bcbsma-292/v2").exists()


def test_a_new_policy_is_begun_with_its_first_draft(client, writer):
    payer = Payer.objects.first().key
    answer = post(client, "/api/v1/drafts/", {"payer": payer, "title": "Microwave ablation", "number": "77"})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["purpose"], told["based_on"], told["policy"]) == ("new", None, f"{payer}-77")
    for asked in ({}, {"payer": payer}, {"payer": payer, "title": "x", "policy": "med140"}, {"title": "x"}):
        assert (
            post(client, "/api/v1/drafts/", asked)
            .json()["detail"]
            .endswith("Say policy; or, of a new one, payer and title.")
        )
    assert post(client, "/api/v1/drafts/", {"payer": "nobody", "title": "x"}).status_code == 400


def test_every_kind_of_edit_is_made(client, writer):
    draft = begin(writer)
    new = {"intervention": "radioembolization", "position": "investigational", "text": "New."}
    made = edit(client, edition=0, do="add", part="statement", values=new).json()
    statement = made["changes"][0]["key"]
    for edition, text in ((1, "a"), (2, "b")):
        values = {"statement": statement, "text": text}
        assert edit(client, edition=edition, do="add", part="criterion", values=values).status_code == 201
    of = {row.text: row.key for row in Statement.objects.get(key=statement).criteria.all()}
    assert edit(client, edition=3, do="indent", row=of["b"]).status_code == 201
    assert edit(client, edition=4, do="outdent", row=of["b"]).status_code == 201
    assert edit(client, edition=5, do="move", part="criterion", row=of["b"], place=0).status_code == 201
    assert outline(Statement.objects.get(key=statement)) == ["0 : all", "1 A: b", "1 B: a"]
    under = edit(client, edition=6, do="move", part="criterion", row=of["a"], parent=of["b"], place=0)
    assert under.status_code == 201
    assert edit(client, edition=7, do="change", part="criterion", row=of["a"], values={"text": "c"}).status_code == 201
    assert edit(client, edition=8, do="undo").status_code == 201
    assert edit(client, edition=9, do="redo").status_code == 201
    assert edit(client, edition=10, do="remove", part="criterion", row=of["b"]).status_code == 201
    assert outline(Statement.objects.get(key=statement)) == ["0 : all"]
    told = client.get(f"{DRAFT}edits/").json()
    assert [each["number"] for each in told] == list(range(11, 0, -1))
    assert draft.edits.count() == 11


def test_what_changes_nothing_answers_the_edition(client, writer):
    begin(writer)
    answer = edit(client, edition=0, do="change", part="statement", row=HCC, values={"position": "medically_necessary"})
    assert (answer.status_code, answer.json()) == (200, {"edition": 0})


def test_a_stale_edit_is_409_and_says_what_clashes(client, writer, account):
    begin(writer)
    change = {"do": "change", "part": "statement", "row": HCC}
    edit(client, edition=0, values={"text": "First."}, **change)
    client.force_login(account(WRITER, "second"))
    answer = edit(client, edition=0, values={"text": "Second."}, **change)
    assert answer.status_code == 409
    (clash,) = answer.json()["clashes"]
    assert (clash["theirs"], clash["mine"], clash["by"]) == ("First.", "Second.", "writer")


LINK = {"bearing": "supports", "ground": "stated", "note": "Led nowhere."}
CHANGE = {"edition": 0, "do": "change", "part": "statement", "row": HCC}
AT_LEAST = CHANGE | {"part": "criterion", "row": ROOT}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"do": "change"}, "edition: This field is required."),
        ({"edition": 0, "do": "change", "part": "statement"}, "say part and row"),
        ({"edition": 0, "do": "paint"}, "is not a valid choice"),
        ({"edition": 0, "do": "remove", "part": "thing", "row": "x"}, "is not a valid choice"),
        ({"edition": 0, "do": "undo", "colour": "red"}, 'There is no "colour" here'),
        (CHANGE, "Say what the row is to hold"),
        (CHANGE | {"values": {"position": 3}}, "plain text"),
        (CHANGE | {"values": {"position": "never"}}, "valid choice"),
        (CHANGE | {"values": {"text": {"a": 1}}}, "plain text"),
        (CHANGE | {"values": {"text": ""}}, "cannot be blank"),
        (CHANGE | {"values": {"intervention": 4}}, "There is no intervention"),
        (CHANGE | {"values": {"intervention": None}}, "cannot be null"),
        (CHANGE | {"values": {"exceptions": "x"}}, "list of keys"),
        (CHANGE | {"values": {"exceptions": [["x"]]}}, "list of keys"),
        (CHANGE | {"values": {"exceptions": [HCC]}}, "cannot name itself"),
        (CHANGE | {"values": {"products": "x"}}, "list of texts"),
        (CHANGE | {"values": {"place": "first"}}, "whole number"),
        (CHANGE | {"values": {"place": True}}, "whole number"),
        ({"edition": 0, "do": "add", "part": "date", "values": {"kind": "effective", "on": "31.12.2026"}}, "calendar"),
        ({"edition": 0, "do": "add", "part": "date", "values": {"kind": "effective", "on": "123"}}, "calendar"),
        ({"edition": 0, "do": "add", "part": "date", "values": {"kind": "effective", "on": "2026-02-30"}}, "calendar"),
        (CHANGE | {"values": {"place": -1}}, "whole number"),
        (CHANGE | {"values": {"place": 10**30}}, "whole number"),
        (CHANGE | {"values": {"text": "\ud800"}}, "no JSON"),
        (AT_LEAST | {"values": {"logic": "at_least", "minimum": 0}}, "whole number from 1"),
        (AT_LEAST | {"values": {"logic": "at_least", "minimum": 2.5}}, "whole number from 1"),
        (AT_LEAST | {"values": {"logic": "at_least", "minimum": True}}, "whole number from 1"),
        (AT_LEAST | {"values": {"logic": "at_least", "minimum": 40_000}}, "whole number from 1"),
        ({"edition": 0, "do": "move", "part": "statement", "row": HCC, "place": 10**30}, "whole number"),
        ({"edition": 0, "do": "add", "part": "criterion", "values": {"statement": 5, "text": "x"}}, "no such row"),
        ({"edition": 0, "do": "add", "part": "statement_indication", "values": {"statement": [HCC]}}, "no such row"),
        ({"edition": 0, "do": "add", "part": "criterion", "values": {"text": "x"}}, "no such row"),
        ({"edition": 0, "do": "add", "part": "statement", "values": {"text": "x"}}, "cannot be"),
        ({"edition": 0, "do": "add", "part": "evidence_link", "values": LINK}, "exactly one"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(client, writer, body, said):
    draft = begin(writer)
    answer = edit(client, **body)
    assert answer.status_code == 400, answer.content
    assert said in answer.json()["detail"], answer.json()
    assert draft.edits.count() == 0


TOO_MUCH = json.dumps({"do": "x" * 3_000_000})


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "\x00", '{"edition": 1e400}', "[" * 100_000, TOO_MUCH])
def test_a_body_that_cannot_be_read_or_kept_is_refused(client, writer, body):
    begin(writer)
    answer = post(client, f"{DRAFT}edits/", body)
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_the_edits_are_a_file_too(client, writer):
    begin(writer)
    edit(client, edition=0, do="change", part="statement", row=HCC, values={"text": "Reworded."})
    header, line = text_of(client.get(f"{DRAFT}edits/?format=csv")).splitlines()
    assert header.startswith("number,by,at,what,changes")
    assert line.startswith("1,writer,")


def test_who_has_not_signed_in_finds_no_draft_and_writes_nothing(client, account):
    begin(account(WRITER))
    assert client.get("/api/v1/drafts/").json()["count"] == 0
    assert client.get(DRAFT).status_code == 404
    assert edit(client, edition=0, do="undo").status_code in (401, 403)
    assert post(client, "/api/v1/drafts/", {"policy": "med140"}).status_code in (401, 403)


def test_who_may_not_write_is_told_who_does(client, account):
    begin(account(WRITER))
    client.force_login(account(LIBRARIAN))
    answer = edit(client, edition=0, do="undo")
    assert (answer.status_code, answer.json()["detail"]) == (403, "Writers begin and edit drafts.")
