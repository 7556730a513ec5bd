import pytest
from django.urls import reverse

from policies.models import StatementIndication
from tests import api_world
from tests.api_answers import assert_answer_is_kept, queries_of, rows_of

HEALTH = "/policies/bcbsma-292/health/"


def test_the_address_is_not_taken_for_that_of_a_policy():
    assert reverse("policy-health", args=["bcbsma-292"]) == HEALTH


def test_the_page_counts_each_kind_and_leads_to_it(client, starter_base):
    page = client.get(HEALTH).content.decode()
    assert 'conclusion</a></td><td class="">3 to look at' in page
    assert '<a href="#conclusion">' in page
    assert '<h2 id="conclusion">' in page
    assert "Nothing found." in page
    assert "Looked at: 11 pairs of statement and indication." in page
    assert "Not asked: the document prints no citations in its text." in page


def test_the_policy_page_leads_to_it(client, starter_base):
    assert f'<a href="{HEALTH}">Health</a>' in client.get("/policies/bcbsma-292/").content.decode()


@pytest.mark.parametrize("role", ["", "Writer"])
def test_the_health_of_a_draft_is_for_those_who_may_read_it(client, db, account, role):
    api_world.build()
    if role:
        client.force_login(account(role))
    for address in ("/policies/secret/health/", "/api/v1/policy-health/?policy=secret"):
        assert client.get(address).status_code == (200 if role else 404)


def test_the_api_answers_as_kept(client, db):
    api_world.build()
    StatementIndication.objects.update(no_evidence_reason="")
    assert_answer_is_kept("policy-health", client.get("/api/v1/policy-health/?policy=re").json())


def test_the_file_holds_what_the_page_shows(client, starter_base):
    rows = rows_of(client.get("/api/v1/policy-health/?policy=bcbsma-292&format=csv"))
    assert len(rows) == client.get("/api/v1/policy-health/?policy=bcbsma-292").json()["count"] == 28
    (regulation,) = [row for row in rows if row["kind"] == "regulation"]
    assert (regulation["document"], regulation["lines"]) == ("bcbsma-292", "119")
    assert regulation["url"] == "http://testserver/policies/bcbsma-292/#regulation"
    page = client.get(HEALTH).content.decode()
    assert "/api/v1/policy-health/?policy=bcbsma-292&amp;format=csv" in page


@pytest.mark.parametrize("question", ["", "?policy=a&policy=b", "?policy=re&version=1", "?policy=a%00b"])
def test_what_the_api_cannot_answer_is_refused_with_a_sentence(client, db, question):
    answer = client.get(f"/api/v1/policy-health/{question}")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")


def test_an_unknown_policy_is_not_there(client, db):
    assert client.get("/api/v1/policy-health/?policy=nothing").status_code == 404


def test_queries_do_not_grow_with_the_rows(client, db):
    api_world.build()
    few = queries_of(client, "/policies/re/health/")
    for number in range(2, 5):
        api_world.build(f"-{number}")
    assert queries_of(client, "/policies/re/health/") == few
