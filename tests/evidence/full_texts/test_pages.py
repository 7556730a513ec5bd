"""The files of a work on its page, as they are served, and in the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence.full_texts import actions, storage
from evidence.full_texts.reading import Papers, places_for
from evidence.models import Reference
from tests.evidence.full_texts.files import PDF, docx

WORK = "mulcahy-2021"
PAGE = f"/references/{WORK}/"
FILES = f"{PAGE}files/"
API = f"/api/v1/references/{WORK}/full-text/"

pytestmark = pytest.mark.usefixtures("starter_index")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def librarian(client, account):
    client.force_login(account("Librarian"))
    return client


@pytest.fixture
def work(starter_base):
    return Reference.objects.get(key=WORK)


@pytest.fixture
def file(work, account):
    return actions.add_file(reference=work, name="the paper.pdf", chunks=[PDF], by=account("Writer"))


def address_of(file) -> str:
    return reverse("reference-file", args=[file.reference.key, file.pk])


def sent(name="paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("role", ["", "Reader"])
def test_nobody_but_members_is_told_of_files_and_states(client, account, file, role):
    if role:
        client.force_login(account(role))
    for address in (PAGE, f"/api/v1/references/{WORK}/", "/api/v1/references/?year=2021", "/studies/mulcahy-2021/"):
        page = client.get(address).content.decode()
        assert "the paper.pdf" not in page
        assert file.sha256 not in page
        assert "Full text" not in page
    answer = client.get(address_of(file))
    assert answer.status_code == (403 if role else 302)
    assert client.get(API).status_code == (403 if role else 401)
    unknown = client.get(reverse("reference-file", args=[WORK, 999_999]))
    assert unknown.status_code == answer.status_code  # nor whether there is a file at all


@pytest.mark.parametrize("role", ["Approver", "Administrator"])
def test_a_member_reads_files_and_keeps_none(client, account, file, role):
    client.force_login(account(role))
    page = client.get(PAGE).content.decode()
    assert address_of(file) in page
    assert "Obtained" in page
    assert 'type="file"' not in page
    answer = client.get(address_of(file))
    assert b"".join(answer.streaming_content) == PDF
    assert client.post(FILES, {"file": sent()}).status_code == 403
    assert client.post(f"{PAGE}retrieval/", {"state": "sought"}).status_code == 403


def test_a_file_is_served_as_it_came_with_nothing_in_it_to_run(librarian, file):
    answer = librarian.get(address_of(file))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="the paper.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [("notes.txt", b"<script>alert(1)</script>", "inline"), ("supplement.docx", docx(), "attachment")],
)
def test_what_is_no_pdf_stands_in_a_sandbox_or_is_saved(librarian, work, account, name, content, place):
    file = actions.add_file(reference=work, name=name, chunks=[content], by=account("Writer"))
    answer = librarian.get(address_of(file))
    assert answer["Content-Disposition"].startswith(place)
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert not answer["Content-Type"].startswith("text/html")
    assert answer["X-Content-Type-Options"] == "nosniff"
    b"".join(answer.streaming_content)


def test_a_file_of_another_work_a_removed_one_and_a_lost_one_are_not_there(librarian, file, account):
    assert librarian.get(f"/references/abbott-2018/files/{file.pk}/").status_code == 404
    assert librarian.get(f"{FILES}{10**30}/").status_code == 404
    path = storage.path_of(file.sha256)
    path.rename(path.with_suffix(".away"))
    lost = librarian.get(address_of(file))
    assert lost.status_code == 404
    assert "tell who keeps its backups" in lost.content.decode()
    assert librarian.post(f"{address_of(file)}remove/").status_code == 302
    assert librarian.get(address_of(file)).status_code == 404


def test_files_are_added_on_the_page_and_removed(librarian, work):
    answer = librarian.post(FILES, {"file": [sent(), sent("b.txt", b"notes")]}, follow=True)
    page = answer.content.decode()
    assert "paper.pdf is kept." in page
    assert "b.txt is kept." in page
    file = work.files.get(name="b.txt")
    page = librarian.post(f"{address_of(file)}remove/", follow=True).content.decode()
    assert "b.txt is removed" in page
    assert address_of(file) not in page
    assert librarian.post(f"{address_of(file)}remove/").status_code == 404


def test_a_refused_file_is_told_and_the_others_are_kept(librarian, work, settings):
    settings.LARGEST_FULL_TEXT = 1000
    files = [sent(), sent("big.pdf", PDF + b" " * 2000), sent("page.html", b"<html>")]
    answer = librarian.post(FILES, {"file": files})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "big.pdf is larger than" in page
    assert "page.html: " in page
    assert [file.name for file in work.files.all()] == ["paper.pdf"]
    nothing = librarian.post(FILES, {})
    assert nothing.status_code == 400
    assert "Choose a file first." in nothing.content.decode()


def test_a_form_without_its_token_sends_no_file(account, work):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(account("Librarian"))
    assert careful.post(FILES, {"file": sent()}).status_code == 403
    assert not work.files.exists()


def test_a_name_is_escaped_where_it_is_shown(librarian, work):
    librarian.post(FILES, {"file": sent("<img src=x onerror=alert(1)>.pdf")})
    page = librarian.get(PAGE).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page
    assert "<img src=x" not in page


def test_the_retrieval_is_noted_and_a_refused_note_comes_back(librarian, work):
    page = librarian.post(f"{PAGE}retrieval/", {"state": "not_retrieved", "note": ""})
    assert page.status_code == 400
    assert "Say where it was sought" in page.content.decode()
    typed = librarian.post(f"{PAGE}retrieval/", {"state": "had", "note": "Kept while refused."})
    assert "Kept while refused." in typed.content.decode()
    librarian.post(f"{PAGE}retrieval/", {"state": "not_retrieved", "note": "No library has it."})
    assert "No library has it." in librarian.get(PAGE).content.decode()


def test_the_api_tells_members_notes_a_state_and_takes_a_file(librarian, work):
    assert librarian.get(API).json() == {"state": "", "note": "", "files": []}
    noted = librarian.post(API, {"state": "sought"}, content_type="application/json")
    assert noted.json()["state"] == "sought"
    refused = librarian.post(API, {"state": "not_retrieved"}, content_type="application/json")
    assert refused.status_code == 400
    assert "Say where" in refused.json()["detail"]
    answer = librarian.post(f"/api/v1/references/{WORK}/files/", {"file": sent()})
    assert answer.status_code == 201
    file = work.files.get()
    assert answer.json() == {
        "state": "obtained",
        "note": "",
        "files": [
            {
                "id": file.pk,
                "name": "paper.pdf",
                "media_type": "application/pdf",
                "size": len(PDF),
                "url": address_of(file),
            }
        ],
    }


def test_the_api_refuses_what_the_page_refuses(librarian, work, settings):
    address = f"/api/v1/references/{WORK}/files/"
    assert librarian.post(address, {}).status_code == 400
    assert librarian.post(address, {"file": "no file"}).status_code == 400
    assert librarian.post(address, {"file": sent("a.html", b"<html>")}).status_code == 400
    settings.LARGEST_FULL_TEXT = 10
    assert "larger than" in librarian.post(address, {"file": sent()}).json()["detail"]
    assert librarian.get("/api/v1/references/nothing/full-text/").status_code == 404
    assert librarian.get(f"{API}?state=sought").status_code == 400


def test_a_place_in_a_paper_opens_its_file_at_the_page(work, file, account):
    place = places_for(account("Reviewer"))
    told = place(f"{WORK}/report", "p. 3899, <Table 2>")
    assert told.startswith(f'<a href="{address_of(file)}#page=3899" target="_blank">p. 3899, &lt;Table 2&gt;<')
    assert place(f"{WORK}/report", "Table 2") == "Table 2"
    assert place("med140", "p. 4") == place(WORK, "p. 4") == "p. 4"
    assert places_for(account("Reader"))(f"{WORK}/report", "p. 4") == "p. 4"


def test_of_several_files_a_place_opens_the_first_pdf(work, file, account):
    writer = account("Librarian")
    actions.add_file(reference=work, name="supplement.pdf", chunks=[PDF + b" "], by=writer)
    place = places_for(writer)
    assert address_of(file) in place(f"{WORK}/report", "p. 4")
    actions.remove_file(file=file, by=writer)
    again = places_for(writer)(f"{WORK}/report", "p. 4")
    assert address_of(file) not in again
    assert address_of(work.files.get(name="supplement.pdf")) in again


def test_the_base_is_asked_once_and_for_no_page_without_papers(file, django_assert_num_queries):
    papers = Papers()
    with django_assert_num_queries(0):
        papers.place("med140", "p. 4")
        papers.place(f"{WORK}/report", "Table 2")
    with django_assert_num_queries(1):
        papers.place(f"{WORK}/report", "p. 4")
        papers.place("nothing-kept/report", "p. 4")
