"""A review of policy 292 in screening, built by the actions and rows that a person's work leaves."""

from datetime import date

from policies.models import Policy
from reviews.cycles.opening import open_cycle
from reviews.models import Assignment, Candidate, ImportBatch, ReviewCycle, SearchRun
from reviews.vocabulary import CycleState, ReviewTask

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


def batch(run: SearchRun, like: Candidate) -> ImportBatch:
    """A file of one record, which may be the candidate."""
    told = {"file_name": "results.ris", "sha256": "0" * 64, "size": 100, "format": "RIS", "encoding": "utf-8"}
    made = ImportBatch.objects.create(key=f"{run.key}/import-1", run=run, state="done", by="writer", **told)
    fields = {"title": like.title, "doi": "10.1000/another"}
    told = {"title": like.title, "fields": fields, "raw": "TY  - JOUR", "earlier": like, "reason": "Same title."}
    made.records.create(position=1, line=1, outcome="possible_duplicate", **told)
    return made


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
