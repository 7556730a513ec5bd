"""A person asks for what a search finds in PubMed; the worker fetches it. Nothing is asked of PubMed here."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

import audit.actions
from jobs.models import Job
from jobs.running import enqueue
from reviews import telling
from reviews.importing.staging import refuse_late
from reviews.models import ReviewCycle, SearchRun
from reviews.vocabulary import SearchSource

KIND = "reviews.fetch_from_pubmed"
OFF = (
    "Fetching from PubMed is off here. Export the records from PubMed and import the file, or have PUBMED=on set "
    "where Warrant is served."
)
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def objection(run: SearchRun) -> str:
    """Why what this search finds cannot be fetched, in a sentence; "" where it can."""
    if run.source != SearchSource.PUBMED:
        return "Only what PubMed finds can be fetched; import the file of another database."
    return OFF if settings.PUBMED != "on" else ""


@transaction.atomic
def ask_for_records(*, run: SearchRun, by) -> Job:
    telling.refuse_unless(by, "search_literature")
    refuse_late(telling.locked(run.cycle))
    if said := objection(run):
        raise ValidationError(said)
    if any(job.state in UNFINISHED for job in jobs_of(run.cycle).get(run.pk, [])):
        raise ValidationError("What this search finds is being fetched already: wait for it to end.")
    job = enqueue(KIND, cycle=run.cycle_id, run=run.pk, by=by.get_username())
    audit.actions.record(
        event="search_run.fetch_asked", target_type="search_run", target_key=run.key, by=by.get_username()
    )
    return job


def jobs_of(cycle: ReviewCycle) -> dict[int, list[Job]]:
    """The fetching of each search of the cycle, by its id, the oldest first."""
    found: dict[int, list[Job]] = {}
    for job in Job.objects.filter(kind=KIND, arguments__cycle=cycle.pk):
        found.setdefault(job.arguments["run"], []).append(job)
    return found
