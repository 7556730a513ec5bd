"""Why screening cannot end: a file is still being read, or a record may be a work that nobody has judged."""

from django.db.models import Count
from django.urls import reverse

from reviews.cycles.hindrances import Hindrance
from reviews.models import ImportBatch, ImportRecord, ReviewCycle
from reviews.vocabulary import RecordOutcome


def unfinished(cycle: ReviewCycle) -> list[Hindrance]:
    """One for each file, with its page; [] where every record of every file is settled."""
    doubtful = ImportRecord.objects.filter(batch__run__cycle=cycle, outcome=RecordOutcome.POSSIBLE_DUPLICATE)
    counts = dict(doubtful.order_by().values_list("batch").annotate(Count("pk")))
    batches = ImportBatch.objects.filter(run__cycle=cycle).order_by("pk")
    return [
        Hindrance(sentence, reverse("review-import-batch", args=[batch.key]))
        for batch in batches
        if (sentence := _said_of(batch, counts.get(batch.pk, 0)))
    ]


def _said_of(batch: ImportBatch, doubtful: int) -> str:
    if not batch.is_read:
        return f"{batch.file_name} is still being read. Wait until the worker is done."
    if not doubtful:
        return ""
    records = "1 record" if doubtful == 1 else f"{doubtful} records"
    return f"{records} of {batch.file_name} may be a work that is here already: say whether it is the same."
