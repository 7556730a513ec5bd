import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from audit.actions import record
from audit.models import AuditEvent

WHAT = {"event": "policy.renamed", "target_type": "policy", "target_key": "p", "by": "ada"}


@pytest.mark.django_db
def test_record_keeps_who_did_what_to_which_object_and_why():
    record(**WHAT, before={"title": "old"}, after={"title": "new"}, why="a typing error")
    event = AuditEvent.objects.get()
    assert (event.event, event.target_type, event.target_key, event.by) == ("policy.renamed", "policy", "p", "ada")
    assert (event.before, event.after, event.why) == ({"title": "old"}, {"title": "new"}, "a typing error")
    assert event.at is not None


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        record(**WHAT)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_event_is_undone_with_its_change():
    with transaction.atomic():
        Group.objects.create(name="Visitors")
        record(**WHAT)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert not Group.objects.filter(name="Visitors").exists()
