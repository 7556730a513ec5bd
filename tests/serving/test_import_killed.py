"""A file of literature is read to the same end though the worker is killed again and again."""

import hashlib
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.evidence.importers.files import written
from tests.processes import Process, Site, wait_until
from tests.reviews.importing.literature import work

RECORDS = 4_000
KILLS = 4
BEGIN = """
from django.contrib.auth.models import Group, User
from reviews.importing.staging import stage_import
from reviews.models import ReviewCycle, SearchRun
writer = User.objects.create_user("writer")
writer.groups.add(Group.objects.get(name="Writer"))
cycle = ReviewCycle.objects.get(policy__key="bcbsma-292", state="open")
told = {{"source": "pubmed", "query": "everything", "run_on": "2026-11-01", "by": "writer"}}
run = SearchRun.objects.create(key=cycle.key + "/run-1", cycle=cycle, **told)
stage_import(run=run, by=writer, file=open({path!r}, "rb"), file_name="records.bib")
"""
ENDS = """
SELECT r.position, r.line, r.outcome, r.reason, r.title, c.position, c.key, c.doi
FROM reviews_importrecord r LEFT JOIN reviews_candidate c ON c.id = r.candidate_id ORDER BY r.position
"""


@pytest.fixture
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("import") / "var"


def rows(var, question: str) -> list:
    with closing(sqlite3.connect(f"file:{var / 'warrant.sqlite3'}?mode=ro", uri=True)) as base:
        return base.execute(question).fetchall()


def state(var) -> str:
    return rows(var, "SELECT state FROM reviews_importbatch")[0][0]


def kept(var) -> int:
    return rows(var, "SELECT count(*) FROM reviews_importrecord")[0][0]


def test_a_file_is_read_to_the_same_end_however_often_the_worker_is_killed(var, tmp_path):
    works = [work(number % 3_000, pmid="") for number in range(RECORDS)]  # the last thousand are known by then
    path = tmp_path / "records.bib"
    path.write_text(written("bibtex", works))
    with Site(var=var) as site:
        site.wait_until_ready()
        site.stop(within=60)
    with Process("manage.py", "shell", "-v0", "-c", BEGIN.format(path=str(path)), var=var) as staging:
        assert staging.wait(within=60) == 0, staging.output()
    for _ in range(KILLS):
        before = kept(var)
        with Process("manage.py", "work", var=var) as worker:
            wait_until(lambda at=before: kept(var) > at or state(var) == "done", within=120, what="a chunk")
            time.sleep(0.1)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
    assert kept(var) > 0
    with Process("manage.py", "work", var=var):
        wait_until(lambda: state(var) in ("done", "failed"), within=240, what="the end of the file")
    found = rows(var, ENDS)
    assert state(var) == "done"
    assert [row[0] for row in found] == list(range(1, RECORDS + 1))
    assert [row[2] for row in found] == ["new"] * 3_000 + ["known"] * 1_000
    assert [row[5] for row in found] == [*range(1, 3_001), *range(1, 1_001)]
    lines = [1 + number * written("bibtex", works[:1]).count("\n") for number in range(RECORDS)]
    assert [row[1] for row in found] == lines
    assert hashlib.sha256(path.read_bytes()).hexdigest() == rows(var, "SELECT sha256 FROM reviews_importbatch")[0][0]
