"""The worker reads a file, chunk by chunk: rows, counts and how far it is are kept together or not at all."""

from collections.abc import Iterator
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from evidence.importers.reading import LiteratureFile, Record, opened
from evidence.importers.records import NotALiteratureFile, Place
from jobs import registry
from jobs.running import RunningJob
from reviews import telling
from reviews.importing import files
from reviews.importing.counting import counts_of
from reviews.importing.keeping import Keeper
from reviews.importing.staging import KIND, refuse_late
from reviews.models import ImportBatch
from reviews.vocabulary import ImportState

CHUNK = 500  # records
LONGEST_CHUNK = 5_000_000  # characters
GONE = "The file is not among those kept here any more: bring it again."
GIVEN_UP = "The worker could not read it on; its log says why. Import the file again once that is mended."


def register() -> None:
    registry.register_job(KIND, import_literature, when_given_up=give_up)


def import_literature(job: RunningJob) -> None:
    """From where the last chunk ended that was kept. What the file is not, or the cycle no longer takes, fails it."""
    batch = ImportBatch.objects.select_related("run__cycle").filter(key=job.arguments["batch"]).first()
    if batch is None or batch.state in (ImportState.DONE, ImportState.FAILED):
        return
    try:
        with files.path_of(batch.sha256).open("rb") as file:
            _read(job, batch, opened(file, batch.file_name))
    except FileNotFoundError:
        _end(batch, problem=GONE)
    except (NotALiteratureFile, ValidationError) as refusal:
        _end(batch, problem=" ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        _end(batch)


def give_up(arguments: dict) -> None:
    """Nobody reads the file any more: what was read of it stays, and it can be brought again."""
    batch = ImportBatch.objects.filter(key=arguments["batch"]).first()
    if batch and not batch.is_read:
        _end(batch, problem=GIVEN_UP)


def _read(job: RunningJob, batch: ImportBatch, literature: LiteratureFile) -> None:
    place = Place(**job.cursor["place"]) if job.cursor else Place()
    kept = job.cursor.get("records", 0)
    keeper = Keeper(batch, batch.run.cycle)
    for chunk in chunks(literature.records(place)):
        with transaction.atomic():
            refuse_late(telling.locked(batch.run.cycle))
            keeper.keep(chunk, kept)
            kept += len(chunk)
            after = chunk[-1].after
            batch.state, batch.bytes_read = ImportState.RUNNING, after.offset
            batch.save(update_fields=["state", "bytes_read"])
            job.report(after.offset, batch.size, {"place": asdict(after), "records": kept})


def chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Each ends where reading can go on."""
    chunk: list[Record] = []
    length = 0
    for record in records:
        chunk.append(record)
        length += len(record.raw)
        if record.after is not None and (len(chunk) >= CHUNK or length >= LONGEST_CHUNK):
            yield chunk
            chunk, length = [], 0
    if chunk:
        yield chunk


@transaction.atomic
def _end(batch: ImportBatch, problem: str = "") -> None:
    batch.state = ImportState.FAILED if problem else ImportState.DONE
    batch.problem, batch.finished_at = problem, timezone.now()
    batch.bytes_read = batch.bytes_read if problem else batch.size
    batch.save(update_fields=["state", "problem", "finished_at", "bytes_read"])
    audit.actions.record(
        event=f"import_batch.{'failed' if problem else 'imported'}",
        target_type="import_batch",
        target_key=batch.key,
        by=batch.by,
        after=counts_of(batch),
        why=problem,
    )
