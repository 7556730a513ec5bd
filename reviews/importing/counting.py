"""How the records of a file ended. Reads only."""

from django.db.models import Count

from reviews.models import ImportBatch
from reviews.vocabulary import RecordOutcome


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """By RecordOutcome, zeros too; their sum is the number of records of the file as far as it is read."""
    rows = batch.records.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(RecordOutcome.values, 0) | dict(rows)
