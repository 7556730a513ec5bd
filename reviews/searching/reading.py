"""What is asked of strategies, searches and what they found. Reads only."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce

from policies.models import Policy
from reviews.models import ImportRecord, ReviewCycle, SearchRun, SearchStrategy
from reviews.searching.windows import Searched
from reviews.vocabulary import SearchSource

OTHERS = (SearchSource.OTHER_DATABASE, SearchSource.OTHER_REGISTER)


def strategies_of(policy: Policy) -> list[SearchStrategy]:
    """Those in use first; each with the day it was last searched through, in any review, as `through`."""
    rows = list(with_through(policy.search_strategies.order_by("source", "pk")))
    return sorted(rows, key=lambda row: row.retired_at is not None)


def with_through(strategies: QuerySet[SearchStrategy]) -> QuerySet[SearchStrategy]:
    """Each with the furthest day of entry searched with it, in any review, as `through`; None where it never was."""
    return strategies.annotate(through=Max(Coalesce("runs__window_to", "runs__run_on")))


def runs_of(cycle: ReviewCycle) -> list[SearchRun]:
    return list(cycle.search_runs.select_related("strategy").prefetch_related("batches"))


def outcomes_of(cycle: ReviewCycle) -> dict[int, dict[str, int]]:
    """How many records of each file ended how, by the file's id. One query, however many records."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    records = ImportRecord.objects.filter(batch__run__cycle=cycle).order_by()
    for batch, outcome, count in records.values_list("batch", "outcome").annotate(Count("pk")):
        found[batch][outcome] = count
    return found


def through_before(strategy: SearchStrategy | None) -> date | None:
    """The furthest day of entry that was searched with the strategy; None where it never was, or there is none."""
    if strategy is None:
        return None
    return strategy.runs.aggregate(day=Max(Coalesce("window_to", "run_on")))["day"]


def searches_of(cycle: ReviewCycle) -> list[Searched]:
    """An unlisted database goes by its name; of a listed one the name is the platform, and says nothing."""
    rows = cycle.search_runs.values_list("source", "source_name", "run_on", "window_to")
    return [Searched(f"{source} {name}" if source in OTHERS else source, on, to) for source, name, on, to in rows]
