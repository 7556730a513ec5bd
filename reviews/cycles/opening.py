"""A review begins: by hand, or because its day has come."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policies.models import Policy
from reviews import telling
from reviews.models import ReviewCycle
from reviews.screening.carrying_over import carry_over
from reviews.sources.seeding import seed_sources
from reviews.vocabulary import CycleState, CycleTrigger, CycleType


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
    if type not in CycleType.values:
        raise ValidationError({"type": "Choose what kind of review it is."})
    if trigger and trigger not in CycleTrigger.values:
        raise ValidationError({"trigger": "Choose what the interim review is opened for."})
    if type == CycleType.INTERIM and not trigger:
        raise ValidationError({"trigger": "Say what the interim review is opened for."})
    if type != CycleType.INTERIM and (trigger or trigger_source.strip()):
        raise ValidationError({"trigger": "Only an interim review is opened for something that happened."})
    told = {"trigger": trigger, "trigger_source": telling.plain_text("trigger_source", trigger_source)}
    return _open(policy, by, type=type, due_on=due_on, **told)


@transaction.atomic
def opened_by_program(*, policy: Policy, by: str, due_on: date) -> ReviewCycle:
    """The annual review, opened by the program of that name."""
    return _open(policy, by, type=CycleType.ANNUAL, due_on=due_on)


def _open(policy: Policy, by, *, type: str, due_on: date | None, **told) -> ReviewCycle:
    Policy.objects.select_for_update().get(pk=policy.pk)
    last = policy.review_cycles.order_by("-pk").first()
    if last and last.state != CycleState.CLOSED:
        raise ValidationError(f"{last.get_type_display()} {last.number} of this policy is still open: close it first.")
    cycle = ReviewCycle.objects.create(
        key=f"{policy.key}/review-{policy.review_cycles.count() + 1}",
        policy=policy,
        type=type,
        due_on=due_on,
        opened_on=timezone.localdate().isoformat(),
        opened_by=telling.name_of(by),
        previous=last,
        **told,
        **_carried_over(last),
    )
    seed_sources(cycle)
    after = {"type": type, "due_on": str(due_on or ""), "trigger": cycle.trigger}
    telling.tell(cycle, "opened", by=by, after=after)
    carry_over(cycle=cycle, by=by)
    return cycle


def _carried_over(last: ReviewCycle | None) -> dict:
    fields = ("question", "criteria", "highlighted", "readers_needed")
    return {name: getattr(last, name) for name in fields} if last else {}
