"""Files come in, the worker reads them, and each record ends somewhere."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

import audit.actions
from audit.models import AuditEvent
from evidence.models import Citation, Identifier, Reference
from jobs.models import Job
from jobs.running import MOST_ATTEMPTS, run_next
from reviews.importing import files, keeping, running
from reviews.importing.counting import counts_of
from reviews.importing.hindering import unfinished
from reviews.importing.settling import settle
from reviews.importing.staging import stage_import
from reviews.models import Candidate, ImportBatch, ReviewCycle
from tests.reviews import world
from tests.reviews.importing.literature import a_file, imported, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(starter_base, account):
    return account("Writer")


@pytest.fixture
def run(cycle):
    return world.searched(cycle)


def outcomes(batch) -> list[tuple[str, str]]:
    return list(batch.records.values_list("outcome", "reason"))


def counts(batch) -> dict[str, int]:
    return {name: count for name, count in counts_of(batch).items() if count}


# Staging


def test_a_file_is_kept_privately_and_waits_for_the_worker(run, writer):
    data = a_file(work(1))
    batch = stage_import(run=run, by=writer, file=io.BytesIO(data), file_name="C:\\my\\results.ris")
    path = files.path_of(batch.sha256)
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o077 == 0
    assert (batch.state, batch.file_name, batch.size) == ("waiting", "results.ris", len(data))
    assert (batch.format, batch.encoding) == ("RIS", "utf-8")
    assert Job.objects.get().arguments == {"batch": batch.key}
    assert AuditEvent.objects.filter(event="import_batch.staged", target_key=batch.key, by="writer").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7", "This is a PDF"), (b"", "This file is empty"), (b"Dear colleague", "No record of a format")],
)
def test_what_is_no_literature_file_is_refused_and_not_kept(run, writer, data, said):
    with pytest.raises(ValidationError, match=said):
        stage_import(run=run, by=writer, file=io.BytesIO(data), file_name="x")
    assert not ImportBatch.objects.exists()
    assert not Job.objects.exists()
    assert list((files.path_of("x")).parent.glob("coming-*")) == []


def test_a_file_larger_than_allowed_is_refused(run, writer, settings):
    settings.LARGEST_IMPORT = 1_000_000
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1)) * 10_000), file_name="x")


def test_who_may_not_search_may_not_import(run, account):
    with pytest.raises(PermissionDenied, match="Writers and Librarians"):
        stage_import(run=run, by=account("Reviewer"), file=io.BytesIO(a_file(work(1))), file_name="x")


def test_a_cycle_that_judges_no_more_takes_no_file(run, writer, cycle):
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="drafting")
    run.refresh_from_db()
    with pytest.raises(ValidationError, match="Screening is over"):
        stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")


def test_the_same_file_in_the_same_search_says_so(run, writer):
    imported(run, a_file(work(1)), writer)
    with pytest.raises(ValidationError, match="This file is in this search already: writer imported it on"):
        imported(run, a_file(work(1)), writer)


def test_a_file_that_failed_may_come_again(run, writer):
    batch = imported(run, a_file(work(1)), writer)
    ImportBatch.objects.filter(pk=batch.pk).update(state="failed")
    assert imported(run, a_file(work(1)), writer).key.endswith("/import-2")


# Reading


def test_new_works_become_candidates_in_their_order(run, writer, cycle):
    batch = imported(run, a_file(work(1), work(2)), writer)
    assert (batch.state, batch.bytes_read) == ("done", batch.size)
    assert counts(batch) == {"new": 2}
    first = cycle.candidates.first()
    assert (first.position, first.title, first.doi, first.pmid) == (1, work(1)["title"], "10.1000/n.1", "1001")
    assert (first.authors, first.keywords, first.year, first.run) == (["Ng P"], ["Liver", "Yttrium"], "2021", run)
    record = first.records.get()
    assert (record.line, record.raw.split("\n")[0]) == (1, "TY  - JOUR")
    assert record.fields == {"more": {"ZZ": ["kept"]}}
    told = AuditEvent.objects.get(event="import_batch.imported")
    assert (told.by, told.after["new"]) == ("writer", 2)


def test_counts_add_up_to_the_file(run, writer):
    bare = work(3, title="", doi="", pmid="")
    data = a_file(work(1), work(2), work(1), bare, work(9, title=work(2)["title"]))
    batch = imported(run, data, writer)
    assert counts(batch) == {"new": 2, "known": 1, "failed": 1, "possible_duplicate": 1}
    assert sum(counts(batch).values()) == data.count(b"ER  -")
    assert outcomes(batch)[2:] == [
        ("known", "Same DOI, PMID, title and year as work 1 of this review."),
        ("failed", "This record has neither a title nor an identifier, so nobody could tell which work it is."),
        ("possible_duplicate", "Same title and year as work 2 of this review, but another DOI and PMID."),
    ]


def test_another_file_finds_what_the_first_brought(run, writer, cycle):
    imported(run, a_file(work(1), work(2)), writer)
    other = world.searched(cycle, "embase")
    batch = imported(other, a_file(work(2, pmid=""), work(3), form="bibtex"), writer, "embase.bib")
    assert outcomes(batch) == [("known", "Same DOI, title and year as work 2 of this review."), ("new", "")]
    assert [each.position for each in cycle.candidates.all()] == [1, 2, 3]
    assert batch.records.first().candidate.position == 2


def identified(**told: str) -> Reference:
    """A work that the policy cites, with these identifiers."""
    reference = Citation.objects.get(document__key="bcbsma-292", reference__authors__0="Mulcahy MF").reference
    for scheme, value in told.items():
        Identifier.objects.create(key=f"{scheme}:{value}", reference=reference, scheme=scheme, value=value)
    return reference


def test_what_the_policy_cites_is_known(run, writer):
    cited = identified(doi="10.1000/cited")
    record = imported(run, a_file(work(1, doi="10.1000/CITED", pmid="")), writer).records.get()
    assert (record.outcome, record.known_because, record.reference) == ("known", "cited", cited)
    assert record.reason == "Same DOI and year as Mulcahy 2021, which the policy cites."
    assert record.candidate is None


def test_an_identifier_that_contradicts_is_never_merged(run, writer):
    identified(doi="10.1000/n.1", pmid="77")
    record = imported(run, a_file(work(1)), writer).records.get()
    assert record.outcome == "possible_duplicate"
    assert record.reason == "Same DOI and year as Mulcahy 2021, which the policy cites, but another PMID."


def decided(cycle, number: int, **told) -> Candidate:
    one = work(number)
    return world.candidate(cycle, one["title"], doi=one["doi"], pmid=one["pmid"], year="2021", **told)


def test_last_years_decisions_come_along(writer):
    before = world.opened(writer)
    excluded = decided(before, 1, title_abstract="excluded", excluded_because="population")
    decided(before, 2, title_abstract="included", full_text="included")
    decided(before, 3, title_abstract="included", full_text="excluded", excluded_because="in_a_review")
    again = decided(before, 4, title_abstract="excluded", excluded_because="design", look_again=True)
    maybe = decided(before, 5, title_abstract="maybe")
    ReviewCycle.objects.filter(pk=before.pk).update(state="closed", outcome="reaffirmed", closed_on="2025-09-12")
    cycle = world.opened(writer)
    cycle.candidates.all().delete()  # of those that came along
    batch = imported(world.searched(cycle), a_file(*(work(number) for number in range(1, 7))), writer)
    assert outcomes(batch) == [
        ("known", "Excluded in 2025: wrong population."),
        ("known", "Included in 2025."),
        ("known", "Excluded in 2025: taken in by an included review."),
        ("new", "To be looked at again: excluded in 2025: wrong study design."),
        ("new", "Left undecided in 2025."),
        ("new", ""),
    ]
    first, *_ = batch.records.all()
    assert (first.known_because, first.earlier, first.candidate) == ("decided_before", excluded, None)
    assert [each.previous for each in cycle.candidates.all()] == [again, maybe, None]


def test_candidates_of_other_policies_do_not_count(run, writer):
    other = world.opened(writer, "med140")
    decided(other, 1, title_abstract="excluded", excluded_because="population")
    assert counts(imported(run, a_file(work(1)), writer)) == {"new": 1}


def test_remarks_on_a_record_are_told(run, writer):
    batch = imported(run, a_file(work(1)).replace(b"ER  - \n", b""), writer)
    assert outcomes(batch) == [("new", "Its last line (ER) is missing.")]


def test_texts_longer_than_their_columns_are_cut_and_kept_whole_in_the_raw_text(run, writer, cycle):
    long = "x" * 600
    batch = imported(run, a_file(work(1, journal=long, volume=long, issue=long, doi="10.1000/" + long)), writer)
    candidate = cycle.candidates.get()
    assert (len(candidate.journal), len(candidate.volume), candidate.doi) == (300, 40, "")
    assert long in batch.records.get().raw


def test_the_number_of_queries_does_not_grow_with_the_records(run, writer, cycle, monkeypatch):
    def queries_of(*works) -> int:
        with CaptureQueriesContext(connection) as captured:
            imported(run, a_file(*works), writer)
        return len([each for each in captured if each["sql"].startswith("SELECT")])

    few = queries_of(*(work(number) for number in range(2)))
    assert queries_of(*(work(number) for number in range(1, 300))) == few


# Kills, stops and failures


def test_a_job_that_was_broken_off_goes_on_to_the_same_end(run, writer, cycle, monkeypatch):
    works = [work(number % 40, pmid="") for number in range(60)]
    monkeypatch.setattr(running, "CHUNK", 7)
    batch = stage_import(run=run, by=writer, file=io.BytesIO(a_file(*works)), file_name="x")
    chunks = []

    def stopping():
        chunks.append(1)
        return len(chunks) % 3 == 0

    for _ in range(30):
        run_next(stopping)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert [record.position for record in batch.records.all()] == list(range(1, 61))
    assert counts(batch) == {"new": 40, "known": 20}
    assert [each.position for each in cycle.candidates.all()] == list(range(1, 41))


def test_a_chunk_is_kept_whole_or_not_at_all(run, writer, cycle, monkeypatch):
    batch = stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1), work(2))), file_name="x")

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(keeping.ImportRecord.objects, "bulk_create", fail)
    run_next()
    assert Job.objects.get().state == "failed"
    assert not cycle.candidates.exists()
    assert not batch.records.exists()


@pytest.mark.parametrize("attempts", [0, MOST_ATTEMPTS])
def test_a_file_that_the_worker_gives_up_is_waited_for_by_nobody_and_may_come_again(
    run, writer, cycle, monkeypatch, attempts
):
    batch = stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")
    Job.objects.update(attempts=attempts)
    with monkeypatch.context() as broken:
        broken.setattr(keeping.ImportRecord.objects, "bulk_create", None)
        run_next()
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == ("failed", running.GIVEN_UP)
    assert unfinished(cycle) == []
    again = stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")
    run_next()
    assert counts(again) == {"new": 1}


def test_a_review_that_went_on_meanwhile_fails_the_file_and_says_so(run, writer, cycle):
    batch = stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="drafting")
    run_next()
    batch.refresh_from_db()
    assert (batch.state, batch.problem[:18]) == ("failed", "Screening is over ")


def test_a_file_that_is_gone_fails_and_says_so(run, writer):
    batch = stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")
    files.path_of(batch.sha256).unlink()
    run_next()
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == ("failed", running.GONE)


def test_nothing_is_staged_when_the_trail_cannot_be_written(run, writer, monkeypatch):
    def fail(**told):
        raise RuntimeError

    monkeypatch.setattr(audit.actions, "record", fail)
    with pytest.raises(RuntimeError):
        stage_import(run=run, by=writer, file=io.BytesIO(a_file(work(1))), file_name="x")
    assert not ImportBatch.objects.exists()
    assert not Job.objects.exists()


def test_screening_does_not_end_while_a_record_is_open(run, writer, cycle):
    batch = stage_import(
        run=run, by=writer, file=io.BytesIO(a_file(work(1), work(2, title=work(1)["title"]))), file_name="x"
    )
    page = f"/reviews/{batch.key}/records/"
    assert unfinished(cycle) == [("x is still being read. Wait until the worker is done.", page)]
    run_next()
    assert unfinished(cycle) == [
        ("1 record of x may be a work that is here already: say whether it is the same.", page)
    ]
    settle(record=batch.records.last(), answer="same", by=writer)
    assert unfinished(cycle) == []
