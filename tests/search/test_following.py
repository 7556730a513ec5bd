"""The change log is followed in the order of commits, by real processes that are killed, and on PostgreSQL."""

import os
import random
import signal
import threading
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from evidence.models import Study
from search import asking, changes, index
from search.models import Change
from search.query import SearchQuery
from tests.processes import Process, database_url, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 12


def found() -> set[str]:
    """Everything that can be found."""
    keys: set[str] = set()
    query = SearchQuery(page_size=500)
    while hits := asking.ask(query, viewer=AnonymousUser()).found.hits:
        keys |= {hit.key for hit in hits}
        query = query.on_page(query.page + 1)
    return keys


def add_study(key: str, **values) -> None:
    with transaction.atomic():
        Study.objects.create(key=key, label=key, design="rct", **values)
        changes.record("study", [key])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite commits one transaction after the other")
def test_a_transaction_that_began_first_and_committed_last_is_followed(index_folder):
    index.rebuild()
    began, may_commit = threading.Event(), threading.Event()

    def first():
        try:
            with transaction.atomic():
                Study.objects.create(key="first", label="first", design="rct")
                changes.record("study", ["first"])
                began.set()
                assert may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert began.wait(20)
        add_study("second")
        writer = index.engine().writer(index.folder())
        assert index.follow(writer) == 1
        assert found() == {"second"}
        assert index.follow(writer) == 0
    finally:
        may_commit.set()
        thread.join()
    ids = dict(Change.objects.values_list("key", "id"))
    assert ids["first"] < ids["second"]
    assert index.follow(writer) == 1
    assert found() == {"first", "second"}
    assert index.follow(writer) == 0
    writer.close()


def test_a_change_is_seen_by_several_readers(index_folder):
    """The worker is a process of its own; two readers look in others. How soon they see it, `make bench` measures."""
    index.rebuild()
    var = index_folder.parent
    told = {"DATABASE_URL": database_url()}
    ask = (
        "import django, sys, time; django.setup()\n"
        "from django.contrib.auth.models import AnonymousUser\n"
        "from search import asking\nfrom search.query import SearchQuery\n"
        "for _ in range(2000):\n"
        "    if asking.ask(SearchQuery(text='sirflox'), viewer=AnonymousUser()).found.count:\n"
        "        print('found'); break\n"
        "    print('looked', flush=True); time.sleep(0.02)\n"
    )
    told |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with (
        Process("manage.py", "work", var=var, **told) as worker,
        Process("-c", ask, var=var, **told) as one,
        Process("-c", ask, var=var, **told) as other,
    ):
        for reader in (one, other):
            wait_until(lambda reader=reader: "looked" in reader.output(), what="a reader")
        time.sleep(0.3)  # the worker is at its rest
        add_study("a", acronym="SIRFLOX")
        for reader in (one, other):
            assert reader.wait(within=60) == 0, reader.output() + worker.output()
            assert reader.output().endswith("found\n")


def test_a_worker_killed_again_and_again_loses_nothing_and_doubles_nothing(index_folder):
    """Killed at any moment while changes, deletions and new rows come in; at the end the index equals a rebuild."""
    rng = random.Random(292)
    index.rebuild()
    var = index_folder.parent
    told = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for round_ in range(KILLS):
        with Process("-c", WORK, var=var, **told) as worker:
            wait_until(lambda worker=worker: "started" in worker.output() or worker.has_ended(), what=worker.output())
            until = time.monotonic() + rng.uniform(0.02, 0.6)
            number = 0
            while time.monotonic() < until:
                change_something(rng, f"{round_}-{number}")
                number += 1
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    while index.has_news():
        writer = index.engine().writer(index.folder(), create=False)
        index.follow(writer)
        writer.close()
    after_kills = found()
    assert index.count() == len(after_kills) == Study.objects.count()
    assert after_kills == set(Study.objects.values_list("key", flat=True))
    index.rebuild()
    assert found() == after_kills


def test_a_rebuild_killed_again_and_again_leaves_the_index_in_use_and_the_next_one_is_whole(index_folder):
    """Killed anywhere between its first document and its switch, while rows come in."""
    rng = random.Random(41)
    for number in range(400):
        add_study(f"first-{number}")
    index.rebuild()
    told = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    killed_midway = 0
    for round_ in range(KILLS // 2):
        before = index.folder()
        with Process("-c", REBUILD, var=index_folder.parent, **told) as rebuilding:
            wait_until(lambda each=rebuilding: "started" in each.output() or each.has_ended(), what=rebuilding.output())
            time.sleep(rng.uniform(0, 0.3))
            add_study(f"during-{round_}")
            os.kill(rebuilding.pid, signal.SIGKILL)
            rebuilding.wait()
        killed_midway += index.folder() == before
        assert index.is_usable()
        assert len(found()) >= 400
    assert killed_midway
    writer = index.engine().writer(index.folder(), create=False)
    index.follow(writer)
    writer.close()
    assert found() == set(Study.objects.values_list("key", flat=True))
    index.rebuild()
    assert found() == set(Study.objects.values_list("key", flat=True))


# Slowed down, so that a kill meets it at every step.
REBUILD = """
import django; django.setup()
import time
from search import index
print("started", flush=True)
while True:
    index.rebuild(report=lambda done, total: time.sleep(0.01))
"""

WORK = """
import django; django.setup()
print("started", flush=True)
from django.core.management import call_command
call_command("work")
"""


def change_something(rng: random.Random, key: str) -> None:
    keys = list(Study.objects.values_list("key", flat=True))
    if keys and rng.random() < 0.3:
        with transaction.atomic():
            chosen = rng.choice(keys)
            Study.objects.filter(key=chosen).delete()
            changes.record("study", [chosen])
    else:
        add_study(key)
