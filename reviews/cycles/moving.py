"""A cycle goes one step on, or back: permitted by the table, hindered by what is not done yet."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reviews import lifecycle, telling
from reviews.cycles.hindrances import hindrances_of
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleState


@transaction.atomic
def move(*, cycle: ReviewCycle, name: str, by, why: str = "") -> ReviewCycle:
    """Any move that does not close the cycle; reviews/cycles/closing.py has those."""
    if name not in STEPS:
        raise ValidationError("A review is not moved in this way. Load its page again.")
    cycle = telling.locked(cycle)
    refuse(cycle, name, by)
    made(cycle, name, by=by, why=telling.plain_text("why", why))
    return cycle


STEPS = [each.name for each in lifecycle.MOVES if each.end != CycleState.CLOSED]


def refuse(cycle: ReviewCycle, name: str, by) -> None:
    """PermissionDenied where `by` may not make the move, ValidationError where the cycle cannot, with all reasons."""
    telling.refuse_unless(by, lifecycle.move(name).act)
    if objection := lifecycle.objection(name, cycle.state):
        raise ValidationError(objection)
    if found := hindrances_of(cycle, name):
        raise ValidationError([each.sentence for each in found])


def made(cycle: ReviewCycle, name: str, *, by, fields: dict | None = None, after=None, why: str = "") -> None:
    """Sets the state, and `fields` with it."""
    was, asked = cycle.state, lifecycle.move(name)
    for field, value in {"state": asked.end, **(fields or {})}.items():
        setattr(cycle, field, value)
    cycle.save(update_fields=["state", *(fields or {})])
    told = {"state": asked.end.value, **(after or {})}
    telling.tell(cycle, asked.event, by=by, before={"state": was}, after=told, why=why)
