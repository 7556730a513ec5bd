"""A review of policy 292 in screening, built by the actions and rows that a person's work leaves."""

from datetime import date

from policies.models import Policy
from reviews.cycles.opening import open_cycle
from reviews.models import Candidate, ReviewCycle, SearchRun

POLICY = "bcbsma-292"
RUN_ON = date(2026, 3, 2)


def put_aside(policy: str = "") -> None:
    """Takes away the reviews that the starter base tells of: of the policy, or all."""
    rows = ReviewCycle.objects.filter(opened_by="")
    for cycle in (rows.filter(policy__key=policy) if policy else rows).order_by("-pk"):
        cycle.delete()


def opened(writer, policy: str = POLICY, **told) -> ReviewCycle:
    """The first review of the policy, or the next after one that people opened."""
    put_aside(policy)
    return open_cycle(policy=Policy.objects.get(key=policy), by=writer, **told)


def searched(cycle: ReviewCycle, source: str = "pubmed", **told) -> SearchRun:
    number = cycle.search_runs.count() + 1
    return SearchRun.objects.create(
        key=f"{cycle.key}/run-{number}",
        cycle=cycle,
        source=source,
        query=told.pop("query", "radioembolization[tiab]"),
        run_on=RUN_ON,
        by="writer",
        **told,
    )


def candidate(cycle: ReviewCycle, title: str = "A trial of radioembolization", **told) -> Candidate:
    position = cycle.candidates.count() + 1
    return Candidate.objects.create(
        key=f"{cycle.key}/c-{position}", cycle=cycle, position=position, title=title, **told
    )
