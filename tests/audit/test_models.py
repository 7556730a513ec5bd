import pytest
from django.db import models, transaction

from audit.actions import record
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    record(event="policy.renamed", target_type="policy", target_key="p", by="ada")
    return AuditEvent.objects.get()


def test_event_is_not_changed(event):
    event.by = "somebody else"
    with pytest.raises(TypeError, match="not changed"):
        event.save()
    with pytest.raises(TypeError, match="not changed"):
        AuditEvent.objects.update(by="somebody else")
    with pytest.raises(TypeError, match="not changed"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).bulk_update([event], ["by"])
    assert AuditEvent.objects.get().by == "ada"


def test_event_is_not_deleted(event):
    with pytest.raises(TypeError, match="not deleted"):
        event.delete()
    with pytest.raises(TypeError, match="not deleted"):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 1


def test_event_outlives_its_subject():
    assert not [field for field in AuditEvent._meta.get_fields() if isinstance(field, models.ForeignKey)]
