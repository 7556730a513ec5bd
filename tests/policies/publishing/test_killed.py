"""kill -9 in the middle of publishing, on real processes: before or after, never between."""

import signal

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from audit.models import AuditEvent
from policies.drafts import actions as drafts
from policies.models import PolicyVersion, PublishedContent
from policies.publishing import actions
from policies.publishing.integrity import altered
from search.models import Change
from tests.policies.drafts.world import hash_of
from tests.policies.publishing.world import People, class_all, in_days, signed, small_draft
from tests.processes import Process, database_url

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 12


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def ready(people):
    """A small policy in force, and its next version, approved."""
    first = small_draft(people)
    actions.publish(version=signed(first, people), by=people.writer, effective_on=in_days(0))
    PolicyVersion.objects.filter(pk=first.pk).update(effective_on=in_days(-30))
    following = drafts.begin_draft(policy=first.policy, by=people.writer, based_on=first)
    row = following.statements.get()
    drafts.change_row(
        version=following, part="statement", key=row.key, by=people.writer, edition=0, values={"text": "Reworded."}
    )
    class_all(following, people)
    return signed(following, people)


def state() -> tuple:
    """All that a publication touches, and the trail and the log of search with it."""
    versions = PolicyVersion.objects.order_by("pk")
    return (
        list(versions.values()),
        [hash_of(version) for version in versions],
        list(PublishedContent.objects.values()),
        AuditEvent.objects.count(),
        Change.objects.count(),
    )


def publish_in_a_process(tmp_path, key: str, number: int) -> Process:
    process = Process(
        "-m", "tests.policies.publishing.killing", key, str(number), var=tmp_path, DATABASE_URL=database_url()
    )
    with process:
        process.wait(within=120)
    return process


def test_killed_anywhere_the_version_is_published_whole_or_not_at_all(ready, tmp_path):
    before = state()
    last = statements_of_a_publication(ready)
    for number in sorted({1 + round(each * (last - 1) / (KILLS - 1)) for each in range(KILLS)}):
        process = publish_in_a_process(tmp_path, ready.key, number)
        assert process.popen.returncode == -signal.SIGKILL, process.output()
        assert state() == before, f"killed before statement {number} of {last}"
    process = publish_in_a_process(tmp_path, ready.key, 0)
    assert process.popen.returncode == 0, process.output()
    assert last <= int(process.output()) <= last + 1  # SQLite is told in a statement to begin
    version = PolicyVersion.objects.get(pk=ready.pk)
    assert (version.status, altered(version)) == ("published", [])
    assert version.based_on.superseded_on == version.effective_on == in_days(0)


def statements_of_a_publication(version) -> int:
    """How many statements it sends: counted on a publication that is taken back, less the savepoint that takes."""
    sent = []

    def count(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    by = User.objects.get(username="will")
    with transaction.atomic():
        with connection.execute_wrapper(count):
            actions.publish(version=version, by=by, effective_on=in_days(0))
        transaction.set_rollback(True)
    return len(sent) - 2
