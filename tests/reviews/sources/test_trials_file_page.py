"""The page and the address of the API that take a file of ClinicalTrials.gov."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import make_token
from audit.roles import ADMINISTRATOR, READER
from reviews.models import OngoingTrial
from reviews.sources import trials
from reviews.sources.clinicaltrials import LARGEST
from tests.reviews.sources.registry import study, written
from tests.reviews.sources.world import TRIAL, days_ago

pytestmark = pytest.mark.usefixtures("starter_base")
API = "/api/v1/policies/bcbsma-292/trials-file/"


@pytest.fixture
def page(cycle):
    return f"/reviews/{cycle.key}/sources/trials-file/"


@pytest.fixture
def send(client, page):
    def post(content: bytes | None, answers: int = 200, name="ctg-studies.json", **typed) -> str:
        file = {} if content is None else {"file": SimpleUploadedFile(name, content)}
        answer = client.post(page, file | typed)
        assert answer.status_code == answers
        return answer.content.decode()

    return post


def test_who_may_not_keep_the_list_sends_no_file(client, page, account):
    def statuses() -> list[int]:
        return [client.get(page).status_code, client.post(page, {"file": io.BytesIO(written(study()))}).status_code]

    client.force_login(account(READER))
    assert statuses() == [404, 403]
    client.force_login(account(ADMINISTRATOR))
    assert statuses() == [200, 403]
    assert b'type="file"' not in client.get(page).content
    client.logout()
    assert statuses() == [302, 302]
    assert not OngoingTrial.objects.exists()


def test_a_form_of_another_site_is_refused(writer, page):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert strict.post(page, {"file": io.BytesIO(written(study()))}).status_code == 403
    assert not OngoingTrial.objects.exists()


def test_the_list_has_the_form(client, cycle, page):
    shown = client.get(f"/reviews/{cycle.key}/sources/").content.decode()
    assert f'enctype="multipart/form-data" action="{page}"' in shown


def test_a_file_is_read_and_each_study_told(send, cycle, writer):
    told = {"policy": cycle.policy, "by": writer, "status_as_of": days_ago(0)}
    trials.add_trial(**told, **TRIAL | {"nct": "NCT00000001"})
    gone = trials.add_trial(**told, **TRIAL | {"nct": "NCT00000002"})
    trials.remove_trial(trial=gone, by=writer, reason="Of <b>another</b> indication.")
    today = str(days_ago(0))
    shown = send(
        written(
            study("NCT00000001", status="COMPLETED", day=today, results=True),
            study("NCT00000002"),
            study("NCT00000003", title="New <i>one</i>"),
            study("NCT00000004", status="AVAILABLE"),
            nextPageToken="x",
        )
    )
    assert "Recruiting → Completed" in shown
    assert "Results are posted at the registry." in shown
    assert "Of &lt;b&gt;another&lt;/b&gt; indication." in shown
    assert "New &lt;i&gt;one&lt;/i&gt;" in shown
    assert "expanded access" in shown
    assert "one page of a longer list" in shown
    for end in ("added", "updated", "taken off the list before", "failed"):
        assert f'<span class="num">1</span> {end}' in shown


def test_a_refused_file_is_told_with_what_to_do_and_the_day_is_still_there(send):
    shown = send(b"NCT Number,Study Title\n", 400, as_of="2024-08-09")
    assert "Nothing was done." in shown
    assert "Choose JSON there" in shown
    assert 'value="2024-08-09"' in shown


@pytest.mark.parametrize("as_of", ["soon", "2024-02-30", "2999-01-01", "\x00"])
def test_a_day_that_is_none_is_refused(send, as_of):
    send(written(study()), 400, as_of=as_of)
    assert not OngoingTrial.objects.exists()


def test_a_form_without_a_file_says_so(send):
    assert "Choose the file" in send(None, 400)


def test_a_file_that_is_too_large_is_read_no_further(send):
    assert "larger than 20 MB" in send(b" " * (LARGEST + 1), 400)


def test_a_name_is_shown_without_its_folders(send):
    assert "C:" not in send(written(study()), name="C:\\home\\ada\\studies.json")


def test_a_page_of_many_studies_asks_no_more_than_one_of_few(client, page):
    def asked(count: int) -> int:
        file = written(*[study(f"NCT{n:08}") for n in range(count)])
        client.post(page, {"file": io.BytesIO(file)})  # from here on all are held
        with CaptureQueriesContext(connection) as captured:
            assert client.post(page, {"file": io.BytesIO(file)}).status_code == 200
        return len(captured)

    assert asked(30) == asked(2)


@pytest.fixture
def ask(writer):
    client = Client(headers={"authorization": f"Bearer {make_token(name='a program', by=writer)}"})

    def asked(content: bytes | None, answers: int = 200, address=API, **typed) -> dict:
        file = {} if content is None else {"file": SimpleUploadedFile("a.json", content)}
        answer = client.post(address, file | typed)
        assert answer.status_code == answers, answer.content
        return answer.json()

    return asked


def test_a_program_reads_a_file_by_the_same_action(ask):
    told = ask(written(study(size=(3, "ACTUAL")), study("NCT00000002", day="")), as_of="2024-08-01")
    assert told["counts"] == {"added": 2, "updated": 0, "held": 0, "older": 0, "removed": 0, "failed": 0}
    again = ask(written(study(status="COMPLETED"), study("NCT00000002", status="NONE")))
    assert (again["file_name"], again["goes_on"]) == ("a.json", False)
    assert again["trials"] == [
        {
            "position": 1,
            "nct": TRIAL["nct"],
            "title": TRIAL["title"],
            "end": "updated",
            "reason": "",
            "changes": [{"field": "status", "was": "Recruiting", "now": "Completed"}],
            "has_results": False,
        },
        {
            "position": 2,
            "nct": "NCT00000002",
            "title": "",
            "end": "failed",
            "reason": 'Its overallStatus, "NONE", is none that a trial has.',
            "changes": [],
            "has_results": False,
        },
    ]


def test_a_program_is_refused_with_a_sentence(ask):
    assert "is no JSON" in ask(b"<xml>", 400)["detail"]
    assert "file" in ask(None, 400)["detail"]
    assert "larger than 20 MB" in ask(b" " * (LARGEST + 1), 400)["detail"]
    assert "as_of" in ask(written(study()), 400, as_of="soon")["detail"]
    assert 'no "day" here' in ask(written(study()), 400, day="2024-08-01")["detail"]
    assert ask(written(study()), 404, address="/api/v1/policies/no-such/trials-file/")["detail"]
    assert not OngoingTrial.objects.exists()


def test_a_reader_s_program_may_not(account, client):
    client.force_login(account(READER))
    answer = client.post(API, {"file": io.BytesIO(written(study()))})
    assert answer.status_code == 403
    assert "check other sources" in answer.json()["detail"]
    assert Client().post(API, json.dumps({}), content_type="application/json").status_code == 401
