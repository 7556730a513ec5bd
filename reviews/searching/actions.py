"""Every write of strategies and of searches."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

import audit.actions
from policies.models import Policy
from reviews import telling
from reviews.models import ReviewCycle, SearchRun, SearchStrategy
from reviews.searching import reading
from reviews.searching.days import known_in_part
from reviews.searching.windows import Window, gap, objections, overlap, searched_through
from reviews.vocabulary import SearchSource

LONGEST_NAME = 120
MOST_FOUND = 100_000_000
NO_QUERY = "Write the query as the database takes it."


@transaction.atomic
def add_strategy(
    *, policy: Policy, by, source: str, query: str, source_name: str = "", note: str = ""
) -> SearchStrategy:
    telling.refuse_unless(by, "search_literature")
    Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    strategy = SearchStrategy.objects.create(
        key=f"{policy.key}/strategy-{policy.search_strategies.count() + 1}",
        policy=policy,
        **_source(source, source_name),
        query=telling.plain_text("query", query, NO_QUERY),
        note=telling.plain_text("note", note),
    )
    _tell(strategy, "added", by=by, after=_said(strategy))
    return strategy


@transaction.atomic
def edit_strategy(*, strategy: SearchStrategy, by, **given: str) -> SearchStrategy:
    """Of `query`, `note` and `source_name` those given are replaced.

    The old text stays in the trail, and with every search that was run with it.
    """
    telling.refuse_unless(by, "search_literature")
    strategy = _in_use(strategy)
    before = _said(strategy)
    strategy.query = telling.plain_text("query", given.get("query", strategy.query), NO_QUERY)
    strategy.note = telling.plain_text("note", given.get("note", strategy.note))
    name = given.get("source_name", strategy.source_name)
    strategy.source_name = _source(strategy.source, name)["source_name"]
    if _said(strategy) == before:
        return strategy
    strategy.save(update_fields=["query", "note", "source_name"])
    _tell(strategy, "edited", by=by, before=before, after=_said(strategy))
    return strategy


@transaction.atomic
def retire_strategy(*, strategy: SearchStrategy, by, reason: str) -> SearchStrategy:
    """No more searched with; what it found stays."""
    telling.refuse_unless(by, "search_literature")
    strategy = _in_use(strategy)
    reason = telling.plain_text("reason", reason, "Say why it is no more searched with.")
    strategy.retired_at = timezone.now()
    strategy.save(update_fields=["retired_at"])
    _tell(strategy, "retired", by=by, before=_said(strategy), why=reason)
    return strategy


@transaction.atomic
def record_run(
    *,
    cycle: ReviewCycle,
    by,
    run_on: date,
    query: str = "",
    strategy: SearchStrategy | None = None,
    source: str = "",
    source_name: str = "",
    window_from: date | None = None,
    window_to: date | None = None,
    found: int | None = None,
    note: str = "",
) -> SearchRun:
    """One search of the cycle: by a strategy of its policy, whose source and text it then has, or by none.

    `found` is the number the database told; None where it is not known. A window that leaves days out since the search
    before owes a note.
    """
    telling.refuse_unless(by, "search_literature")
    cycle = telling.locked(cycle)
    telling.refuse_closed(cycle)
    if strategy is not None:
        strategy = _in_use(strategy)
        if strategy.policy_id != cycle.policy_id:
            raise ValidationError({"strategy": "This strategy is of another policy: add one to this policy first."})
        source, source_name = strategy.source, source_name or strategy.source_name
        query = query or strategy.query
    window, through = Window(window_from, window_to), reading.through_before(strategy)
    note = telling.plain_text("note", note)
    _refuse_days(window, run_on, through, note)
    run = SearchRun.objects.create(
        key=f"{cycle.key}/run-{cycle.search_runs.count() + 1}",
        cycle=cycle,
        strategy=strategy,
        **_source(source, source_name),
        query=telling.plain_text("query", query, NO_QUERY),
        run_on=run_on,
        window_from=window.start,
        window_to=window.end,
        overlap_days=overlap(window, through),
        found=_found(found),
        by=by.get_username(),
        note=note,
    )
    _tell_run(run, "recorded", by=by, after=_told(run))
    _set_searched_through(cycle, by=by)
    return run


@transaction.atomic
def correct_run(*, run: SearchRun, by, **given) -> SearchRun:
    """What was told of the search besides its query and days, put right: of `found` and `note` those given."""
    telling.refuse_unless(by, "search_literature")
    telling.refuse_closed(telling.locked(run.cycle))
    run = SearchRun.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=run.pk)
    before = _told(run)
    run.found = _found(given.get("found", run.found))
    run.note = telling.plain_text("note", given.get("note", run.note))
    run.save(update_fields=["found", "note"])
    _tell_run(run, "corrected", by=by, before=before, after=_told(run))
    return run


@transaction.atomic
def set_searched_through(*, cycle: ReviewCycle, by, on: str) -> ReviewCycle:
    """By hand, in a cycle without searches: 2024-06-05, 2024-06 or 2024; "" for not stated."""
    telling.refuse_unless(by, "search_literature")
    cycle = telling.locked(cycle)
    telling.refuse_closed(cycle)
    if cycle.search_runs.exists():
        raise ValidationError({"on": "This day follows from the searches of this review: record the search instead."})
    on = known_in_part("on", on)
    _keep_searched_through(cycle, on, by=by)
    return cycle


def _set_searched_through(cycle: ReviewCycle, *, by) -> None:
    day = searched_through(reading.searches_of(cycle))
    _keep_searched_through(cycle, day.isoformat() if day else "", by=by)


def _keep_searched_through(cycle: ReviewCycle, on: str, *, by) -> None:
    before, name = cycle.literature_searched_through, "literature_searched_through"
    if on != before:
        cycle.literature_searched_through = on
        cycle.save(update_fields=[name])
        telling.tell(cycle, "searched_through", by=by, before={name: before}, after={name: on})


def _in_use(strategy: SearchStrategy) -> SearchStrategy:
    strategy = SearchStrategy.objects.select_for_update(of=("self",)).select_related("policy").get(pk=strategy.pk)
    if strategy.retired_at:
        day = f"{strategy.retired_at:%Y-%m-%d}"
        raise ValidationError({"strategy": f"This strategy was retired on {day}: add a new one in its place."})
    return strategy


def _source(source: str, source_name: str) -> dict[str, str]:
    if source not in SearchSource.values:
        known = ", ".join(str(each.label) for each in SearchSource)
        raise ValidationError({"source": f"Choose the database that is searched: {known}."})
    needed = "Name the database or register." if source in reading.OTHERS else ""
    source_name = telling.plain_text("source_name", source_name, needed)
    if len(source_name) > LONGEST_NAME:
        raise ValidationError({"source_name": f"Name it in at most {LONGEST_NAME} characters."})
    return {"source": source, "source_name": source_name}


def _refuse_days(window: Window, run_on: date, through: date | None, note: str) -> None:
    if wrong := objections(window, run_on=run_on, today=timezone.localdate()):
        raise ValidationError(wrong)
    if (days := gap(window, through)) and not note:
        raise ValidationError(
            {
                "note": f"The window begins {days} day{'' if days == 1 else 's'} after the search before ended, on "
                f"{through}: begin it earlier, or say in the note why the days between are left out."
            }
        )


def _found(found: int | None) -> int | None:
    if found is not None and not 0 <= found <= MOST_FOUND:
        raise ValidationError({"found": f"The database tells a number from 0 to {MOST_FOUND}."})
    return found


def _said(strategy: SearchStrategy) -> dict:
    return {name: getattr(strategy, name) for name in ("source", "source_name", "query", "note")}


def _told(run: SearchRun) -> dict:
    told = {name: getattr(run, name) for name in ("source", "source_name", "query", "found", "note")}
    return told | {name: str(getattr(run, name) or "") for name in ("run_on", "window_from", "window_to")}


def _tell(strategy: SearchStrategy, event: str, *, by, before=None, after=None, why: str = "") -> None:
    audit.actions.record(
        event=f"search_strategy.{event}",
        target_type="search_strategy",
        target_key=strategy.key,
        by=by.get_username(),
        before=before,
        after=after,
        why=why,
    )


def _tell_run(run: SearchRun, event: str, *, by, before=None, after=None) -> None:
    audit.actions.record(
        event=f"search_run.{event}",
        target_type="search_run",
        target_key=run.key,
        by=by.get_username(),
        before=before,
        after=after,
    )
