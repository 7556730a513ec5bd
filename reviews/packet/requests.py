"""What was asked about the policy since the review before, and what was answered. Nobody is named."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date

from policies.paper.content import Block, Column, Heading, Paragraph, Runs, Table, cell, muted, plain
from reviews.models import RequestEntry, ReviewCycle
from reviews.packet.subject import Subject
from reviews.vocabulary import RequesterKind

REQUESTS = (Column("Asked on", 14), Column("By", 13), Column("Question", 35), Column("Answer", 38))


def requests(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Requests"), "requests")
    first, last = period(subject.cycle, subject.made_on)
    within = f"from {first} to {last}" if first else f"up to {last}"
    rows = subject.policy.requests.filter(asked_on__lte=last).order_by("asked_on", "pk")
    rows = rows.filter(asked_on__gte=first) if first else rows
    found = list(rows.prefetch_related("references"))
    if not found:
        yield Paragraph(plain(f"No request is recorded {within}."))
        return
    counts = Counter(row.kind for row in found)
    told = ", ".join(f"{kind.label.lower()} {counts[kind]}" for kind in RequesterKind if counts[kind])
    yield Paragraph(plain(f"{len(found)} {'request' if len(found) == 1 else 'requests'} {within}: {told}."))
    yield Table("What was asked and answered", REQUESTS, tuple(_row(row) for row in found))


def period(cycle: ReviewCycle, made_on: date) -> tuple[date | None, date]:
    """From the end of the review before to the end of this one. None: there was none before, or its end is not known.

    Of a month or a year the first day begins the period and the last one ends it, so that nothing is lost in between.
    """
    first = _day(cycle.previous.closed_on, at_end=False) if cycle.previous else None
    last = _day(cycle.closed_on, at_end=True) if cycle.is_closed else None
    return first, last or made_on


def _day(known: str, *, at_end: bool) -> date | None:
    if not known:
        return None
    year, *rest = (int(part) for part in known.split("-"))
    month = rest[0] if rest else 12 if at_end else 1
    if len(rest) > 1:
        return date(year, month, rest[1])
    return date(year, month, monthrange(year, month)[1] if at_end else 1)


def _row(row: RequestEntry) -> tuple[Runs, ...]:
    sent = [*(reference.label for reference in row.references.all()), *([row.sent_along] if row.sent_along else [])]
    answered = f" {row.answered_on}." if row.answered_on else ""
    return (
        plain(row.asked_on.isoformat()),
        plain(row.get_kind_display()),
        (*plain(row.question), *muted(f"\nSent along: {'; '.join(sent)}." if sent else "")),
        (*plain(row.answer), *muted(answered)) if row.answer else cell("not answered yet"),
    )
