"""What a person says of a record: a possible duplicate is the same work or another, a known one is judged again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from reviews import telling
from reviews.importing.keeping import candidate_of, next_position
from reviews.importing.staging import refuse_late
from reviews.models import ImportRecord
from reviews.vocabulary import KnownBecause, RecordAnswer, RecordOutcome


@transaction.atomic
def settle(*, record: ImportRecord, answer: str, by) -> ImportRecord:
    """`answer` is a RecordAnswer. ValidationError where the record is not what it answers, or was settled meanwhile."""
    telling.refuse_unless(by, "search_literature")
    cycle = telling.locked(record.batch.run.cycle)
    refuse_late(cycle)
    rows = ImportRecord.objects.select_for_update(of=("self",)).select_related("batch__run", "earlier", "candidate")
    row = rows.get(pk=record.pk)
    if answer not in RecordAnswer.values:
        raise ValidationError("Say whether it is the same work or another.")
    before = _told(row)
    SETTLE[answer](row, cycle)
    row.settled_by = "" if answer == RecordAnswer.UNDO else by.get_username()
    row.settled_at = None if answer == RecordAnswer.UNDO else timezone.now()
    row.save(update_fields=["outcome", "known_because", "candidate", "earlier", "settled_by", "settled_at"])
    audit.actions.record(
        event=f"import_batch.record_{answer}",
        target_type="import_batch",
        target_key=row.batch.key,
        by=by.get_username(),
        before=before,
        after=_told(row),
    )
    return row


def _told(row: ImportRecord) -> dict:
    candidate = row.candidate.key if row.candidate else ""
    return {"record": row.position, "outcome": row.outcome, "candidate": candidate}


def _same(row: ImportRecord, cycle) -> None:
    _refuse_unless(row, RecordOutcome.POSSIBLE_DUPLICATE)
    row.outcome = RecordOutcome.KNOWN
    if row.reference_id:
        row.known_because = KnownBecause.CITED
    elif row.earlier and row.earlier.cycle_id != cycle.pk:
        row.known_because = KnownBecause.DECIDED_BEFORE
    else:
        row.known_because, row.candidate = KnownBecause.IN_THIS_CYCLE, row.earlier


def _another(row: ImportRecord, cycle) -> None:
    _refuse_unless(row, RecordOutcome.POSSIBLE_DUPLICATE)
    _becomes_new(row, cycle, previous=None)


def _bring_back(row: ImportRecord, cycle) -> None:
    _refuse_unless(row, RecordOutcome.KNOWN)
    if row.settled_by:
        raise ValidationError("Somebody said that it is the same work: undo that first.")
    earlier = row.earlier_id if row.known_because == KnownBecause.DECIDED_BEFORE else None
    _becomes_new(row, cycle, previous=earlier)


def _becomes_new(row: ImportRecord, cycle, previous: int | None) -> None:
    row.outcome = RecordOutcome.NEW
    if row.known_because == KnownBecause.IN_THIS_CYCLE:
        row.earlier = row.candidate
    row.candidate = candidate_of(row.fields, cycle, next_position(cycle), run=row.batch.run_id, previous=previous)
    row.candidate.save()


def _undo(row: ImportRecord, cycle) -> None:
    if not row.settled_by:
        raise ValidationError("Nobody settled this record: there is nothing to undo.")
    if row.outcome == RecordOutcome.NEW:
        _take_away(row)
        row.outcome = RecordOutcome.KNOWN if row.known_because else RecordOutcome.POSSIBLE_DUPLICATE
        row.candidate = row.earlier if row.known_because == KnownBecause.IN_THIS_CYCLE else None
    else:
        row.outcome, row.known_because, row.candidate = RecordOutcome.POSSIBLE_DUPLICATE, "", None


def _take_away(row: ImportRecord) -> None:
    """The candidate that was made of the record; one that somebody worked on stays."""
    made = row.candidate
    if made is None:
        return
    if made.decisions.exists() or made.reference_id or made.later.exists():
        raise ValidationError(f"Work {made.position} was judged meanwhile: take the decision back first.")
    if made.records.exclude(pk=row.pk).exists():
        raise ValidationError(f"Other records are known as work {made.position} by now: settle those first.")
    row.candidate = None
    made.delete()


def _refuse_unless(row: ImportRecord, outcome: str) -> None:
    if row.outcome != outcome:
        told = RecordOutcome(row.outcome).label.lower()
        raise ValidationError(f"Record {row.position} is {told} by now: somebody may have settled it meanwhile.")


SETTLE = {
    RecordAnswer.SAME: _same,
    RecordAnswer.ANOTHER: _another,
    RecordAnswer.BRING_BACK: _bring_back,
    RecordAnswer.UNDO: _undo,
}
