import pytest

from tests import api_world
from tests.api_answers import assert_answer_is_kept, rows_of


def test_without_a_question_there_is_a_form(client, starter_base):
    page = client.get("/impact/").content.decode()
    assert '<input id="find" name="find"' in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("EPOCH", "/impact/?study=mulcahy-2021"),
        ("34541864", "/impact/?reference=mulcahy-2021"),
        (" PMID: 34541864 ", "/impact/?reference=mulcahy-2021"),
        ("NCT01483027", "/impact/?study=mulcahy-2021"),
        ("c22.2", "/impact/?code=C22.2"),
        ("NCCN Uveal", None),
        ("Melanoma: Uveal", "/impact/?guideline=nccn-uveal-melanoma"),
    ],
)
def test_what_is_typed_leads_to_the_one_thing_of_that_name(client, starter_base, typed, address):
    answer = client.get("/impact/", {"find": typed})
    if address is None:
        assert answer.status_code == 400
        assert "Nothing here is called" in answer.content.decode()
    else:
        assert answer.headers["Location"] == address


def test_several_of_a_name_are_offered(client, starter_base):
    page = client.get("/impact/?find=mulcahy-2021").content.decode()
    assert '<a href="/impact/?study=mulcahy-2021">' in page
    assert '<a href="/impact/?reference=mulcahy-2021">' in page


@pytest.mark.parametrize(
    "question",
    [
        "study=nothing",
        "reference=a%00b",
        "guideline=" + "9" * 5000,
        "code=%C3%A9",
        "study=mulcahy-2021&code=S2095",
        "study=mulcahy-2021&study=king-2008",
        "find=a%00b",
        "find=" + "x" * 5000,
        "find=nobody+2099",
    ],
)
def test_what_leads_nowhere_is_a_sentence_and_the_form(client, starter_base, question):
    answer = client.get(f"/impact/?{question}")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert '<input id="find"' in page


def test_what_nothing_depends_on_says_so(client, starter_base):
    page = client.get("/impact/?guideline=nccn-biliary-tract").content.decode()
    assert "No statement depends on it." in page
    assert "Nothing that you may see rests on it" in page


def test_each_dependency_says_by_which_way_and_its_bearing(client, starter_base):
    page = client.get("/impact/?study=mulcahy-2021").content.decode()
    assert "3 statements of 2 policies depend on it." in page
    assert "policy 292: Statement 4</a>" in page
    assert "Overall survival, HR 1.07, 95% CI 0.86 to 1.32</a>" in page
    assert "med140, 725-726" in page


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/studies/mulcahy-2021/", "/impact/?study=mulcahy-2021"),
        ("/references/mulcahy-2021/", "/impact/?reference=mulcahy-2021"),
        ("/guidelines/nccn-hcc/", "/impact/?guideline=nccn-hcc"),
        ("/policies/bcbsma-292/", "/impact/?code=C22.2"),
    ],
)
def test_the_pages_of_evidence_and_code_rows_lead_here(client, starter_base, address, link):
    assert f'href="{link}"' in client.get(address).content.decode()


def test_the_api_answers_as_kept(client, db):
    api_world.build()
    assert_answer_is_kept("impact", client.get("/api/v1/impact/?study=epoch").json())


def test_the_file_holds_every_way(client, starter_base):
    rows = rows_of(client.get("/api/v1/impact/?study=mulcahy-2021&format=csv"))
    assert len(rows) == client.get("/api/v1/impact/?study=mulcahy-2021").json()["count"] == 13
    assert {row["document"] for row in rows} == {"bcbsma-292", "med140"}


@pytest.mark.parametrize("question", ["", "?study=nothing", "?study=epoch&code=S2095", "?trial=x", "?study=a%00b"])
def test_what_the_api_cannot_answer_is_refused_with_a_sentence(client, db, question):
    api_world.build()
    answer = client.get(f"/api/v1/impact/{question}")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("role", ["", "Writer"])
def test_a_code_that_only_a_draft_lists_is_known_to_those_who_may_read_it(client, db, account, role):
    api_world.build()
    if role:
        client.force_login(account(role))
    assert client.get("/impact/?code=37243").status_code == (200 if role else 400)
