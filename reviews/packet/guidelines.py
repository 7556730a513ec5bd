"""What guidelines say of each indication of the policy, and whether its position agrees."""

from collections.abc import Iterator

from django.utils import timezone

from policies.paper.content import (
    Block,
    Column,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    muted,
    note_of,
    place_of,
    plain,
)
from policies.presenters.guidelines import PairView, Row, positions_view
from policies.vocabulary import GuidelineVerdict
from reviews.packet.subject import Subject

AGREEMENT = (Column("Guideline", 25), Column("Says", 45), Column("Verdict", 30))


def guidelines(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Guideline agreement"), "guidelines")
    if subject.text is None:
        yield Paragraph(plain("The policy has no text yet, so no position is set against guidelines."))
        return
    view = positions_view(subject.positions, subject.text)
    if not view.pairs:
        yield Paragraph(plain("No statement of this policy names an indication yet."))
        return
    if counted := ", ".join(f"{label.lower()} {count}" for _, label, count in view.counts if count):
        yield Paragraph(plain(f"Recommendations, indication by indication: {counted}."))
        yield Paragraph(muted("A verdict is proposed by rule, unless it says who gave it."))
    for pair in view.pairs:
        if pair.rows:
            yield from _pair(pair)
    silent = dict.fromkeys(pair.name for pair in view.pairs if not pair.rows)
    if silent:
        yield Paragraph(plain(f"No guideline statement was read on: {'; '.join(silent)}."))
    if cited := dict.fromkeys(sentence for pair in view.pairs for sentence in pair.cited):
        yield Heading(2, plain("Versions cited of which nothing is stated"))
        yield Items("bullets", tuple(Item("", 0, plain(sentence)) for sentence in cited))


def _pair(pair: PairView) -> Iterator[Block]:
    """What is scored comes first."""
    statement = pair.statement
    named = f"{pair.name}: {statement.get_position_display().lower()}"
    yield Heading(2, (Run(named), *note_of(statement.title)))
    rows = sorted(pair.rows, key=lambda row: row.verdict == GuidelineVerdict.NONE)
    yield Table(f"What guidelines say of {pair.name[:1].lower()}{pair.name[1:]}", AGREEMENT, tuple(map(_row, rows)))


def _row(row: Row) -> tuple[Runs, ...]:
    told = row.told
    superseded = "; ".join(told.superseded)
    population = f"Of: {told.population.rstrip('.')}. " if told.population else ""
    rating = f", {told.rating}" if told.rating else ""
    return (
        (Run(f"{told.guideline}, {told.version}", href=told.url), *muted(f"\n{superseded}" if superseded else "")),
        (
            Run(f"{told.kind}{rating}. ", "strong"),
            *plain(f"{told.text} "),
            *place_of(told.document, told.location, population),
        ),
        (Run(row.label, "strong"), *_why(row)),
    )


def _why(row: Row) -> Runs:
    if row.given is None:
        return note_of(row.computed_reason)
    was = f" (by rule: {row.computed_label.lower()})" if row.verdict != row.computed else ""
    return (
        Run(f" Given{was}: {row.given.text}"),
        *note_of(f"{row.given.written_by}, {timezone.localdate(row.given.written_at)}"),
    )
