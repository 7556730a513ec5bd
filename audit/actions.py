from django.db import connection

from audit.models import AuditEvent


def record(*, event: str, target_type: str, target_key: str, by: str, before=None, after=None, why: str = "") -> None:
    """Writes one audit event. Called inside the transaction of the change it tells of, never outside."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of its change")
    AuditEvent.objects.create(
        event=event,
        target_type=target_type,
        target_key=target_key,
        by=by,
        before=before or {},
        after=after or {},
        why=why,
    )
