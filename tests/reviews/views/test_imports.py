"""The pages of a file: brought in, followed, read, settled."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import Citation, Identifier
from jobs.running import run_next
from reviews.models import ImportBatch, ReviewCycle
from tests.api_answers import rows_of
from tests.reviews import world
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(starter_base, account):
    return account("Writer")


@pytest.fixture
def run(writer):
    return world.searched(world.opened(writer), found=3)


@pytest.fixture
def batch(run, writer):
    """A new work, a known one, a possible duplicate and a record that failed."""
    works = [work(1), work(1), work(2, title=work(1)["title"]), work(3, title="", doi="", pmid="")]
    return imported(run, a_file(*works), writer)


def address(batch, page: str = "-batch") -> str:
    return reverse(f"review-import{page}", args=[batch.key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_file_is_brought_in_and_leads_to_its_page(client, writer, run):
    client.force_login(writer)
    form = reverse("review-import", args=[run.key])
    assert "the database told" in text_of(client.get(form))
    answer = client.post(form, {"file": SimpleUploadedFile("mine.ris", a_file(work(1)))})
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == address(batch)
    assert "Waiting for the worker" in text_of(client.get(address(batch)))
    asked = {"HX-Request": "true"}
    assert "Waiting for the worker" in text_of(client.get(address(batch), headers=asked))
    assert run_next()
    assert client.get(address(batch), headers=asked).headers["HX-Refresh"] == "true"
    page = text_of(client.get(address(batch)))
    assert "hx-get" not in page
    assert work(1)["title"] in page
    assert "mine.ris" in text_of(client.get(form))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Choose the file that the database exported."),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "This is a PDF. Export the search results"),
        ({"file": SimpleUploadedFile("x.ris", b"")}, "This file is empty."),
    ],
)
def test_what_cannot_be_imported_comes_back_with_what_to_do(client, writer, run, files, said):
    client.force_login(writer)
    answer = client.post(reverse("review-import", args=[run.key]), files)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not ImportBatch.objects.exists()


def test_the_files_of_a_search_lead_to_what_is_to_be_settled_in_them(client, writer, run, batch):
    client.force_login(writer)
    link = f'<a href="{address(batch)}?show=possible_duplicate"><span class="num">1</span> possible duplicate to settle'
    for page in ("review-import", "review-literature"):
        key = run.key if page == "review-import" else run.cycle.key
        assert link in text_of(client.get(reverse(page, args=[key])))
    client.post(address(batch, "-settle"), {"record": 3, "answer": "same"})
    assert "to settle" not in text_of(client.get(reverse("review-literature", args=[run.cycle.key])))


def test_a_reviewer_reads_what_was_imported_and_brings_nothing_in(client, batch, run, account):
    client.force_login(account("Reviewer"))
    form = reverse("review-import", args=[run.key])
    assert "Writers and Librarians" in text_of(client.get(form))
    assert client.post(form, {"file": SimpleUploadedFile("a.ris", a_file(work(9)))}).status_code == 403
    page = text_of(client.get(address(batch)))
    assert work(1)["title"] in page
    assert "The same work" not in page
    assert client.post(address(batch, "-settle"), {"record": 3, "answer": "same"}).status_code == 403


@pytest.mark.parametrize("page", ["-batch", "-records"])
def test_who_may_not_read_reviews_finds_none(client, batch, account, page):
    assert client.get(address(batch, page)).status_code in (302, 404)
    client.force_login(account("Reader"))
    assert client.get(address(batch, page)).status_code == 404


def test_possible_duplicates_are_shown_first_beside_what_they_are_like(client, writer, batch):
    client.force_login(writer)
    page = text_of(client.get(address(batch)))
    assert '<b class="num">4</b> records in the file' in page
    assert "Same title and year as work 1 of this review, but another DOI and PMID." in page
    assert page.count("<b>= same</b>") == 7  # title, authors, year, journal, volume, pages, abstract
    assert page.count("≠ differs") == 2  # DOI and PMID


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ("new", work(1)["title"]),
        ("known", "Same DOI, PMID, title and year as work 1 of this review."),
        ("failed", "This record has neither a title nor an identifier"),
        ("nonsense", "but another DOI and PMID"),
        ("failed&page=99", "This record has neither a title"),
        ("failed&page=x", "This record has neither a title"),
    ],
)
def test_records_are_shown_by_how_they_ended(client, writer, batch, show, said):
    client.force_login(writer)
    assert said in text_of(client.get(f"{address(batch)}?show={show}"))


def test_a_word_is_kept_told_and_taken_back(client, writer, batch):
    client.force_login(writer)
    told = {"record": 3, "answer": "same", "show": "possible_duplicate", "page": 1}
    answer = client.post(address(batch, "-settle"), told)
    assert answer.headers["Location"] == f"{address(batch)}?show=possible_duplicate&page=1#record-3"
    known = text_of(client.get(f"{address(batch)}?show=known"))
    assert "Settled by writer" in known
    client.post(address(batch, "-settle"), {"record": 3, "answer": "undo"})
    assert batch.records.get(position=3).outcome == "possible_duplicate"


@pytest.mark.parametrize("record", ["", "0", "99", "x", "²", "9" * 30, "\0"])
def test_a_record_that_is_not_there_is_404(client, writer, batch, record):
    client.force_login(writer)
    assert client.post(address(batch, "-settle"), {"record": record, "answer": "same"}).status_code == 404


def test_what_does_not_fit_any_more_is_a_sentence_on_the_page(client, writer, batch):
    client.force_login(writer)
    answer = client.post(address(batch, "-settle"), {"record": 1, "answer": "same", "show": "new"})
    assert answer.status_code == 400
    assert "Record 1 is new by now" in text_of(answer)


def test_the_table_has_every_record_with_its_line(client, writer, batch):
    client.force_login(writer)
    rows = rows_of(client.get(address(batch, "-records")))
    assert [(row["record"], row["outcome"]) for row in rows] == [
        ("1", "new"),
        ("2", "known"),
        ("3", "possible_duplicate"),
        ("4", "failed"),
    ]
    assert (rows[0]["file"], rows[0]["line"], rows[0]["doi"], rows[0]["authors"]) == (
        "results.ris",
        "1",
        "10.1000/n.1",
        "Ng P",
    )
    assert rows[2]["like_work"] == rows[0]["work"] == rows[1]["work"]
    assert len(rows_of(client.get(f"{address(batch, '-records')}?show=failed"))) == 1


def test_a_work_of_the_base_stands_beside_the_record(client, writer, run):
    reference = Citation.objects.filter(document__key="bcbsma-292").first().reference
    Identifier.objects.create(key="doi:10.1000/n.1", reference=reference, scheme="doi", value="10.1000/n.1")
    Identifier.objects.create(key="pmid:77", reference=reference, scheme="pmid", value="77")
    batch = imported(run, a_file(work(1)), writer)
    client.force_login(writer)
    page = text_of(client.get(address(batch)))
    assert f"{reference.label}, cited by the policy" in page
    assert "but another PMID" in page


def test_a_file_that_failed_says_why(client, writer, batch):
    ImportBatch.objects.filter(pk=batch.pk).update(state="failed", problem="The disk was full.")
    client.force_login(writer)
    assert "The file was not read to its end.</b> The disk was full. What stands below was read." in text_of(
        client.get(address(batch))
    )


def test_a_file_without_records_says_what_to_do(client, writer, run):
    batch = imported(run, b"<?xml version='1.0'?><PubmedArticleSet></PubmedArticleSet>", writer)
    client.force_login(writer)
    assert "The file holds no record." in text_of(client.get(address(batch)))


def test_a_file_that_is_being_read_tells_how_far_it_is(client, writer, batch):
    ImportBatch.objects.filter(pk=batch.pk).update(state="running", bytes_read=batch.size // 2)
    client.force_login(writer)
    page = text_of(client.get(address(batch)))
    assert 'hx-trigger="every 2s"' in page
    assert '<span class="num">4</span> records read' in page
    assert "Look again</a>" in page


def test_nothing_can_be_settled_once_screening_is_over(client, writer, batch):
    ReviewCycle.objects.update(state="drafting")
    client.force_login(writer)
    assert "The same work" not in text_of(client.get(address(batch)))


def test_the_number_of_queries_does_not_grow_with_the_records(client, writer, run):
    few = imported(run, a_file(work(1), work(2, title=work(1)["title"])), writer)
    same = [work(number, title=work(1)["title"]) for number in range(3, 40)]
    many = imported(run, a_file(*same), writer)
    client.force_login(writer)

    def queries(batch) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{address(batch)}?show=possible_duplicate").status_code == 200
        return len(captured)

    queries(few)
    assert queries(many) == queries(few) <= 25
