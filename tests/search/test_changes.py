"""From the change log to the index: nothing lost, nothing doubled."""

import shutil
import sys
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from evidence.models import Study
from jobs import running
from jobs.models import Job
from search import asking, changes, index, tasks
from search.models import Change
from search.query import SearchQuery

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(index_folder):
    index.rebuild()
    writer = index.engine().writer(index.folder())
    yield writer
    writer.close()


def found(text=""):
    return {hit.key for hit in asking.ask(SearchQuery(text=text), viewer=AnonymousUser()).found.hits}


def add_study(key, **values):
    with transaction.atomic():
        study = Study.objects.create(key=key, label=values.pop("label", key), design="rct", **values)
        changes.record("study", [key])
    return study


def test_a_change_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="own transaction"):
        changes.record("study", ["x"])


def test_a_rolled_back_change_leaves_no_row_in_the_log():
    with pytest.raises(ValueError, match="broken off"), transaction.atomic():
        changes.record("study", ["x"])
        raise ValueError("broken off")
    assert not Change.objects.exists()


def test_a_drained_change_is_found(writer):
    add_study("mulcahy-2021", acronym="EPOCH")
    assert found("epoch") == set()
    assert changes.drain(writer) == 1
    assert found("epoch") == {"mulcahy-2021"}
    assert changes.drain(writer) == 0


def test_a_changed_row_is_found_by_its_new_text_only(writer):
    study = add_study("a", acronym="OLDNAME")
    changes.drain(writer)
    study.acronym = "NEWNAME"
    with transaction.atomic():
        study.save()
        changes.record("study", ["a"])
    changes.drain(writer)
    assert found("newname") == {"a"}
    assert found("oldname") == set()
    assert index.count() == 1


def test_a_deleted_row_leaves_no_ghost(writer):
    study = add_study("a")
    changes.drain(writer)
    with transaction.atomic():
        study.delete()
        changes.record("study", ["a"])
    changes.drain(writer)
    assert found() == set()


def test_a_drain_broken_off_before_its_rows_are_marked_is_done_again_without_doubling(writer, monkeypatch):
    add_study("a")
    add_study("b")

    def broken(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.changes.timezone.now", broken)
        with pytest.raises(KeyboardInterrupt):
            changes.drain(writer)
    assert Change.objects.filter(drained_at__isnull=True).count() == 2
    changes.drain(writer)
    assert found() == {"a", "b"}
    assert index.count() == 2


def test_the_index_after_drains_equals_a_rebuild(writer):
    for key in "abc":
        add_study(key, acronym=f"TRIAL{key}")
    changes.drain(writer)
    with transaction.atomic():
        Study.objects.filter(key="b").delete()
        changes.record("study", ["b"])
    changes.drain(writer)
    before = [found(f"trial{key}") for key in "abc"]
    index.rebuild()
    assert [found(f"trial{key}") for key in "abc"] == before == [{"a"}, set(), {"c"}]


def test_more_changes_than_a_batch_are_drained_in_steps(writer, monkeypatch):
    monkeypatch.setattr(changes, "BATCH", 2)
    for number in range(5):
        add_study(f"s{number}")
    drained = []
    while count := changes.drain(writer):
        drained.append(count)
    assert drained == [2, 2, 1]
    assert len(found()) == 5


def test_without_an_index_the_worker_leaves_the_log_alone(index_folder):
    add_study("a")
    assert tasks.drain() == 0
    assert Change.objects.filter(drained_at__isnull=True).count() == 1


def test_a_rebuild_switches_folders_and_keeps_answering(index_folder):
    add_study("a")
    index.rebuild()
    first = index.folder()
    assert found() == {"a"}
    add_study("b")
    index.rebuild()
    assert index.folder() != first
    assert found() == {"a", "b"}


def test_only_one_process_writes(index_folder):
    with index.only_writer(), pytest.raises(BlockingIOError), index.only_writer():
        pass


def test_the_worker_leaves_the_log_alone_while_another_process_writes(index_folder):
    index.rebuild()
    add_study("a")
    with index.only_writer():
        assert tasks.drain() == 0
    assert tasks.drain() == 1
    assert found() == {"a"}


def test_a_rebuild_asked_for_as_a_job_is_run_by_the_worker(index_folder):
    add_study("a")
    running.enqueue("search.rebuild")
    while running.run_next():
        pass
    assert Job.objects.get().state == Job.State.DONE
    assert found() == {"a"}


def test_rows_drained_long_ago_are_forgotten_and_no_others(writer):
    for key in ("old", "new"):
        add_study(key)
    changes.drain(writer)
    add_study("waiting")
    Change.objects.filter(key="old").update(drained_at=timezone.now() - tasks.KEPT - timedelta(hours=1))
    tasks.forget_drained()
    assert set(Change.objects.values_list("key", flat=True)) == {"new", "waiting"}


def test_a_row_that_cannot_be_indexed_keeps_no_other_out_and_says_why(writer, caplog):
    add_study("a")
    with transaction.atomic():
        changes.record("nothing-of-this-name", ["x"])
    add_study("b")
    assert changes.drain(writer) == 3
    assert found() == {"a", "b"}
    assert "KeyError" in Change.objects.get(type="nothing-of-this-name").problem
    assert "could not be indexed" in caplog.text


def test_a_worker_never_makes_an_index_of_its_own(index_folder):
    index.rebuild()
    shutil.rmtree(index.folder())
    add_study("a")
    assert tasks.drain() == 0
    assert not index.is_usable()


def test_a_rebuild_leaves_nothing_of_what_it_held_to_drain_again(index_folder):
    add_study("a")
    index.rebuild()
    assert not Change.objects.filter(drained_at__isnull=True).exists()


def test_an_idle_worker_lets_others_write(index_folder):
    index.rebuild()
    add_study("a")
    assert tasks.drain() == 1
    with pytest.raises(BlockingIOError), index.only_writer():
        pass  # it may have more to do
    assert tasks.drain() == 0
    with index.only_writer() as had:
        assert had is None


def test_an_index_of_another_engine_is_built_anew(index_folder, settings):
    add_study("a")
    index.rebuild()
    settings.SEARCH_ENGINE = "whoosh"
    assert not index.is_usable()
    index.rebuild()
    assert found() == {"a"}
    assert [folder.name.partition("-")[0] for folder in index_folder.iterdir() if folder.is_dir()] == ["whoosh"]


def test_where_tantivy_cannot_be_loaded_whoosh_answers_and_the_page_says_so(index_folder, monkeypatch, client):
    add_study("a")
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "search.engines.tantivy", raising=False)
    index.rebuild()
    assert index.folder().name.startswith("whoosh-")
    assert found() == {"a"}
    assert "Tantivy cannot be loaded on this machine" in client.get("/search/").content.decode()


def test_an_index_that_vanishes_under_a_reader_is_unusable_not_an_error(index_folder):
    index.rebuild()
    assert index.is_usable()
    shutil.rmtree(index.folder())
    assert not index.is_usable()
