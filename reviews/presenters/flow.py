"""A flow as its page shows it."""

from django.db.models import Count

from reviews.flow import prisma, telling
from reviews.flow.layout import Diagram, diagram
from reviews.flow.prisma import Flow
from reviews.models import ReviewCycle


def flow_context(cycle: ReviewCycle, flow: Flow | None) -> dict:
    """`flow` None: the review is closed, and its counts are not stated."""
    if flow is None:
        return {"flow": None}
    return {
        "flow": flow,
        "steps": telling.steps(flow),
        "remarks": [*telling.remarks(flow), *_other_counts(cycle)],
        "undecided": prisma.undecided(flow),
        "broken": prisma.broken(flow),
        "diagram": diagram_of(cycle, flow),
    }


def diagram_of(cycle: ReviewCycle, flow: Flow) -> Diagram:
    return diagram(flow, f"Flow of the literature, {cycle.get_type_display().lower()} of {cycle.policy.title}")


def _other_counts(cycle: ReviewCycle) -> list[str]:
    """Searches whose database told another number than there are records; of a review in progress."""
    if cycle.is_closed:
        return []
    runs = cycle.search_runs.filter(found__isnull=False).annotate(records=Count("batches__records"))
    return [
        f"{run.source_label}, {run.run_on:%Y-%m-%d}: the database told {run.found}, and {run.records} came in."
        for run in runs
        if run.found != run.records
    ]
