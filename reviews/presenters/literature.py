"""The literature of a review: with what it is searched, what was searched, and what each search found."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from jobs.models import Job
from reviews.models import ImportBatch, ReviewCycle, SearchRun, SearchStrategy
from reviews.searching import reading
from reviews.searching.pubmed import asking
from reviews.searching.windows import proposed
from reviews.vocabulary import RecordOutcome, SearchSource

RUN_COLUMNS = (
    "run",
    "source",
    "platform",
    "strategy",
    "query",
    "run_on",
    "window_from",
    "window_to",
    "overlap_days",
    "found",
    "imported",
    *RecordOutcome.values,
    "by",
    "note",
)
STRATEGY_COLUMNS = ("strategy", "source", "platform", "query", "searched_through", "retired_on", "note")


@dataclass(frozen=True)
class StrategyView:
    strategy: SearchStrategy
    label: str
    through: date | None  # in any review
    # Proposed for the next search, as a form holds days:
    today: str
    begin: str
    end: str


@dataclass(frozen=True)
class FileView:
    """`doubtful`: how many of its records may be a work that is here already, for a person to say."""

    batch: ImportBatch
    doubtful: int


@dataclass(frozen=True)
class RunView:
    run: SearchRun
    files: list[FileView]
    window: str
    counts: list[tuple[str, int]]  # of the records of its files: how they ended, in words
    imported: int
    fetch: str | None  # what is in the way of fetching it from PubMed; "" for nothing, None for another source
    fetching: str  # how far the last fetching is, in words; "" where it was never asked for

    @property
    def differs(self) -> bool:
        """Whether the files hold another number of records than the database told."""
        return bool(self.imported) and self.run.found is not None and self.imported != self.run.found


def literature(cycle: ReviewCycle) -> dict:
    strategies = [_strategy(row) for row in reading.strategies_of(cycle.policy)]
    return {
        "strategies": strategies,
        "in_use": [view for view in strategies if not view.strategy.retired_at],
        "runs": run_views(cycle),
        "sources": SearchSource.choices,
        "overlap_days": settings.SEARCH_OVERLAP_DAYS,
        "today": str(timezone.localdate()),
    }


def _strategy(row: SearchStrategy) -> StrategyView:
    today = timezone.localdate()
    window = proposed(row.through, settings.SEARCH_OVERLAP_DAYS, today)
    return StrategyView(row, _label(row), row.through, str(today), str(window.start or ""), str(window.end or ""))


def _label(row: SearchStrategy) -> str:
    return ": ".join(filter(None, [row.get_source_display(), row.source_name]))


def run_views(cycle: ReviewCycle) -> list[RunView]:
    outcomes, jobs = reading.outcomes_of(cycle), asking.jobs_of(cycle)
    return [_run(run, outcomes, jobs.get(run.pk, [])) for run in reading.runs_of(cycle)]


def _run(run: SearchRun, by_file: dict[int, dict[str, int]], jobs: list[Job]) -> RunView:
    outcomes = _of_run(run, by_file)
    counts = [(str(each.label), outcomes[each]) for each in RecordOutcome if each in outcomes]
    fetch = asking.objection(run) if run.source == SearchSource.PUBMED else None
    fetching = _progress(jobs[-1]) if jobs else ""
    return RunView(run, files_of(run, by_file), _window(run), counts, sum(outcomes.values()), fetch, fetching)


def files_of(run: SearchRun, by_file: dict[int, dict[str, int]]) -> list[FileView]:
    """`by_file` is of reading.outcomes_of."""
    doubtful = RecordOutcome.POSSIBLE_DUPLICATE
    return [FileView(each, by_file.get(each.pk, {}).get(doubtful, 0)) for each in run.batches.all()]


def _of_run(run: SearchRun, by_file: dict[int, dict[str, int]]) -> Counter[str]:
    return sum((Counter(by_file.get(each.pk, {})) for each in run.batches.all()), Counter())


def fetching_of(run: SearchRun) -> str:
    """How far the last fetching from PubMed is, in words; "" where it was never asked for."""
    jobs = asking.jobs_of(run.cycle).get(run.pk)
    return _progress(jobs[-1]) if jobs else ""


def _progress(job: Job) -> str:
    if job.state == Job.State.FAILED:
        return f"Not fetched. {job.message.partition(': ')[2] or job.message}"
    if job.state == Job.State.QUEUED:
        return "Waits for the worker to fetch it from PubMed."
    done = f"{job.done:,} of {job.total:,} records"
    return f"Fetched from PubMed: {done}." if job.state == Job.State.DONE else f"Being fetched from PubMed: {done}."


def _window(run: SearchRun) -> str:
    if run.window_from and run.window_to:
        return f"{run.window_from} to {run.window_to}"
    if run.window_from:
        return f"from {run.window_from}"
    return f"to {run.window_to}" if run.window_to else "all there was"


def run_rows(cycle: ReviewCycle) -> list[dict]:
    """As a file writes them."""
    outcomes = reading.outcomes_of(cycle)
    return [_run_row(run, _of_run(run, outcomes)) for run in reading.runs_of(cycle)]


def _run_row(run: SearchRun, outcomes: dict[str, int]) -> dict:
    return {
        "run": run.key,
        "source": run.get_source_display(),
        "platform": run.source_name,
        "strategy": run.strategy.key if run.strategy else "",
        "query": run.query,
        "run_on": str(run.run_on),
        "window_from": str(run.window_from or ""),
        "window_to": str(run.window_to or ""),
        "overlap_days": run.overlap_days,
        "found": run.found,
        "imported": sum(outcomes.values()),
        **{name: outcomes.get(name, 0) for name in RecordOutcome.values},
        "by": run.by,
        "note": run.note,
    }


def strategy_rows(cycle: ReviewCycle) -> list[dict]:
    return [
        {
            "strategy": row.key,
            "source": row.get_source_display(),
            "platform": row.source_name,
            "query": row.query,
            "searched_through": str(row.through or ""),
            "retired_on": f"{row.retired_at:%Y-%m-%d}" if row.retired_at else "",
            "note": row.note,
        }
        for row in reading.strategies_of(cycle.policy)
    ]


FILES = {"searches": (run_rows, RUN_COLUMNS), "strategies": (strategy_rows, STRATEGY_COLUMNS)}
