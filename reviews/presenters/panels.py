"""What reviews show on pages of policies: on the home page one's work in short, on a policy's page its reviews."""

from django.utils import timezone

from policies.models import Policy
from policies.panels import Panel
from reviews import permissions
from reviews.cycles.my_work import Work, in_reviews
from reviews.vocabulary import CycleState

SHOWN = 10  # reviews of a policy
NOTICES = 3  # on the home page; the rest among one's work


def on_home(user) -> Panel | None:
    if not user.is_authenticated:
        return None
    work = in_reviews(user, timezone.localdate())
    notices, lines = work.notices, in_short(work)
    shown = {"notices": notices[:NOTICES], "more": len(notices) - NOTICES, "lines": lines}
    return Panel("reviews/_on_home.html", shown) if notices or lines else None


def in_short(work: Work) -> list[tuple[str, str]]:
    """ "1 task overdue", "12 works to judge", each with its part of the page of one's work."""
    counted = (
        (len(work.overdue), "task", " overdue", "overdue"),
        (len(work.soon), "task", " due within 60 days", "due"),
        (sum(each.number for each in work.to_settle), "conflict", " to settle", "screening"),
        (sum(each.number for each in work.to_judge), "work", " to judge", "screening"),
        (sum(each.number for each in work.duplicates), "possible duplicate", " to tell apart", "screening"),
    )
    return [(f"{number} {what}{'s' if number != 1 else ''}{rest}", at) for number, what, rest, at in counted if number]


def on_policy(user, policy: Policy) -> Panel | None:
    may_open = not permissions.objection_to(user, "keep_reviews")
    cycles = list(permissions.visible_cycles(user).filter(policy=policy).order_by("-pk")[:SHOWN])
    if not cycles and not may_open:
        return None
    busy = any(cycle.state != CycleState.CLOSED for cycle in cycles)
    shown = {"cycles": cycles, "policy": policy, "may_open": may_open and not busy}
    shown["reads_requests"] = permissions.may_read_reviews(user)
    return Panel("reviews/_on_policy.html", shown)
