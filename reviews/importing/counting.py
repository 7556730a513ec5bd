"""How the records of a file ended. Reads only."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reviews.models import ImportBatch, ImportRecord
from reviews.vocabulary import RecordOutcome


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """By RecordOutcome, zeros too; their sum is the number of records of the file as far as it is read."""
    rows = batch.records.order_by().values_list("outcome").annotate(Count("pk"))
    return dict.fromkeys(RecordOutcome.values, 0) | dict(rows)


def with_outcomes(rows: QuerySet, by: str) -> QuerySet:
    """Each with how many records ended how, by the words of RecordOutcome. `by` leads from a record to the row.

    Each count is a question of its own to an index, put for the rows of one page alone.
    """
    records = ImportRecord.objects.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(count=Count("pk"))
    counts = {name: Subquery(records.filter(outcome=name).values("count")) for name in RecordOutcome.values}
    return rows.annotate(**{name: Coalesce(each, 0) for name, each in counts.items()})
