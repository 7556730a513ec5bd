"""How the literature was searched: each search with its query, its day and its window."""

from collections.abc import Iterator

from django.db.models import Count

from policies.paper.content import Block, Column, Heading, Paragraph, Runs, Table, cell, note_of, plain
from reviews.models import SearchRun
from reviews.packet.subject import Subject

SEARCHES = (
    Column("Database", 16),
    Column("Query as it was run", 38),
    Column("Run on", 13),
    Column("Entered between", 17),
    Column("Found", 8),
    Column("Read in", 8),
)


def strategy(subject: Subject) -> Iterator[Block]:
    cycle = subject.cycle
    yield Heading(1, plain("Search strategy"), "strategy")
    runs = list(cycle.search_runs.annotate(read=Count("batches__records")).order_by("run_on", "pk"))
    through = cycle.literature_searched_through
    yield Paragraph(
        plain(
            f"The literature was searched through {through}."
            if through
            else "Through which day the literature was searched is not stated."
        )
    )
    if not runs:
        yield Paragraph(plain("No search is recorded."))
        return
    yield Table("Searches, the oldest first", SEARCHES, tuple(_row(run) for run in runs))
    yield Paragraph(plain("Found is what the database told; read in is how many records its files held."))


def _row(run: SearchRun) -> tuple[Runs, ...]:
    return (
        plain(run.source_label),
        (*plain(run.query), *note_of(run.note)),
        plain(run.run_on.isoformat()),
        plain(_window(run)),
        cell("" if run.found is None else str(run.found)),
        plain(str(run.read)),  # type: ignore[attr-defined]
    )


def _window(run: SearchRun) -> str:
    if not (run.window_from or run.window_to):
        return "no window"
    window = f"{run.window_from or 'the beginning'} and {run.window_to or run.run_on}"
    return f"{window}, {run.overlap_days} days of overlap" if run.overlap_days else window
