"""The stored due dates of policies, and the annual reviews that are opened when they come."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from policies.models import Policy, PolicyVersion, VersionDate
from policies.permissions import LAST_BEGUN, in_force
from policies.vocabulary import DateKind, VersionOrigin, VersionPurpose
from reviews.cycles.due_dates import stored_due_date
from reviews.cycles.opening import opened_by_program
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleState

BY = "worker"  # in the audit trail


def due_dates(policies: QuerySet[Policy] | Iterable[Policy]) -> dict[int, date]:
    """By the policy's id, where one is stored; in three queries."""
    closed = ReviewCycle.objects.filter(policy__in=policies, state=CycleState.CLOSED).order_by("pk")
    last = {cycle.policy_id: cycle for cycle in closed.only("policy_id", "next_due_on", "closed_on")}
    named = _next_reviews(policies)
    found = {}
    for pk in {*last, *named}:
        cycle = last.get(pk)
        due = stored_due_date(
            next_due_on=cycle.next_due_on if cycle else None,
            closed_on=cycle.closed_on if cycle else "",
            next_review_on=named.get(pk, ""),
        )
        if due:
            found[pk] = due
    return found


def due_date_of(policy: Policy) -> date | None:
    return due_dates([policy]).get(policy.pk)


def open_due(today: date) -> int:
    """Opens the annual review of each policy whose day has come and that has none in progress; how many."""
    waiting = Policy.objects.exclude(review_cycles__in=ReviewCycle.objects.exclude(state=CycleState.CLOSED))
    come = {pk: due for pk, due in due_dates(waiting).items() if due <= today}
    return sum(_open(policy, come[policy.pk]) for policy in Policy.objects.filter(pk__in=come).order_by("pk"))


@transaction.atomic
def _open(policy: Policy, due_on: date) -> int:
    """Asked again once the policy is locked: a person may have opened it meanwhile."""
    Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.review_cycles.exclude(state=CycleState.CLOSED).exists() or due_date_of(policy) != due_on:
        return 0
    opened_by_program(policy=policy, by=BY, due_on=due_on)
    return 1


def _next_reviews(policies) -> dict[int, str]:
    """What the text in force says of its next review; of a policy that is being retired nothing."""
    held = PolicyVersion.objects.filter(in_force(), policy__in=policies)
    held = held.exclude(Q(origin=VersionOrigin.RECONSTRUCTED) | Q(purpose=VersionPurpose.RETIREMENT))
    newest = dict(reversed(held.order_by(*LAST_BEGUN).values_list("policy_id", "pk")))
    dates = VersionDate.objects.filter(version__in=newest.values(), kind=DateKind.NEXT_REVIEW).exclude(on="")
    return {row.version.policy_id: row.on for row in dates.select_related("version").order_by("-pk")}
