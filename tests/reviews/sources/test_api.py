"""Other sources, guidelines, trials and requests through the API, by the same actions as on the pages."""

import pytest
from django.test import Client

from accounts.actions import make_token
from audit.roles import READER, REVIEWER, WRITER
from reviews.models import GuidelineCheck, OngoingTrial, RequestEntry
from reviews.sources import checking, requests, trials
from reviews.sources.cited import cited_guidelines, version_to_review
from tests.api_answers import queries_of, rows_of
from tests.reviews.sources.world import TRIAL, days_ago

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def ask(writer):
    """ask("requests", policy=...): a POST with the writer's token; without a body, a GET."""
    headers = {"authorization": f"Bearer {make_token(name='a program', by=writer)}"}
    client = Client(headers=headers)

    def asked(address: str, answers: int = 200, **body):
        at = f"/api/v1/{address}"
        answer = client.post(at, body, content_type="application/json") if body else client.get(at)
        assert answer.status_code == answers, answer.content
        return answer.json()

    asked.client = client
    return asked


@pytest.fixture
def checks(cycle):
    return f"review-cycles/{cycle.key}/source-checks/"


def test_the_checklist_is_read_and_ticked_off(ask, checks):
    assert {row["checked_on"] for row in ask(checks)} == {None}
    place = {"kind": "trial_registry", "name": "ClinicalTrials.gov"}
    rows = ask(checks, **place, checked_on=str(days_ago(1)), nothing_new=True)
    [row] = [each for each in rows if each["name"] == place["name"]]
    assert row == place | {"checked_on": str(days_ago(1)), "nothing_new": True, "found": "", "by": "writer"}
    rows = ask(checks, **place, checked_on=None)
    assert {row["checked_on"] for row in rows} == {None}


def test_a_source_is_added_with_what_was_found_and_removed(ask, checks, cycle):
    place = {"kind": "other", "name": "A registry of our own"}
    ask(checks, **place, checked_on=str(days_ago(0)), found="Two letters.")
    assert cycle.source_checks.get(name=place["name"]).found == "Two letters."
    assert "take that back first" in ask(checks, 400, **place, remove=True)["detail"]
    ask(checks, **place, checked_on=None)
    ask(checks, **place, remove=True)
    assert not cycle.source_checks.filter(name=place["name"]).exists()
    assert "no such source" in ask(checks, 400, **place, remove=True)["detail"]


def test_what_cannot_be_said_leaves_nothing_behind(ask, checks, cycle):
    before = cycle.source_checks.count()
    place = {"kind": "other", "name": "A registry of our own"}
    assert "one of the two" in ask(checks, 400, **place, checked_on=str(days_ago(0)))["detail"]
    assert cycle.source_checks.count() == before
    assert "already" in ask(checks, 400, kind="trial_registry", name="ClinicalTrials.gov")["detail"]
    assert "moon" in ask(checks, 400, kind="moon", name="X")["detail"]


def test_guidelines_are_confirmed_and_taken_back(ask, cycle, writer):
    address = f"review-cycles/{cycle.key}/guideline-checks/"
    cited = cited_guidelines(version_to_review(writer, cycle.policy))
    rows = ask(address)
    assert [row["version"] for row in rows] == [each.version.key for each in cited]
    assert any(row["document"] and row["location"] for row in rows)
    key = rows[0]["version"]
    [row] = [
        row
        for row in ask(address, version=key, standing="current", checked_on=str(days_ago(0)))
        if row["version"] == key
    ]
    assert (row["standing"], row["by"]) == ("current", "writer")
    assert (
        "what took its place"
        in ask(address, 400, version=key, standing="replaced", checked_on=str(days_ago(0)))["detail"]
    )
    assert "no guideline version" in ask(address, 400, version="a", standing="current")["detail"]
    assert "which day" in ask(address, 400, version=key, standing="current")["detail"]
    ask(address, version=key, standing="")
    assert not GuidelineCheck.objects.exists()
    assert "nothing to take back" in ask(address, 400, version=key, standing="")["detail"]


def test_trials_are_kept_and_read_by_anybody(ask, client, cycle):
    told = TRIAL | {"policy": "bcbsma-292", "planned_size": "218"}
    ask("ongoing-trials/", **told, status_as_of=str(days_ago(9)))
    ask("ongoing-trials/", **told | {"planned_size": "220"}, status_as_of=str(days_ago(1)))
    [row] = client.get("/api/v1/ongoing-trials/?policy=bcbsma-292").json()["results"]
    assert (row["nct"], row["planned_size"], row["policy"]) == (TRIAL["nct"], "220", "bcbsma-292")
    assert client.get("/api/v1/ongoing-trials/?policy=med140").json()["count"] == 0
    ask("ongoing-trials/", policy="bcbsma-292", nct=TRIAL["nct"], removed_because="It has results.")
    assert client.get("/api/v1/ongoing-trials/").json()["count"] == 0
    assert (
        "not on the list"
        in ask("ongoing-trials/", 400, policy="bcbsma-292", nct=TRIAL["nct"], removed_because="x")["detail"]
    )
    assert "which day" in ask("ongoing-trials/", 400, policy="bcbsma-292", nct=TRIAL["nct"])["detail"]


def test_requests_are_logged_answered_and_corrected(ask):
    told = {"policy": "bcbsma-292", "kind": "appeal", "asked_on": str(days_ago(5)), "question": "Why not?"}
    entry = ask("requests/", **told, references=["mulcahy-2021"])
    assert entry["references"] == ["mulcahy-2021"]
    of = {"policy": "bcbsma-292", "id": entry["id"]}
    ask("requests/", **of, answer="Because.", answered_on=str(days_ago(2)))
    ask("requests/", **told | {"question": "Why not now?"}, id=entry["id"])
    [row] = ask("requests/?policy=bcbsma-292")["results"]
    assert (row["question"], row["answer"], row["references"]) == ("Why not now?", "Because.", [])
    assert "which request" in ask("requests/", 400, policy="bcbsma-292", answer="x")["detail"]
    assert "no such request" in ask("requests/", 400, policy="med140", id=entry["id"], answer="x")["detail"]
    assert "which day" in ask("requests/", 400, policy="bcbsma-292")["detail"]
    assert "which day" in ask("requests/", 400, **of, answer="x")["detail"]


def test_what_is_of_members_is_told_to_nobody_else(client, account, ask, cycle):
    logged = {"policy": "bcbsma-292", "kind": "staff", "asked_on": str(days_ago(5)), "question": "Secretly?"}
    ask("requests/", **logged)
    ours = ["requests/", f"review-cycles/{cycle.key}/source-checks/", f"review-cycles/{cycle.key}/guideline-checks/"]
    reader = account(READER)
    for status in ({401, 404}, {403, 404}):
        for address in ours:
            answer = client.get(f"/api/v1/{address}")
            assert answer.status_code in status
            assert b"Secretly" not in answer.content
        client.force_login(reader)


def test_who_may_not_write_is_told_who_may(client, account):
    client.force_login(account(READER))
    told = {"policy": "bcbsma-292", **TRIAL, "status_as_of": str(days_ago(0))}
    answer = client.post("/api/v1/ongoing-trials/", told, content_type="application/json")
    assert answer.status_code == 403
    assert "check other sources" in answer.json()["detail"]


@pytest.mark.parametrize(
    "address", ["ongoing-trials/?policy=x%00", "ongoing-trials/?on=now", "requests/?policy=no-such", "requests/?x=1"]
)
def test_what_is_not_understood_is_refused_with_a_sentence(ask, address):
    assert ask(address, 400)["detail"]


def test_every_table_is_a_file(ask, cycle, writer):
    source = cycle.source_checks.first()
    checking.check(source=source, by=writer, on=days_ago(0), found="=1+1")
    trials.add_trial(policy=cycle.policy, by=writer, **TRIAL, status_as_of=days_ago(0))
    told = {"kind": "staff", "asked_on": days_ago(0), "question": "Why?"}
    requests.log_request(policy=cycle.policy, by=writer, references=["mulcahy-2021"], **told)
    files = {
        f"review-cycles/{cycle.key}/source-checks/": ("found", "'=1+1"),
        f"review-cycles/{cycle.key}/guideline-checks/": ("standing", ""),
        "ongoing-trials/": ("nct", TRIAL["nct"]),
        "requests/": ("references", "mulcahy-2021"),
    }
    for address, (column, value) in files.items():
        answer = ask.client.get(f"/api/v1/{address}?format=csv")
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert rows_of(answer)[0][column] == value


def test_long_lists_ask_no_more_than_short_ones(ask, cycle, writer):
    trials.add_trial(policy=cycle.policy, by=writer, **TRIAL, status_as_of=days_ago(0))
    told = {"kind": "staff", "asked_on": days_ago(0), "question": "Why?", "references": ["mulcahy-2021"]}
    requests.log_request(policy=cycle.policy, by=writer, **told)
    lists = ["ongoing-trials/", "requests/", f"review-cycles/{cycle.key}/source-checks/"]
    queries_of(ask.client, "/api/v1/requests/")  # the token is noted as used
    few = [queries_of(ask.client, f"/api/v1/{address}") for address in lists]
    for n in range(5):
        trials.add_trial(policy=cycle.policy, by=writer, **TRIAL | {"nct": f"NCT0000000{n}"}, status_as_of=days_ago(0))
        requests.log_request(policy=cycle.policy, by=writer, **told)
    assert [queries_of(ask.client, f"/api/v1/{address}") for address in lists] == few
    assert OngoingTrial.objects.count() == RequestEntry.objects.count() == 6


def test_reviewers_may_check_too(account, checks):
    client = Client(headers={"authorization": f"Bearer {make_token(name='x', by=account(REVIEWER))}"})
    body = {"kind": "trial_registry", "name": "WHO ICTRP", "checked_on": str(days_ago(0)), "nothing_new": True}
    assert client.post(f"/api/v1/{checks}", body, content_type="application/json").status_code == 200
