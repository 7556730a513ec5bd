"""Two people at once: each act is done one after the other, whatever the database."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import AuditEvent
from policies.models import PolicyVersion, PublishedContent
from policies.publishing import actions
from policies.signing import actions as signing
from tests.policies.publishing.world import ASKED, People, again, in_days, signed, small_draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(account):
    return People(account)


def at_once(*acts) -> list[str]:
    """Does all of them at the same moment, each on a connection of its own; what refused them, "" where nothing did."""
    begin, said = Barrier(len(acts)), [""] * len(acts)

    def do(number: int) -> None:
        begin.wait()
        try:
            acts[number]()
        except ValidationError as error:
            said[number] = " ".join(error.messages)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_approvers_at_once_make_it_approved_once(people):
    version = signing.submit(version=small_draft(people), by=people.writer, approvers=ASKED)
    acts = [lambda by=by: signing.sign(version=version, by=by, verdict="approved") for by in people.approvers]
    assert at_once(*acts) == ["", ""]
    assert again(version).status == "approved"
    assert AuditEvent.objects.filter(event="policy_version.approved").count() == 1


def test_of_two_publications_at_once_one_is_refused(people):
    version = signed(small_draft(people), people)
    acts = [lambda: actions.publish(version=version, by=people.writer, effective_on=in_days(0))] * 2
    said = at_once(*acts)
    assert sorted(map(bool, said)) == [False, True]
    assert "this one is published" in "".join(said)
    assert PublishedContent.objects.count() == PolicyVersion.objects.filter(status="published").count() == 1
