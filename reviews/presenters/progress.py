"""How far along the screening of a cycle is, and how its works came to stand in their order, in words."""

from dataclasses import dataclass

from django.utils import timezone

from jobs.running import is_waiting
from reviews.models import RelevanceOrder, ReviewCycle
from reviews.permissions import objection_to
from reviews.relevance.actions import KIND
from reviews.relevance.progress import LEAST_DECIDED, TARGET, Progress
from reviews.relevance.reading import count_undecided, decisions_in_order

PAPER = "https://doi.org/10.1186/s13643-020-01521-4"


@dataclass(frozen=True)
class ProgressPanel:
    """`estimate` and `chance` are computed, `order` says how the works came to stand as they do."""

    progress: Progress
    share: str
    estimate: str
    chance: str
    order: str
    is_being_ordered: bool
    objection: str  # to asking for a new order; "" to who may
    paper: str = PAPER


def progress_panel(user, cycle: ReviewCycle) -> ProgressPanel:
    progress = Progress(decisions_in_order(cycle), count_undecided(cycle))
    order = RelevanceOrder.objects.filter(cycle=cycle).first()
    return ProgressPanel(
        progress=progress,
        share=_percent(progress.decided / progress.total) if progress.total else "",
        estimate=_estimate(progress),
        chance=_chance(progress),
        order=_order(order, progress),
        is_being_ordered=is_waiting(KIND, cycle=cycle.pk),
        objection="This review is closed." if cycle.is_closed else objection_to(user, "screen"),
    )


def _estimate(progress: Progress) -> str:
    if not progress.undecided:
        return "Nothing is left to decide." if progress.total else "No work has been found yet."
    if progress.most_missed is None or progress.least_found is None:
        return f"An estimate comes after {LEAST_DECIDED} decisions, with an inclusion among them."
    if progress.most_missed == progress.undecided:
        return "The decisions so far rule nothing out: every undecided work may still be one to include."
    if not progress.most_missed:
        return "Probably none of the undecided is to be included."
    missed, found = f"{progress.most_missed:,}", _percent(progress.least_found)
    return (
        f"Probably at most {missed} of the undecided are to be included: at least {found} of all inclusions are found."
    )


def _chance(progress: Progress) -> str:
    """p that too little is found, as such values are printed; "" where nothing is estimated."""
    chance = progress.chance_of_missing_target
    if chance is None or not progress.undecided:
        return ""
    printed = "p < 0.001" if chance < 0.001 else f"p = {chance:.3f}"
    return f"Less than {TARGET:.0%} of all inclusions found: {printed}"


def _order(order: RelevanceOrder | None, progress: Progress) -> str:
    if order is None:
        return "Not ordered by likely relevance yet."
    at = timezone.localtime(order.ordered_at).strftime("%Y-%m-%d %H:%M")
    if not order.learned:
        return (
            f"Ordered on {at} by likeness to the question and the highlighted terms; "
            "it is learned from decisions once there is an inclusion and an exclusion."
        )
    earlier = f" and {order.earlier:,} of earlier reviews" if order.earlier else ""
    since = progress.decided - order.decisions
    news = f"; {since:,} decided since" if since > 0 else ""
    return f"Ordered on {at}, learned from {order.decisions:,} decisions{earlier}{news}."


def _percent(share: float) -> str:
    """Rounded down: 99.96% is not all."""
    return f"{int(share * 1000 + 1e-9) / 10:g}%"
