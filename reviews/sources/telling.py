"""What is told of the rows that a cycle and a policy look at elsewhere: they have no key, and go by their number."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

import audit.actions

TYPES = {
    "SourceCheck": ("source_check", "cycle", "source"),
    "GuidelineCheck": ("guideline_check", "cycle", "guideline"),
    "OngoingTrial": ("ongoing_trial", "policy", "trial"),
    "RequestEntry": ("request_entry", "policy", "request"),
}


def tell(row, event: str, *, by, before=None, after=None, why: str = "") -> None:
    """In the history of the row's cycle or policy."""
    target_type = TYPES[type(row).__name__][0]
    audit.actions.record(
        event=f"{target_type}.{event}",
        target_type=target_type,
        target_key=key_of(row),
        by=by.get_username(),
        before=before,
        after=after,
        why=why,
    )


def key_of(row) -> str:
    """By which the trail tells of it."""
    _, owner, called = TYPES[type(row).__name__]
    return f"{getattr(row, owner).key}/{called}-{row.pk}"


def refuse_to_come(name: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({name: f"{day} is still to come: say what was done when it is done."})


def said(row, *names: str) -> dict:
    """The row's fields for the trail; days and rows as texts."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: value if isinstance(value, str | bool | int | None) else getattr(value, "key", str(value))
        for name, value in values.items()
    }
