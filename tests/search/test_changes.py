"""From the change log to the index: nothing lost, nothing doubled."""

import shutil
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from evidence.models import Study
from search import asking, changes, following, index, tasks
from search.models import Change
from search.query import SearchQuery
from tests.conftest import index_in

pytestmark = pytest.mark.django_db(transaction=True)


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
    assert index.follow(writer) == 1
    assert found("epoch") == {"mulcahy-2021"}
    assert index.follow(writer) == 0


def test_a_changed_row_is_found_by_its_new_text_only(writer):
    study = add_study("a", acronym="OLDNAME")
    index.follow(writer)
    study.acronym = "NEWNAME"
    with transaction.atomic():
        study.save()
        changes.record("study", ["a"])
    index.follow(writer)
    assert found("newname") == {"a"}
    assert found("oldname") == set()
    assert index.count() == 1


def test_a_deleted_row_leaves_no_ghost(writer):
    study = add_study("a")
    index.follow(writer)
    with transaction.atomic():
        study.delete()
        changes.record("study", ["a"])
    index.follow(writer)
    assert found() == set()


def test_following_broken_off_before_its_position_is_kept_is_done_again_without_doubling(writer, monkeypatch):
    add_study("a")
    add_study("b")

    def broken(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index, "_write", broken)
        with pytest.raises(KeyboardInterrupt):
            index.follow(writer)
    assert index.follow(writer) == 2
    assert index.follow(writer) == 0
    assert found() == {"a", "b"}
    assert index.count() == 2


def test_the_index_after_drains_equals_a_rebuild(writer):
    for key in "abc":
        add_study(key, acronym=f"TRIAL{key}")
    index.follow(writer)
    with transaction.atomic():
        Study.objects.filter(key="b").delete()
        changes.record("study", ["b"])
    index.follow(writer)
    before = [found(f"trial{key}") for key in "abc"]
    index.rebuild()
    assert [found(f"trial{key}") for key in "abc"] == before == [{"a"}, set(), {"c"}]


def test_more_changes_than_a_batch_are_followed(writer, monkeypatch):
    monkeypatch.setattr(changes, "BATCH", 2)
    for number in range(5):
        add_study(f"s{number}")
    assert index.follow(writer) == 5
    assert len(found()) == 5


def test_where_there_is_no_index_the_worker_builds_one_and_tells_how_far_it_is(index_folder, monkeypatch):
    add_study("a")
    told = []
    monkeypatch.setattr(changes, "BATCH", 1)
    write = index._write
    monkeypatch.setattr(index, "_write", lambda path, text: (write(path, text), told.append(index.progress())))
    add_study("b")
    assert tasks.follow() == 2
    assert told[:2] == [(1, 2), (2, 2)]
    assert index.progress() is None
    assert found() == {"a", "b"}


def test_a_rebuild_switches_folders_and_keeps_answering(index_folder):
    add_study("a")
    index.rebuild()
    first = index.folder()
    assert found() == {"a"}
    add_study("b")
    index.rebuild()
    assert index.folder() != first
    assert found() == {"a", "b"}


def test_each_host_follows_the_log_for_its_own_index(tmp_path):
    """Two folders stand for two hosts over one database."""
    hosts = [tmp_path / "one", tmp_path / "other"]
    add_study("a")
    for host in hosts:
        with index_in(host):
            index.rebuild()
    add_study("b")
    for host in hosts:
        with index_in(host):
            assert found() == {"a"}
            assert tasks.follow() == 1
            assert found() == {"a", "b"}


def test_only_one_process_writes(index_folder):
    with index.only_writer(), pytest.raises(BlockingIOError), index.only_writer():
        pass


def test_the_worker_leaves_the_log_alone_while_another_process_writes(index_folder):
    index.rebuild()
    add_study("a")
    with index.only_writer():
        assert tasks.follow() == 0
    assert tasks.follow() == 1
    assert found() == {"a"}


def test_changes_of_long_ago_are_forgotten_and_no_others(writer):
    for key in ("old", "new"):
        add_study(key)
    Change.objects.filter(key="old").update(at=timezone.now() - following.KEPT - timedelta(hours=1))
    tasks.forget_changes()
    assert set(Change.objects.values_list("key", flat=True)) == {"new"}


def keep(position) -> None:
    (index.folder() / index.POSITION).write_text(position.to_text())


def test_an_index_that_has_not_followed_for_too_long_is_built_anew(index_folder):
    index.rebuild()
    keep(replace(index.position(), at=timezone.now() - following.KEPT - timedelta(hours=1)))
    assert not index.is_usable()
    add_study("a")
    assert tasks.follow() == 1
    assert found() == {"a"}


def test_a_position_is_kept_fresh_even_when_nothing_changes(index_folder):
    index.rebuild()
    keep(replace(index.position(), at=timezone.now() - following.REFRESHED * 2))
    assert tasks.follow() == 0
    assert not index.position().is_old


def test_an_index_of_another_database_is_built_anew(writer):
    ahead = "99999999999:99999999999:" if connection.vendor == "postgresql" else "99999999999"
    keep(replace(index.position(), behind=ahead))
    assert not index.is_usable()


@pytest.mark.parametrize("text", ["", "{", "{}", '{"behind": "x"}', "[]"])
def test_a_position_that_cannot_be_read_makes_the_index_unusable(writer, text):
    (index.folder() / index.POSITION).write_text(text)
    assert not index.is_usable()


def test_a_row_that_cannot_be_indexed_keeps_no_other_out_and_says_why(writer, caplog):
    add_study("a")
    with transaction.atomic():
        changes.record("nothing-of-this-name", ["x"])
    add_study("b")
    assert index.follow(writer) == 3
    assert found() == {"a", "b"}
    assert "KeyError" in Change.objects.get(type="nothing-of-this-name").problem
    assert "could not be indexed" in caplog.text


def test_with_whoosh_an_index_that_opens_and_cannot_be_read_is_built_anew_too(index_folder, client, settings):
    settings.SEARCH_ENGINE = "whoosh"
    add_study("a", acronym="ASH")
    index.rebuild()
    assert found("ash") == {"a"}
    (segment,) = index.folder().glob("*.seg")
    held = segment.read_bytes()
    segment.unlink()
    segment.write_bytes(held.replace(b"x^", bytes(2)))  # so begins what is stored of a document: it is compressed
    index._readers.clear()
    assert "The search index is not ready" in client.get("/search/?q=ash").content.decode()
    assert tasks.follow() == 1
    assert found("ash") == {"a"}


@pytest.mark.parametrize("damage", ["removed", "emptied", "scrambled"])
def test_a_damaged_index_is_noticed_while_the_site_answers_and_is_built_anew(index_folder, client, damage):
    add_study("a", acronym="ASH")
    index.rebuild()
    assert found("ash") == {"a"}
    for file in index.folder().iterdir():
        if damage == "removed":
            file.unlink()
        elif file.name != index.POSITION:
            file.write_bytes(b"" if damage == "emptied" else b"\x07" * file.stat().st_size)
    index._readers.clear()
    page = client.get("/search/?q=ash").content.decode()
    assert "The search index is not ready" in page
    assert "(ASH)" in page
    assert tasks.follow() == 1
    assert found("ash") == {"a"}


def test_after_a_rebuild_there_is_nothing_to_follow(index_folder):
    add_study("a")
    index.rebuild()
    assert not index.has_news()


def test_an_idle_worker_lets_others_write(index_folder):
    index.rebuild()
    add_study("a")
    assert tasks.follow() == 1
    with pytest.raises(BlockingIOError), index.only_writer():
        pass  # it may have more to do
    assert tasks.follow() == 0
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
