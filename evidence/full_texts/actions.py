"""Every write on the full text of a work: its files, and whether it was had."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

import audit.actions
from evidence.full_texts import kinds, names, storage
from evidence.models import FullText, Reference, ReferenceFile
from evidence.permissions import objection_to_keeping_full_texts
from evidence.vocabulary import RetrievalState

LONGEST_NOTE = 2000


def add_file(*, reference: Reference, name: str, chunks: Iterable[bytes], by) -> ReferenceFile:
    """Keeps the file for the work, which is obtained by that.

    ValidationError where it is too large, none of the kinds that are kept, or here already. Not to be called inside a
    transaction: the row is to be seen before anybody else may take the file away.
    """
    _refuse(by)
    name = names.file_name(name)
    try:
        with storage.arriving(chunks, settings.LARGEST_FULL_TEXT) as arrived:
            media_type = kinds.recognised(arrived.path, name)
            with storage.locked(), transaction.atomic():
                file = _kept(reference, name, media_type, arrived, by)
                storage.put_in_place(arrived)
                return file
    except kinds.NotKept as refusal:
        raise ValidationError(f"{name}: {refusal}") from None
    except storage.TooLarge:
        raise ValidationError(too_large(name)) from None


def too_large(name: str) -> str:
    most = filesizeformat(settings.LARGEST_FULL_TEXT).replace("\xa0", " ")
    return f"{names.file_name(name)} is larger than {most}, the most that is kept of one file."


def _kept(reference: Reference, name: str, media_type: str, arrived: storage.Arrived, by) -> ReferenceFile:
    Reference.objects.select_for_update().get(pk=reference.pk)
    same = reference.files.filter(sha256=arrived.sha256, removed_at__isnull=True).first()
    if same:
        raise ValidationError(f"{name} is here already, as {same.name}.")
    file = ReferenceFile.objects.create(
        reference=reference,
        name=name,
        media_type=media_type,
        size=arrived.size,
        sha256=arrived.sha256,
        by=by.get_username(),
    )
    _tell(reference, "file_added", by, after={"file": name, "size": arrived.size, "sha256": arrived.sha256})
    full_text = FullText.objects.filter(reference=reference).first()
    if full_text is None or full_text.state != RetrievalState.OBTAINED:
        _noted(reference, RetrievalState.OBTAINED, "", by)
    return file


@transaction.atomic
def remove_file(*, file: ReferenceFile, by) -> None:
    """The trail keeps that it was here. On disk it goes when no other work has the same; the work stays obtained."""
    _refuse(by)
    row = ReferenceFile.objects.select_for_update().get(pk=file.pk)
    if row.removed_at:
        raise ValidationError(f"{row.name} is removed already.")
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    _tell(row.reference, "file_removed", by, before={"file": row.name, "size": row.size, "sha256": row.sha256})
    transaction.on_commit(partial(_take_away_unneeded, row.sha256))


def _take_away_unneeded(sha256: str) -> None:
    with storage.locked():
        if not ReferenceFile.objects.filter(sha256=sha256, removed_at__isnull=True).exists():
            storage.take_away(sha256)


@transaction.atomic
def note_retrieval(*, reference: Reference, state: str, note: str = "", by) -> FullText:
    """Where the search for the full text stands. What could not be had says where it was sought."""
    _refuse(by)
    note = note.replace("\r\n", "\n").strip()
    if state not in RetrievalState.values:
        raise ValidationError(
            {"state": f"Choose one of: {', '.join(label.lower() for label in RetrievalState.labels)}."}
        )
    if "\x00" in note or len(note) > LONGEST_NOTE:
        raise ValidationError({"note": f"A note is plain text of up to {LONGEST_NOTE} characters."})
    Reference.objects.select_for_update().get(pk=reference.pk)
    if state == RetrievalState.NOT_RETRIEVED and not note:
        raise ValidationError({"note": "Say where it was sought, and why it could not be had."})
    if state != RetrievalState.OBTAINED and reference.files.filter(removed_at__isnull=True).exists():
        raise ValidationError(
            {"state": "A file of it is here, so it is obtained. Remove the file if it is the wrong one."}
        )
    return _noted(reference, state, note, by)


def _noted(reference: Reference, state: str, note: str, by) -> FullText:
    before = FullText.objects.filter(reference=reference).first()
    told = {"state": state, "note": note}
    was = {"state": before.state, "note": before.note} if before else {}
    full_text, _ = FullText.objects.update_or_create(reference=reference, defaults=told | {"by": by.get_username()})
    if was != told:
        _tell(reference, "retrieval_noted", by, before=was, after=told)
    return full_text


def _tell(reference: Reference, event: str, by, before=None, after=None) -> None:
    audit.actions.record(
        event=f"reference.{event}",
        target_type="reference",
        target_key=reference.key,
        by=by.get_username(),
        before=before,
        after=after,
    )


def _refuse(by) -> None:
    if said := objection_to_keeping_full_texts(by):
        raise PermissionDenied(said)
