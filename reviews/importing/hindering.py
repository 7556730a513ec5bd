"""Why screening cannot end: a file is still being read, or a record may be a work that nobody has judged."""

from reviews.models import ImportBatch, ImportRecord, ReviewCycle
from reviews.vocabulary import ImportState, RecordOutcome


def unfinished(cycle: ReviewCycle) -> list[str]:
    """A sentence for each; [] where every record of every file is settled."""
    found = []
    reading = ImportBatch.objects.filter(run__cycle=cycle, state__in=(ImportState.WAITING, ImportState.RUNNING))
    if names := list(reading.values_list("file_name", flat=True)):
        found.append(f"Still being read: {', '.join(names)}. Wait until the worker is done.")
    doubtful = ImportRecord.objects.filter(batch__run__cycle=cycle, outcome=RecordOutcome.POSSIBLE_DUPLICATE).count()
    if doubtful:
        records = "1 record may" if doubtful == 1 else f"{doubtful} records may"
        found.append(f"{records} be a duplicate: say on the page of its file whether it is the same work.")
    return found
