"""A review begins: by hand, or because its day has come."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policies.models import Policy
from reviews import telling
from reviews.models import ReviewCycle
from reviews.sources.seeding import seed_sources
from reviews.vocabulary import CycleState, CycleType


@transaction.atomic
def open_cycle(
    *,
    policy: Policy,
    by,
    type: str = CycleType.ANNUAL,
    due_on: date | None = None,
    trigger: str = "",
    trigger_source: str = "",
) -> ReviewCycle:
    """Opens the next review of the policy; question, criteria and readers come along from the one before."""
    telling.refuse_unless(by, "keep_reviews")
    Policy.objects.select_for_update().get(pk=policy.pk)
    last = policy.review_cycles.order_by("-pk").first()
    if last and last.state != CycleState.CLOSED:
        raise ValidationError(f"{last.get_type_display()} {last.number} of this policy is still open: close it first.")
    if type == CycleType.INTERIM and not trigger:
        raise ValidationError({"trigger": "Say what the interim review is opened for."})
    cycle = ReviewCycle.objects.create(
        key=f"{policy.key}/review-{policy.review_cycles.count() + 1}",
        policy=policy,
        type=type,
        trigger=trigger,
        trigger_source=telling.plain_text("trigger_source", trigger_source),
        due_on=due_on,
        opened_on=timezone.localdate().isoformat(),
        opened_by=by.get_username(),
        previous=last,
        **_carried_over(last),
    )
    seed_sources(cycle)
    telling.tell(cycle, "opened", by=by, after={"type": type, "due_on": str(due_on or ""), "trigger": trigger})
    return cycle


def _carried_over(last: ReviewCycle | None) -> dict:
    fields = ("question", "criteria", "highlighted", "readers_needed")
    return {name: getattr(last, name) for name in fields} if last else {}
