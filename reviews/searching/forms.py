"""The forms of the literature page -> an action, and what to tell of it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from policies.publishing.days import day_of
from reviews.models import ReviewCycle, SearchRun, SearchStrategy
from reviews.searching import actions
from reviews.searching.days import number_of
from reviews.searching.pubmed import asking


def add_strategy(post, *, cycle: ReviewCycle, by) -> str:
    told = {name: post.get(name, "") for name in ("source", "source_name", "query", "note")}
    strategy = actions.add_strategy(policy=cycle.policy, by=by, **told)
    return f"{strategy.get_source_display()}: the strategy is kept, and comes along every year."


def edit_strategy(post, *, cycle: ReviewCycle, by) -> str:
    told = {name: post.get(name, "") for name in ("source_name", "query", "note")}
    actions.edit_strategy(strategy=_strategy(post, cycle), by=by, **told)
    return "The strategy is changed. What was searched with before stays with its searches."


def retire_strategy(post, *, cycle: ReviewCycle, by) -> str:
    actions.retire_strategy(strategy=_strategy(post, cycle), by=by, reason=post.get("reason", ""))
    return "The strategy is retired. What it found stays."


def record_run(post, *, cycle: ReviewCycle, by) -> str:
    run = actions.record_run(
        cycle=cycle,
        by=by,
        strategy=_strategy(post, cycle) if post.get("strategy") else None,
        run_on=day_of("run_on", post.get("run_on", ""), "Say on which day it was searched."),
        window_from=day_of("window_from", post.get("window_from", "")),
        window_to=day_of("window_to", post.get("window_to", "")),
        found=_found(post),
        **{name: post.get(name, "") for name in ("source", "source_name", "query", "note")},
    )
    return f"The search of {run.source_label} on {run.run_on} is recorded. Import what it found next."


def correct_run(post, *, cycle: ReviewCycle, by) -> str:
    run = _row(cycle.search_runs, post, "run", "search")
    actions.correct_run(run=run, by=by, found=_found(post), note=post.get("note", ""))
    return "The search is corrected."


def fetch_run(post, *, cycle: ReviewCycle, by) -> str:
    asking.ask_for_records(run=_row(cycle.search_runs, post, "run", "search"), by=by)
    return "The worker fetches the records from PubMed, and imports them. Load this page again to see how far it is."


def set_searched_through(post, *, cycle: ReviewCycle, by) -> str:
    actions.set_searched_through(cycle=cycle, by=by, on=post.get("on", ""))
    return "Kept, how far the literature was searched."


TAKES: dict[str, Callable[..., str]] = {
    each.__name__: each
    for each in (
        add_strategy,
        edit_strategy,
        retire_strategy,
        record_run,
        correct_run,
        fetch_run,
        set_searched_through,
    )
}


def take(post, *, cycle: ReviewCycle, by) -> str:
    """Does what the form `do` asks, and says so. ValidationError with every sentence that stands in the way."""
    if (asked := post.get("do", "")) not in TAKES:
        raise ValidationError("This page has no such form: load it again, and send it from there.")
    return TAKES[asked](post, cycle=cycle, by=by)


def _strategy(post, cycle: ReviewCycle) -> SearchStrategy:
    return _row(cycle.policy.search_strategies, post, "strategy", "strategy")


def _row(rows, post, name: str, called: str) -> SearchStrategy | SearchRun:
    key = post.get(name, "")
    row = rows.filter(key=key).first() if "\x00" not in key else None
    if row is None:
        raise ValidationError({name: f"There is no such {called} here: load the page again."})
    return row


def _found(post) -> int | None:
    return number_of("found", post.get("found", ""), actions.MOST_FOUND)
