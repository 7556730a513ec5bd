"""Autosaves while the serving processes are killed: each is kept whole or not at all."""

import json
import os
import random
import signal
import sqlite3
import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest

from tests.processes import Site, children_of, wait_until

KILLS = 15
OF_THE_WHOLE_SITE = 3  # the others are of the processes that answer, which the server starts anew
DRAFT, ROW = "bcbsma-292/v2", "bcbsma-292/v2/hcc/root"
TOKEN = "a" * 32
BEGIN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from policies.drafts import actions
from policies.models import Policy
writer = User.objects.create_user("writer")
writer.groups.add(Group.objects.get(name="Writer"))
policy = Policy.objects.get(key="bcbsma-292")
actions.begin_draft(policy=policy, by=writer, based_on=policy.versions.get(status="published"))
session = SessionStore()
session[SESSION_KEY] = str(writer.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = writer.get_session_auth_hash()
session.create()
print(session.session_key)
"""


class Typist(threading.Thread):
    """Sends one text after the other, each with the edition that the last answer told, until told to stop."""

    def __init__(self, port: int, session: str, first: int, edition: int):
        super().__init__(daemon=True)
        self.port, self.session = port, session
        self.sent, self.saved, self.edition = first - 1, first - 1, edition
        self.stopped, self.refusal = threading.Event(), ""

    def run(self):
        while not self.stopped.is_set():
            self.sent += 1
            try:
                self.edition = self.save(self.sent)
            except (OSError, HTTPException):
                return  # the process that answers was killed
            self.saved = self.sent

    def save(self, number: int) -> int:
        values = {"act": "save", "part": "criterion", "row": ROW, "edition": self.edition, "text": text(number)}
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("POST", f"/drafts/{DRAFT}/", urlencode(values), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        if answer.status != 200:
            self.refusal = f"{answer.status}: {body[:300]}"
            raise HTTPException
        return json.loads(body)["edition"]


def text(number: int) -> str:
    """Long, so that half of one would be seen."""
    return " ".join([f"text {number}"] * 300)


def kept(var) -> dict:
    """What the database holds of the row, its edits, and what the trail tells of them."""
    with closing(sqlite3.connect(f"file:{var / 'warrant.sqlite3'}?mode=ro", uri=True)) as base:
        (words,) = base.execute("SELECT text FROM policies_criterion WHERE key = ?", [ROW]).fetchone()
        version, edition = base.execute(
            "SELECT id, edition FROM policies_policyversion WHERE key = ?", [DRAFT]
        ).fetchone()
        edits = base.execute(
            "SELECT number, changes FROM policies_draftedit WHERE version_id = ? ORDER BY number", [version]
        ).fetchall()
        told = base.execute(
            "SELECT after FROM audit_auditevent WHERE event = 'criterion.edited' AND target_key = ? ORDER BY id", [ROW]
        ).fetchall()
        whole = base.execute(
            "SELECT count(*) FROM audit_auditevent WHERE event = 'policy_version.edited' AND target_key = ?", [DRAFT]
        ).fetchone()[0]
    return {
        "text": words,
        "edition": edition,
        "numbers": [number for number, _ in edits],
        "edits": [json.loads(changes)[0]["after"]["text"] for _, changes in edits],
        "trail": [json.loads(after)["text"] for (after,) in told],
        "versions": whole,
    }


@pytest.fixture
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("killed") / "var"


def kill_all(site: Site) -> None:
    server = site.child("gunicorn")
    for pid in (site.pid, server, *children_of(server)):
        os.kill(pid, signal.SIGKILL)
    site.wait()


def kill_what_answers(site: Site) -> None:
    for pid in children_of(site.child("gunicorn")):
        os.kill(pid, signal.SIGKILL)


def test_an_autosave_is_kept_whole_or_not_at_all_however_often_the_site_is_killed(var):
    rng = random.Random(292)
    with Site(var=var) as site:
        site.wait_until_ready()
        session = site.manage("shell", "-v0", "-c", BEGIN).strip()
        port, number, midway = site.port, 1, 0
        for round_ in range(KILLS - OF_THE_WHOLE_SITE):
            number, midway = type_and_kill(site, var, session, number, rng, kill_what_answers, midway)
            wait_until(lambda: is_ready(site), within=30, what=f"the site after kill {round_ + 1}")
        number, midway = type_and_kill(site, var, session, number, rng, kill_all, midway)
    for _ in range(OF_THE_WHOLE_SITE - 1):
        with Site(var=var, port=port) as site:
            site.wait_until_ready()
            number, midway = type_and_kill(site, var, session, number, rng, kill_all, midway)
    assert midway == KILLS
    assert number > KILLS, "nothing was saved between the kills"


def type_and_kill(site, var, session, number, rng, kill, midway):
    """The number of the next text, and in how many rounds an autosave was on its way when the kill came."""
    typist = Typist(site.port, session, number, kept(var)["edition"])
    typist.start()
    wait_until(lambda: typist.saved >= number or not typist.is_alive(), what="the first autosave")
    time.sleep(rng.uniform(0.0, 0.15))
    wait_until(lambda: has_lost_its_answer(typist, kill, site), within=90, what="a kill with a text on its way")
    assert typist.refusal == ""
    check(kept(var), typist)
    return typist.sent + 1, midway + (typist.sent > typist.saved)


def has_lost_its_answer(typist, kill, site) -> bool:
    """False where the kill came between two texts: the next process answers on, and is to be killed too."""
    kill(site)
    typist.join(timeout=5)
    return not typist.is_alive()


def check(now: dict, typist: Typist) -> None:
    """The last text kept is that acknowledged last, or the one that was on its way: whole, and told by all alike."""
    assert now["text"] in (text(typist.saved), text(typist.sent))
    assert now["numbers"] == list(range(1, now["edition"] + 1))
    assert now["edits"] == now["trail"]
    assert now["edits"][-1] == now["text"]
    assert now["versions"] == now["edition"]


def is_ready(site: Site) -> bool:
    try:
        return site.get("/ready/")[0] == 200
    except (OSError, HTTPException):
        return False
