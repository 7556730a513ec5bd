import os
import subprocess
import sys
import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

import audit.actions
from audit.models import AuditEvent
from evidence.full_texts import actions, storage
from evidence.models import FullText, Reference, ReferenceFile
from tests.evidence.full_texts.files import PDF, docx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def reference(db):
    return Reference.objects.create(key="salem-2021", authors=["Salem R"], year="2021")


@pytest.fixture
def librarian(account):
    return account("Librarian")


def add(reference, by, content=PDF, name="paper.pdf"):
    return actions.add_file(reference=reference, name=name, chunks=[content[:10], content[10:]], by=by)


def on_disk() -> set[str]:
    return {path.name for path in storage.folder().rglob("*") if path.is_file() and path.name != "lock"}


def test_a_file_is_kept_under_its_hash_and_makes_the_work_obtained(reference, librarian):
    file = add(reference, librarian)
    assert storage.path_of(file.sha256).read_bytes() == PDF
    assert on_disk() == {file.sha256}
    assert (file.media_type, file.size, file.by) == ("application/pdf", len(PDF), "librarian")
    assert reference.full_text.state == "obtained"
    events = list(AuditEvent.objects.filter(target_key=reference.key).order_by("pk").values_list("event", flat=True))
    assert events == ["reference.file_added", "reference.retrieval_noted"]


def test_a_second_file_leaves_the_note_that_was_there(reference, librarian):
    add(reference, librarian)
    actions.note_retrieval(reference=reference, state="obtained", note="From the library.", by=librarian)
    add(reference, librarian, docx(), "supplement.docx")
    reference.full_text.refresh_from_db()
    assert reference.full_text.note == "From the library."
    assert reference.files.count() == 2


@pytest.mark.parametrize("role", ["Reader", "Approver", "Administrator"])
def test_who_may_not_keep_files_is_refused(reference, account, role):
    person = account(role)
    with pytest.raises(PermissionDenied):
        add(reference, person)
    with pytest.raises(PermissionDenied):
        actions.note_retrieval(reference=reference, state="sought", by=person)
    assert on_disk() == set()


def test_the_same_file_twice_is_refused_and_named(reference, librarian):
    add(reference, librarian)
    with pytest.raises(ValidationError, match=r"again\.pdf is here already, as paper\.pdf"):
        add(reference, librarian, name="again.pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        kept = reference.files.get()
        kept.pk = None
        kept.save()


def test_a_file_too_large_or_of_another_kind_leaves_nothing(reference, librarian, settings):
    settings.LARGEST_FULL_TEXT = len(PDF) - 1
    with pytest.raises(ValidationError, match=r"paper\.pdf is larger than"):
        add(reference, librarian)
    with pytest.raises(ValidationError, match="is plain text by its content"):
        add(reference, librarian, b"<html>", "paper.pdf")
    assert on_disk() == set()
    assert not reference.files.exists()
    settings.LARGEST_FULL_TEXT = len(PDF)
    add(reference, librarian)


def test_nothing_is_kept_where_the_trail_cannot_be_written(reference, librarian, monkeypatch):
    def fail(**told):
        raise RuntimeError("no trail")

    monkeypatch.setattr(audit.actions, "record", fail)
    with pytest.raises(RuntimeError):
        add(reference, librarian)
    assert not ReferenceFile.objects.exists()
    assert on_disk() == set()


def test_a_file_goes_from_disk_when_no_work_needs_it(reference, librarian, django_capture_on_commit_callbacks):
    other = Reference.objects.create(key="other")
    first, second = add(reference, librarian), add(other, librarian)
    for file, left in ((first, {second.sha256}), (second, set())):
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_file(file=file, by=librarian)
        assert on_disk() == left
    first.refresh_from_db()
    assert first.removed_at
    assert FullText.objects.get(reference=reference).state == "obtained"  # it was had
    event = AuditEvent.objects.get(event="reference.file_removed", target_key=other.key)
    assert event.before == {"file": "paper.pdf", "size": len(PDF), "sha256": second.sha256}
    with pytest.raises(ValidationError, match="removed already"):
        actions.remove_file(file=first, by=librarian)
    add(reference, librarian)  # it may come again
    assert on_disk() == {first.sha256}


def test_what_could_not_be_had_says_where_it_was_sought(reference, librarian):
    with pytest.raises(ValidationError, match="Say where it was sought"):
        actions.note_retrieval(reference=reference, state="not_retrieved", note=" ", by=librarian)
    actions.note_retrieval(reference=reference, state="not_retrieved", note="Asked the author twice.", by=librarian)
    assert reference.full_text.note == "Asked the author twice."
    before = AuditEvent.objects.count()
    actions.note_retrieval(reference=reference, state="not_retrieved", note="Asked the author twice.", by=librarian)
    assert AuditEvent.objects.count() == before  # nothing changed, so nothing is told


@pytest.mark.parametrize(
    ("state", "note"), [("had", ""), ("", ""), ("sought", "a\x00b"), ("sought", "x" * (actions.LONGEST_NOTE + 1))]
)
def test_a_state_or_note_that_cannot_be_is_refused(reference, librarian, state, note):
    with pytest.raises(ValidationError):
        actions.note_retrieval(reference=reference, state=state, note=note, by=librarian)


def test_a_work_whose_file_is_here_is_obtained(reference, librarian):
    add(reference, librarian)
    with pytest.raises(ValidationError, match="A file of it is here"):
        actions.note_retrieval(reference=reference, state="sought", by=librarian)


KILLED = """
import os, sys, pathlib
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["WARRANT_VAR"] = {var!r}
import django; django.setup()
from evidence.full_texts import storage
def chunks():
    yield b"%PDF-"
    os.kill(os.getpid(), 9)
with storage.arriving(chunks(), 100): pass
"""


def test_who_is_killed_while_writing_leaves_nothing_that_is_seen_and_nothing_for_long(
    reference, librarian, settings, tmp_path
):
    script = KILLED.format(root=str(settings.BASE_DIR), var=str(tmp_path))
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    (left,) = (storage.folder() / "arriving").iterdir()
    assert not ReferenceFile.objects.exists()
    add(reference, librarian)
    assert left.exists()  # somebody might still be writing it
    long_ago = time.time() - storage.LEFT_BEHIND - 60
    os.utime(left, (long_ago, long_ago))
    add(reference, librarian, docx(), "a.docx")
    assert not left.exists()


def test_a_name_that_is_no_hash_is_no_path():
    with pytest.raises(ValueError, match="no hash"):
        storage.path_of("../../secret-key")
