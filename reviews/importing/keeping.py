"""A chunk of a file's records becomes rows: each record one, and each work that is new a candidate."""

from collections.abc import Sequence
from dataclasses import fields as fields_of

from django.db.models import Max

from evidence.importers.records import FailedRecord, ParsedRecord
from evidence.matching_keys import folded_title
from reviews.importing.known import KnownWorks
from reviews.importing.matching import Match, Where, Work, Works, judge, work
from reviews.models import Candidate, ImportBatch, ImportRecord, ReviewCycle
from reviews.vocabulary import KnownBecause, RecordOutcome

ROWS_AT_ONCE = 500
NOT_KEPT_TWICE = {"raw", "line", "after", "remarks"}
TEXTS = ("kind", "title", "journal", "published", "year", "volume", "issue", "pages", "abstract", "language", "url")
NAMES = {"doi": "DOI", "pmid": "PMID", "title": "title", "year": "year"}
BECAUSE = {
    Where.HERE: KnownBecause.IN_THIS_CYCLE,
    Where.CITED: KnownBecause.CITED,
    Where.BEFORE: KnownBecause.DECIDED_BEFORE,
}


class Keeper:
    """Keeps the records of one file. Called in the transaction of a chunk, with the cycle locked."""

    def __init__(self, batch: ImportBatch, cycle: ReviewCycle):
        self.batch, self.cycle = batch, cycle
        self.known = KnownWorks(cycle)

    def keep(self, records: Sequence[ParsedRecord | FailedRecord], position: int) -> None:
        """`position`: how many records of the file are kept already."""
        parsed = [record for record in records if isinstance(record, ParsedRecord)]
        works = self.known.for_records(parsed)
        self._next = next_position(self.cycle)
        self._made: dict[int, Candidate] = {}  # by the name that stands for them until they have an id
        rows = [self._row(record, number, works) for number, record in enumerate(records, position + 1)]
        Candidate.objects.bulk_create(self._made.values(), batch_size=ROWS_AT_ONCE)
        ImportRecord.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)

    def _row(self, record: ParsedRecord | FailedRecord, number: int, works: dict[Where, Works]) -> ImportRecord:
        row = ImportRecord(batch=self.batch, position=number, line=record.line, raw=record.raw)
        if isinstance(record, FailedRecord):
            row.outcome, row.reason = RecordOutcome.FAILED, record.reason
            return row
        row.title, row.reason = record.title, " ".join(record.remarks)
        name = -self._next
        compared = work(
            name,
            doi=record.doi,
            pmid=record.pmid,
            title=record.title,
            year=record.year,
            authors=list(record.authors),
            cycle=self.cycle.pk,
        )
        match = judge(compared, works)
        if match is None or (match.is_same and match.where is Where.BEFORE and not match.work.is_decided):
            self._is_new(row, record, match)
            works[Where.HERE].add(compared)
        else:
            self._is_like(row, record, match)
        return row

    def _is_new(self, row: ImportRecord, record: ParsedRecord, match: Match | None) -> None:
        row.outcome = RecordOutcome.NEW
        row.fields = what_a_candidate_does_not_tell(record)
        previous = None
        if match:
            previous = match.work.name
            row.earlier_id = previous
            row.reason = " ".join(filter(None, [self.known.candidates[previous].decision, row.reason]))
        row.candidate = candidate_of(as_told(record), self.cycle, self._next, run=self.batch.run_id, previous=previous)
        self._made[-self._next] = row.candidate
        self._next += 1

    def _is_like(self, row: ImportRecord, record: ParsedRecord, match: Match) -> None:
        row.fields = as_told(record)
        if match.is_same:
            row.outcome, row.known_because = RecordOutcome.KNOWN, BECAUSE[match.where]
        else:
            row.outcome = RecordOutcome.POSSIBLE_DUPLICATE
        row.reason = " ".join(filter(None, [self._why(match), row.reason]))
        if match.where is Where.CITED:
            row.reference_id = match.work.name
        elif match.work.name < 0:
            setattr(row, "candidate" if match.is_same else "earlier", self._made[match.work.name])
        elif match.where is Where.HERE and match.is_same:
            row.candidate_id = match.work.name
        else:
            row.earlier_id = match.work.name

    def _why(self, match: Match) -> str:
        same = listed(match.fields)
        other = self._called(match.where, match.work)
        if not match.is_same:
            against = f", but another {listed(match.against)}" if match.against else ""
            return f"Same {same} as {other}{against}."
        if match.where is Where.BEFORE:
            return self.known.candidates[match.work.name].decision
        return f"Same {same} as {other}."

    def _called(self, where: Where, other: Work) -> str:
        if where is Where.CITED:
            return f"{self.known.references[other.name].label}, which the policy cites"
        if other.name < 0:
            return f"work {self._made[other.name].position} of this review"
        found = self.known.candidates[other.name]
        if where is Where.HERE:
            return f"work {found.position} of this review"
        return f"a work of an earlier review ({found.decision[:1].lower()}{found.decision[1:-1]})"


def next_position(cycle: ReviewCycle) -> int:
    return 1 + (Candidate.objects.filter(cycle=cycle).aggregate(last=Max("position"))["last"] or 0)


def listed(fields: Sequence[str]) -> str:
    names = [NAMES[name] for name in fields]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""])) or "title"


def as_told(record: ParsedRecord) -> dict:
    """What the record says, by our names, without what is empty; as JSON keeps it."""
    values = {each.name: getattr(record, each.name) for each in fields_of(record) if each.name not in NOT_KEPT_TWICE}
    return {
        name: dict(value) if name == "more" else list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value
    }


def what_a_candidate_does_not_tell(record: ParsedRecord) -> dict:
    columns = {each.name for each in Candidate._meta.get_fields()}
    return {name: value for name, value in as_told(record).items() if name not in columns}


def candidate_of(told: dict, cycle: ReviewCycle, position: int, *, run: int | None, previous: int | None) -> Candidate:
    """A candidate, not saved yet, of what a record tells; longer texts than a column takes are cut."""
    texts = {name: _cut(name, told.get(name, "")) for name in TEXTS}
    doi = told.get("doi", "")
    return Candidate(
        key=f"{cycle.key}/c-{position}",
        cycle=cycle,
        position=position,
        run_id=run,
        previous_id=previous,
        folded_title=folded_title(told.get("title", "")),
        authors=told.get("authors", []),
        authors_et_al=told.get("authors_et_al", False),
        keywords=told.get("keywords", []),
        publication_types=told.get("publication_types", []),
        pmid=told.get("pmid", ""),
        doi=doi if len(doi) <= Candidate._meta.get_field("doi").max_length else "",
        **texts,
    )


def _cut(name: str, text: str) -> str:
    return text[: Candidate._meta.get_field(name).max_length]
