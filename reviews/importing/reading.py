"""The records of a file, as its page, its table and the API ask for them. Reads only."""

from django.db.models import QuerySet

from reviews.models import ImportBatch, ImportRecord
from reviews.vocabulary import RecordOutcome


def records_of(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportRecord]:
    """Those that ended so; all where `outcome` is none of RecordOutcome."""
    records = batch.records.select_related("candidate", "earlier__cycle", "reference")
    return records.filter(outcome=outcome) if outcome in RecordOutcome.values else records


def record_of(batch: ImportBatch, position: str) -> ImportRecord | None:
    if not (position.isascii() and position.isdigit()) or len(position) > 9:
        return None
    record = batch.records.filter(position=int(position)).first()
    if record:
        record.batch = batch
    return record
