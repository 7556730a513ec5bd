"""A review of policy 292 in screening, built by the actions and rows that a person's work leaves."""

from datetime import date

from policies.models import Policy
from reviews.cycles.opening import open_cycle
from reviews.models import Assignment, Candidate, ReviewCycle, SearchRun
from reviews.vocabulary import CycleState, ReviewTask

POLICY = "bcbsma-292"
RUN_ON = date(2026, 3, 2)


def opened(writer, policy: str = POLICY, **told) -> ReviewCycle:
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


def screening(writer, policy: str = POLICY, **told) -> ReviewCycle:
    """A review that was taken to screening."""
    cycle = opened(writer, policy)
    for name, value in {"state": CycleState.SCREENING, **told}.items():
        setattr(cycle, name, value)
    cycle.save()
    return cycle


def read_by(cycle: ReviewCycle, *names: str, third: str = "") -> ReviewCycle:
    """Of the cycle as many read as are named; `third` settles."""
    cycle.readers_needed = len(names)
    cycle.save()
    tasks = [(name, ReviewTask.READER) for name in names] + ([(third, ReviewTask.THIRD_READER)] if third else [])
    for name, task in tasks:
        Assignment.objects.create(cycle=cycle, name=name, task=task, assigned_by="writer")
    return cycle
