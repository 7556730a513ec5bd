"""A policy's life through the API: signed, voided, published, withdrawn; reviewed, retired; commented on; alerts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import make_token
from audit.roles import APPROVER, READER, WRITER
from policies.models import Policy, PolicyVersion
from policies.publishing.readiness import unexplained_pairs
from tests.policies.drafts.world import HCC, begin

pytestmark = pytest.mark.usefixtures("starter_base")
DRAFT = "/api/v1/drafts/bcbsma-292/v2/"
DAY = timezone.localdate() + timedelta(days=90)


@pytest.fixture
def people(account):
    return {name: account(role, name) for name, role in (("wanda", WRITER), ("ann", APPROVER), ("abe", APPROVER))}


@pytest.fixture
def ask(client, people):
    """ask("ann", "sign", verdict=...): a POST to an act of the draft, with the person's token."""
    tokens = {name: make_token(name="a program", by=person) for name, person in people.items()}

    def post(name: str, act: str, *, at: str = DRAFT, **body):
        headers = {"authorization": f"Bearer {tokens[name]}"}
        return client.post(f"{at}{act}/", body, content_type="application/json", headers=headers)

    post.get = lambda name, act: client.get(f"{DRAFT}{act}/", headers={"authorization": f"Bearer {tokens[name]}"})
    return post


def reworded(text: str = "Reworded.", edition: int = 0) -> dict:
    return {"edition": edition, "do": "change", "part": "statement", "row": HCC, "values": {"text": text}}


def explained(ask, draft: PolicyVersion) -> int:
    """Writes the reasons that are owed; the edition after."""
    edition = draft.edition
    for pair in unexplained_pairs(draft):
        values = {"no_evidence_reason": "None was found."}
        answer = ask(
            "wanda",
            "edits",
            edition=edition,
            do="change",
            part="statement_indication",
            row=pair.key,
            values=values,
        )
        assert answer.status_code == 201, answer.content
        edition = answer.json()["number"]
    return edition


def test_from_the_draft_to_the_published_version_and_its_withdrawal(ask, people, client):
    draft = begin(people["wanda"])
    edition = explained(ask, draft)
    assert ask("wanda", "edits", **reworded(edition=edition)).status_code == 201
    (change,) = [each for each in ask.get("wanda", "signing").json()["changes"] if each["kind"] == "text"]
    classed = ask("wanda", "class", change=change["change"], change_class="clarified", reason="Plainer words.")
    assert classed.status_code == 200, classed.content
    assert ask("wanda", "submit", approvers=["ann"]).json()["detail"] == "Name 2 approvers; here are 1."
    assert ask("wanda", "submit", approvers=["ann", "abe"]).json()["status"] == "in_review"
    assert ask("wanda", "sign", verdict="approved").status_code == 403
    read = ask.get("ann", "signing").json()["content_hash"]
    assert ask("ann", "sign", verdict="approved", content_hash=read).json()["status"] == "in_review"
    again = reworded("Reworded twice.", edition + 1)
    assert ask("wanda", "edits", **again).status_code == 201
    (word,) = ask.get("abe", "signing").json()["signoffs"]
    assert (word["by"], word["void"]) == ("ann", "what was signed has changed since")
    assert ask("ann", "sign", verdict="approved", content_hash=read).status_code == 400
    assert ask("ann", "sign", verdict="approved").json()["status"] == "in_review"
    assert ask("abe", "sign", verdict="approved_with_comments").status_code == 400
    assert ask("abe", "sign", verdict="approved").json()["status"] == "approved"
    too_early = ask("wanda", "publish", effective_on=str(DAY))
    assert "edited since it was classed" in too_early.json()["detail"]
    ask("wanda", "class", change=change["change"], change_class="clarified", reason="Plainer words.")
    published = ask("wanda", "publish", effective_on=str(DAY), history_text="Reworded.")
    assert published.status_code == 200, published.content
    told = published.json()
    assert (told["status"], told["effective_on"], told["published_by"]) == ("published", str(DAY), "wanda")
    assert ask("wanda", "publish", effective_on=str(DAY)).status_code == 400
    assert "this one is published" in ask("wanda", "recall").json()["detail"]
    assert ask("abe", "withdraw", reason="A mistake in it.").json()["status"] == "withdrawn"


def test_reviewed_with_no_change_and_retired_are_sent_to_be_signed(ask, people):
    at = "/api/v1/policies/bcbsma-292/"
    given = {"reviewed_on": str(timezone.localdate()), "literature": "12 works; none changes it."}
    answer = ask("wanda", "reaffirm", at=at, approvers=["ann", "abe"], **given)
    assert (answer.status_code, answer.json()["purpose"]) == (201, "reaffirmation"), answer.content
    at = "/api/v1/policies/med140/"
    wrong = ask("wanda", "retire", at=at, reason="Moved.", replaced_by="nothing", approvers=["ann", "abe"])
    assert (wrong.status_code, wrong.json()["detail"]) == (400, 'replaced_by: there is no policy "nothing".')
    answer = ask("wanda", "retire", at=at, reason="Moved.", replaced_by="bcbsma-292", approvers=["ann", "abe"])
    assert answer.status_code == 201, answer.content
    assert Policy.objects.get(key="bcbsma-292").replaces.get().key == answer.json()["key"]


def test_what_is_said_of_a_draft_is_answered_and_settled(ask, people):
    begin(people["wanda"])
    said = ask("ann", "comments", about="bcbsma-292/hcc", text="Is it so?").json()
    assert ask("wanda", "comments", answers=said["id"], text="It is.").json()["answers"] == said["id"]
    assert ask("ann", "comments", resolves=said["id"]).json()["resolved_by"] == "ann"
    assert ask("wanda", "comments", answers=said["id"], text="And more.").status_code == 400
    assert ask("ann", "comments", reopens=said["id"]).json()["resolved_by"] == ""
    assert [each["text"] for each in ask.get("wanda", "comments").json()] == ["Is it so?", "It is."]
    for body in ({}, {"about": "x", "answers": 1}, {"answers": 0}, {"about": "no-such", "text": "x"}):
        assert ask("ann", "comments", **body).status_code in (400, 404)


def test_readers_find_neither_the_draft_nor_a_word_on_it(client, people, account):
    begin(people["wanda"])
    client.force_login(account(READER))
    for act in ("signing", "comments", "edits"):
        assert client.get(f"{DRAFT}{act}/").status_code == 404
    assert client.post(f"{DRAFT}sign/", {"verdict": "approved"}, content_type="application/json").status_code == 404


def test_alerts_are_listed_and_narrowed(client):
    assert client.get("/api/v1/alerts/?policy=bcbsma-292&open=false").json()["count"] == 0
    for asked in ("open=perhaps", "policy=nothing", "policy=%00", "colour=red"):
        assert client.get(f"/api/v1/alerts/?{asked}").status_code == 400
    assert client.get("/api/v1/alerts/?format=csv").status_code == 200
