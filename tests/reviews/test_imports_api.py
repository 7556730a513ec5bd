import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jobs.running import run_next
from reviews.models import ImportBatch
from tests.api_answers import rows_of
from tests.reviews import world
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/review-imports/"


@pytest.fixture
def writer(starter_base, account):
    return account("Writer")


@pytest.fixture
def run(writer):
    return world.searched(world.opened(writer))


@pytest.fixture
def batch(run, writer):
    return imported(run, a_file(work(1), work(1), work(2, title=work(1)["title"])), writer)


def test_a_file_is_brought_in_read_and_told(client, writer, run):
    client.force_login(writer)
    answer = client.post(IMPORTS, {"run": run.key, "file": SimpleUploadedFile("mine.ris", a_file(work(1), work(1)))})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["state"], told["file_name"], told["new"], told["run"]) == ("waiting", "mine.ris", 0, run.key)
    run_next()
    told = client.get(f"{IMPORTS}{told['key']}/").json()
    assert (told["state"], told["new"], told["known"], told["failed"]) == ("done", 1, 1, 0)
    assert [row["key"] for row in client.get(f"{IMPORTS}?run={run.key}&state=done").json()["results"]] == [told["key"]]


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"file": SimpleUploadedFile("a.ris", b"%PDF")}, 400, "This is a PDF"),
        ({"file": SimpleUploadedFile("a.ris", b"")}, 400, "This file is empty"),
        ({}, 400, "file: No file was submitted."),
        ({"run": "none", "file": SimpleUploadedFile("a.ris", b"x")}, 404, "There is no such search"),
        ({"x": "1"}, 400, 'There is no "x" here'),
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_sentence(client, writer, run, told, status, said):
    client.force_login(writer)
    answer = client.post(IMPORTS, {"run": run.key} | told)
    assert (answer.status_code, said in answer.json()["detail"]) == (status, True), answer.content
    assert not ImportBatch.objects.exists()


def test_records_are_listed_with_what_became_of_them(client, writer, batch):
    client.force_login(writer)
    records = f"{IMPORTS}{batch.key}/records/"
    answer = client.get(records).json()
    assert [(row["position"], row["outcome"]) for row in answer["results"]] == [
        (1, "new"),
        (2, "known"),
        (3, "possible_duplicate"),
    ]
    first, second, third = answer["results"]
    assert [(row["doi"], row["pmid"]) for row in answer["results"]] == [
        ("10.1000/n.1", "1001"),
        ("10.1000/n.1", "1001"),
        ("10.1000/n.2", "1002"),
    ]
    assert first["candidate"] == second["candidate"] == third["earlier"] == f"{batch.run.cycle.key}/c-1"
    assert client.get(f"{records}?outcome=known").json()["count"] == 1
    assert [row["line"] for row in rows_of(client.get(f"{records}?format=csv"))][:1] == ["1"]
    assert client.get(f"{records}?outcome=x").status_code == 400


def test_a_record_is_settled_by_the_same_action_as_on_the_page(client, writer, batch):
    client.force_login(writer)
    records = f"{IMPORTS}{batch.key}/records/"
    told = {"content_type": "application/json"}
    answer = client.post(records, {"record": 3, "answer": "another"}, **told)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "new")
    assert client.post(records, {"record": 3, "answer": "same"}, **told).status_code == 400
    assert client.post(records, {"record": 99, "answer": "same"}, **told).status_code == 404
    assert client.post(records, {"record": 3, "answer": "undo"}, **told).json()["outcome"] == "possible_duplicate"


def test_others_find_no_trace(client, batch, account):
    for person in (None, account("Reader")):
        if person:
            client.force_login(person)
        assert client.get(IMPORTS).json()["count"] == 0
        assert client.get(f"{IMPORTS}?run={batch.run.key}").status_code == 400
        assert client.get(f"{IMPORTS}{batch.key}/").status_code == 404
        assert client.get(f"{IMPORTS}{batch.key}/records/").status_code == 404
