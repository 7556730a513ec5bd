"""The pages of a file that was imported, and its table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.urls import NoReverseMatch

from evidence.matching_keys import folded_title
from evidence.models import Reference
from reviews.importing.counting import counts_of
from reviews.importing.reading import records_of
from reviews.importing.staging import TAKES_RECORDS
from reviews.models import Candidate, ImportBatch, ImportRecord, SearchRun
from reviews.permissions import objection_to
from reviews.presenters.literature import files_of
from reviews.searching.reading import outcomes_of
from reviews.vocabulary import RecordAnswer, RecordOutcome

SHOWN = 50
ABSTRACT = 400  # characters
LABELS = {RecordOutcome.POSSIBLE_DUPLICATE: "Possible duplicates"}
FORMATS = ("RIS", "BibTeX", "PubMed (nbib)", "PubMed XML", "Web of Science text")
COLUMNS = (
    *("file", "search", "record", "line", "outcome", "reason", "title", "authors", "year", "journal", "doi", "pmid"),
    *("work", "like_work", "like_reference", "settled_by"),
)


@dataclass(frozen=True)
class Compared:
    """One field of two works. `same` None: one of them does not tell it."""

    label: str
    this: str
    other: str
    same: bool | None


@dataclass(frozen=True)
class Row:
    record: ImportRecord
    title: str
    told: str
    doi: str
    pmid: str
    work: str
    work_url: str
    other: str
    other_url: str
    compared: list[Compared]
    answers: list[tuple[str, str]]


def form(user, run: SearchRun) -> dict:
    return {
        "run": run,
        "formats": FORMATS,
        "largest": settings.LARGEST_IMPORT // 1_000_000,
        "objection": objection_to(user, "search_literature"),
        "takes_records": run.cycle.state in TAKES_RECORDS,
        "files": files_of(run, outcomes_of(run.cycle)),
    }


def batch_page(user, batch: ImportBatch, asked) -> dict:
    counts = counts_of(batch)
    shown = asked.get("show", "")
    if shown not in counts:
        shown = next((name for name in (RecordOutcome.POSSIBLE_DUPLICATE, *counts) if counts[name]), RecordOutcome.NEW)
    page = Paginator(records_of(batch, shown), SHOWN).get_page(asked.get("page"))
    may_settle = not objection_to(user, "search_literature") and batch.run.cycle.state in TAKES_RECORDS
    is_read = batch.is_read
    return {
        "batch": batch,
        "run": batch.run,
        "is_read": is_read,
        "percent": min(100, 100 * batch.bytes_read // max(1, batch.size)),
        "total": sum(counts.values()),
        "shown": shown,
        "tabs_of_records": [
            (name, LABELS.get(name, RecordOutcome(name).label), count, query_of({"show": name}))
            for name, count in counts.items()
        ],
        "page": page,
        "rows": [row_of(record, may_settle) for record in _with_identifiers(page.object_list)] if is_read else [],
        "previous": query_of({"show": shown, "page": page.number - 1}),
        "next": query_of({"show": shown, "page": page.number + 1}),
    }


def query_of(asked) -> str:
    """ "?show=known&page=2", of what a page of records is asked with."""
    told = {name: str(asked[name]) for name in ("show", "page") if asked.get(name)}
    return f"?{urlencode(told)}" if told else ""


def _with_identifiers(records) -> list[ImportRecord]:
    return list(records.prefetch_related("reference__identifiers"))


def row_of(record: ImportRecord, may_settle: bool) -> Row:
    this = fields_of(told_by(record))
    other = record.reference or record.earlier
    doubted = other is not None and (record.outcome == RecordOutcome.POSSIBLE_DUPLICATE or record.settled_by)
    return Row(
        record,
        record.title or "Title not stated",
        citation(this),
        this["DOI"],
        this["PMID"],
        f"work {record.candidate.position}" if record.candidate else "",
        _url(record.candidate) if record.candidate else "",
        _called(other, record),
        _url(other) if other else "",
        compared(this, fields_of(other)) if doubted else [],
        answers_to(record) if may_settle else [],
    )


def answers_to(record: ImportRecord) -> list[tuple[str, str]]:
    possible: list[RecordAnswer] = []
    if record.settled_by:
        possible = [RecordAnswer.UNDO]
    elif record.outcome == RecordOutcome.POSSIBLE_DUPLICATE:
        possible = [RecordAnswer.SAME, RecordAnswer.ANOTHER]
    elif record.outcome == RecordOutcome.KNOWN:
        possible = [RecordAnswer.BRING_BACK]
    return [(answer.value, answer.label) for answer in possible]


def told_by(record: ImportRecord) -> ImportRecord | Candidate:
    """What has the record's fields: of a new one its candidate, unless that is gone."""
    is_new = record.outcome == RecordOutcome.NEW and record.candidate and not record.settled_by
    return record.candidate if is_new else record


def fields_of(told: Candidate | Reference | ImportRecord) -> dict[str, str]:
    """By their labels, as a reader compares them."""
    values = told.fields if isinstance(told, ImportRecord) else vars(told)
    doi, pmid = values.get("doi", ""), values.get("pmid", "")
    if isinstance(told, Reference):
        held = {each.scheme: each.value for each in told.identifiers.all()}
        doi, pmid = held.get("doi", ""), held.get("pmid", "")
    authors = list(values.get("authors", []))
    abstract = values.get("abstract", "")
    volume, issue = values.get("volume", ""), values.get("issue", "")
    return {
        "Title": values.get("title", ""),
        "Authors": ", ".join([*authors, *(["et al"] if values.get("authors_et_al") else [])]),
        "Year": values.get("year", ""),
        "Journal": values.get("journal", ""),
        "Volume": f"{volume}({issue})" if issue else volume,
        "Pages": values.get("pages", ""),
        "DOI": doi,
        "PMID": pmid,
        "Abstract begins": abstract[:ABSTRACT] + ("…" if len(abstract) > ABSTRACT else ""),
    }


def compared(this: dict[str, str], other: dict[str, str]) -> list[Compared]:
    return [
        Compared(label, text, other[label], is_same(label, text, other[label]))
        for label, text in this.items()
        if text or other[label]
    ]


def is_same(label: str, one: str, other: str) -> bool | None:
    """Words apart from case, accents and punctuation; None where one of them is not told."""
    if not one or not other:
        return None
    return one == other if label in ("DOI", "PMID") else folded_title(one) == folded_title(other)


def citation(told: dict[str, str]) -> str:
    """ "Ng P. J Test Oncol 2021;39(4):11-19"."""
    place = ":".join(filter(None, [told["Volume"], told["Pages"]]))
    printed = " ".join(filter(None, [told["Journal"], ";".join(filter(None, [told["Year"], place]))]))
    names = told["Authors"] if told["Authors"].count(",") < 3 else f"{told['Authors'].partition(',')[0]} et al"
    return ". ".join(filter(None, [names, printed]))


def _called(other: Candidate | Reference | None, record: ImportRecord) -> str:
    if other is None:
        return ""
    if isinstance(other, Reference):
        return f"{other.label}, cited by the policy"
    if other.cycle_id == record.batch.run.cycle_id:
        return f"Work {other.position} of this review"
    return f"A work of {other.cycle.number}"


def _url(row) -> str:
    try:
        return row.get_absolute_url()
    except NoReverseMatch:
        return ""


def csv_rows(batch: ImportBatch, records: Iterable[ImportRecord]) -> Iterator[dict]:
    """`file` and `line` are the place in what was sent in."""
    for record in records.iterator(chunk_size=500):
        told = fields_of(told_by(record))
        yield {
            "file": batch.file_name,
            "search": batch.run.key,
            "record": record.position,
            "line": record.line,
            "outcome": record.outcome,
            "reason": record.reason,
            "title": record.title,
            "authors": told["Authors"],
            "year": told["Year"],
            "journal": told["Journal"],
            "doi": told["DOI"],
            "pmid": told["PMID"],
            "work": record.candidate.key if record.candidate else "",
            "like_work": record.earlier.key if record.earlier else "",
            "like_reference": record.reference.key if record.reference else "",
            "settled_by": record.settled_by,
        }
