"""The turn of the day: a version comes into force, another ends, and nobody does anything."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from policies.models import DayTurned, PolicyVersion, Statement
from policies.permissions import PUBLIC
from search import changes


@transaction.atomic
def turn_to(today: date) -> int:
    """Tells search of every policy whose version in force changed since the day last turned to; how many.

    Days on which nothing ran are made up for. The first time, all days up to this one count.
    """
    last = DayTurned.objects.order_by("on").last()
    if last and last.on >= today:
        return 0
    versions = _turning(last.on if last else None, today)
    policies = sorted({version.policy.key for version in versions})
    # Both sides of the turn: what is superseded is found no more, and the policy by what is in force.
    statements = Statement.objects.filter(version__policy__key__in=policies, version__status__in=PUBLIC)
    changes.record("statement", list(statements.order_by("key").values_list("key", flat=True)))
    changes.record("policy", policies)
    DayTurned.objects.exclude(on=today).delete()
    DayTurned.objects.create(on=today)
    return len(policies)


def _turning(after: date | None, today: date) -> list[PolicyVersion]:
    """The versions that came into force or ended after the one day and by the other."""
    found = Q()
    for field in ("effective_on", "superseded_on"):
        since = Q(**{f"{field}__gt": after}) if after else Q()
        found |= Q(**{f"{field}__lte": today}) & since
    return list(PolicyVersion.objects.filter(found, status__in=PUBLIC).select_related("policy"))
