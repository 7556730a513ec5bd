"""What the forms of a review offer, and what they say of it."""

from policies.permissions import visible_policies
from reviews import permissions
from reviews.cycles import closing, drafting
from reviews.cycles.due import due_date_of
from reviews.cycles.hindrances import hindrances_of, warnings_of
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleState, CycleTrigger, CycleType


def opening_form(user, chosen: str) -> dict:
    """`chosen` is the key of a policy, or "". `in_progress` is its open review, where it has one."""
    policies = visible_policies(user).select_related("payer")
    policy = policies.filter(key=chosen).first() if chosen and "\x00" not in chosen else None
    busy = ReviewCycle.objects.exclude(state=CycleState.CLOSED)
    return {
        "policy": policy,
        "in_progress": busy.filter(policy=policy).first() if policy else None,
        "policies": policies.exclude(review_cycles__in=busy).order_by("title", "key") if policy is None else (),
        "types": CycleType.choices,
        "triggers": CycleTrigger.choices,
        "proposed": due_date_of(policy) if policy else None,
    }


def closing_form(user, cycle: ReviewCycle) -> dict:
    """`hindrances` are why it cannot close on its version now; `next_review_on` is what that version says of it."""
    hindrances = hindrances_of(cycle, "close")
    version = cycle.version
    return {
        "can_close": cycle.state == CycleState.DECIDING,
        "hindrances": hindrances,
        "warnings": warnings_of(cycle, "close"),
        "outcome": closing.outcome_of(version).label if version and not hindrances else "",
        "next_review_on": version.dates.filter(kind="next_review").exclude(on="").first() if version else None,
        "may_open": not permissions.objection_to(user, "keep_reviews"),
    }


def drafting_form(cycle: ReviewCycle) -> dict:
    return {"objection": drafting.objection_to_drafting(cycle), "open_draft": drafting.open_draft(cycle.policy)}
