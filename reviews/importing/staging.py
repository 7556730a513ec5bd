"""A file of search results comes in: it is looked at, kept, and read by the worker."""

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

import audit.actions
from evidence.importers.reading import opened
from evidence.importers.records import NotALiteratureFile
from jobs.running import enqueue
from reviews import telling
from reviews.importing import files
from reviews.models import ImportBatch, ReviewCycle, SearchRun
from reviews.vocabulary import CycleState, ImportState

KIND = "reviews.import_literature"
TAKES_RECORDS = (CycleState.OPEN, CycleState.SCREENING)
LONGEST_NAME = 255


def stage_import(*, run: SearchRun, by, file: BinaryIO, file_name: str) -> ImportBatch:
    """Keeps the file and has the worker read it into the cycle of the search.

    ValidationError for what is no literature file, is too large, or was brought into this search before; and where the
    cycle judges no more.
    """
    telling.refuse_unless(by, "search_literature")
    refuse_late(run.cycle)
    with files.received(file) as come:
        told = _recognised(come, file_name)
        come.keep()
        return _staged(run, by, come, told | {"file_name": _shown(file_name)})


def refuse_late(cycle: ReviewCycle) -> None:
    telling.refuse_closed(cycle)
    if cycle.state not in TAKES_RECORDS:
        raise ValidationError("Screening is over in this review. Take it back to screening to import more.")


def _recognised(come: files.Received, file_name: str) -> dict[str, str]:
    with come.path.open("rb") as file:
        try:
            literature = opened(file, file_name)
        except NotALiteratureFile as refusal:
            raise ValidationError(str(refusal)) from None
        return {"format": literature.format_name, "encoding": literature.encoding}


def _shown(file_name: str) -> str:
    """Without folders, and with nothing in it that a page could not show."""
    name = "".join(each for each in file_name.replace("\\", "/").rpartition("/")[2] if each.isprintable())
    return name[-LONGEST_NAME:] or "unnamed"


@transaction.atomic
def _staged(run: SearchRun, by, come: files.Received, told: dict[str, str]) -> ImportBatch:
    refuse_late(telling.locked(run.cycle))
    before = run.batches.filter(sha256=come.sha256).exclude(state=ImportState.FAILED).first()
    if before:
        when = f"{before.added_at:%Y-%m-%d}"
        raise ValidationError(
            f"This file is in this search already: {before.by} imported it on {when}, as {before.file_name}."
        )
    batch = ImportBatch.objects.create(
        key=f"{run.key}/import-{run.batches.count() + 1}",
        run=run,
        sha256=come.sha256,
        size=come.size,
        by=by.get_username(),
        **told,
    )
    audit.actions.record(
        event="import_batch.staged",
        target_type="import_batch",
        target_key=batch.key,
        by=by.get_username(),
        after={"file_name": batch.file_name, "size": batch.size, "sha256": batch.sha256, "format": batch.format},
    )
    enqueue(KIND, batch=batch.key)
    return batch
