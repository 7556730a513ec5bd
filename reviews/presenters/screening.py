"""The queue of a cycle as a page and a file show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.models import Candidate, ReviewCycle, ScreeningDecision
from reviews.screening.queue import ALL, MINE, ORDERS, QueueQuery
from reviews.screening.reading import Queue
from reviews.screening.words import decisions_shown_to
from reviews.vocabulary import CandidateOrigin, ExclusionReason, ScreeningStatus, Stage, Verdict

SIGNS = {
    ScreeningStatus.NOT_YET: "–",
    ScreeningStatus.UNDECIDED: "○",
    ScreeningStatus.SECOND_NEEDED: "◐",
    ScreeningStatus.MAYBE: "?",
    ScreeningStatus.CONFLICT: "≠",
    ScreeningStatus.INCLUDED: "✓",
    ScreeningStatus.EXCLUDED: "✕",
}
COLUMNS = (
    *("key", "title", "authors", "journal", "year", "doi", "pmid", "origin", "source", "title_abstract", "full_text"),
    *("excluded_because", "excluded_note", "look_again", "decisions", "earlier", "reference", "abstract"),
)


@dataclass(frozen=True)
class Status:
    value: str
    label: str
    sign: str


def status_of(candidate: Candidate, stage: str) -> Status:
    value = ScreeningStatus(getattr(candidate, stage))
    return Status(value, str(value.label), SIGNS[value])


@dataclass(frozen=True)
class QueueRow:
    key: str
    url: str
    title: str
    about: str
    status: Status
    because: str
    earlier: str
    words: list[ScreeningDecision]


def queue_page(cycle: ReviewCycle, query: QueueQuery, user) -> dict:
    """The context of the page, in a number of queries that does not grow."""
    queue = Queue(cycle, query, user)
    page = queue.page()
    first = page.object_list[0] if page.object_list and _may_judge(queue) else None
    return {
        "query": query,
        "page": page,
        "rows": [_row(row, query) for row in page],
        "tabs_of_queue": queue.tabs(),
        "stages": [(stage.label, query.of(stage=stage.value).url, stage == query.stage) for stage in Stage],
        "orders": [(value, label, value == query.order) for value, label in ORDERS.items()],
        "start": first.get_absolute_url() + query.of().url if first else "",
        "readers": queue.readers,
        "without_words": query.of(q=""),
        "all_of_it": query.of(show=ALL),
        "has_works": cycle.candidates.exists(),
        "previous_page": query.of(page=page.number - 1) if page.has_previous() else None,
        "next_page": query.of(page=page.number + 1) if page.has_next() else None,
    }


def _may_judge(queue: Queue) -> bool:
    """Whether what is shown can wait for a word of this person's: as a reader, or as one who settles."""
    to_settle = queue.query.show in ("conflicts", "maybe")
    asked = queue.readers.settles if to_settle else queue.readers.reads
    return queue.query.show == MINE or asked(queue.user.get_username())


def _row(row: Candidate, query: QueueQuery) -> QueueRow:
    return QueueRow(
        key=row.key,
        url=row.get_absolute_url() + query.of().url,
        title=row.title or "Title not stated",
        about=about(row),
        status=status_of(row, query.stage),
        because=because(row, query.stage),
        earlier=earlier(row),
        words=row.words_seen,
    )


def because(row: Candidate, stage: str) -> str:
    """The reason of an exclusion, at the stage at which it was excluded; "" elsewhere."""
    is_out = getattr(row, stage) == ScreeningStatus.EXCLUDED
    return row.get_excluded_because_display() if is_out else ""


def about(row: Candidate) -> str:
    """ "Salem R, Lewandowski RJ, and others · Hepatology 2021"."""
    names = ", ".join(row.authors[:3]) + (", and others" if len(row.authors) > 3 or row.authors_et_al else "")
    return " · ".join(filter(None, [names, " ".join(filter(None, [row.journal, row.year or row.published]))]))


def earlier(row: Candidate) -> str:
    """ "Excluded in 2025: wrong population; to look at again." "" of a work that was not judged before."""
    before = row.previous
    if before is None:
        return ""
    year = (before.cycle.closed_on or before.cycle.opened_on)[:4]
    told = f"{_came_to(before)} in {year or before.cycle.number}"
    if before.excluded_because:
        told += f": {ExclusionReason(before.excluded_because).label.lower()}"
    if before.excluded_note:
        told += f" ({before.excluded_note})"
    return told + ("; to look at again." if before.look_again else ".")


def _came_to(row: Candidate) -> str:
    by_title = row.title_abstract == ScreeningStatus.INCLUDED
    by_full_text = by_title and row.full_text in (ScreeningStatus.INCLUDED, ScreeningStatus.EXCLUDED)
    if by_title and not by_full_text:
        return "Included by title and abstract"
    status = ScreeningStatus(row.full_text if by_title else row.title_abstract)
    return {ScreeningStatus.MAYBE: "Left a maybe"}.get(status, str(status.label))


def file_rows(cycle: ReviewCycle, query: QueueQuery, user) -> Iterator[dict]:
    """All that the queue shows, with the words that this person may see."""
    rows = Queue(cycle, query, user).rows.select_related("run", "previous__cycle", "reference")
    words: dict[int, list[str]] = {}
    for word in decisions_shown_to(user).filter(candidate__cycle=cycle, taken_back_at=None).order_by("pk"):
        words.setdefault(word.candidate_id, []).append(f"{word.get_stage_display()}: {told(word)}")
    for row in rows.iterator(chunk_size=500):
        yield {name: getattr(row, name) for name in COLUMNS if hasattr(row, name)} | {
            "origin": CandidateOrigin(row.origin).label,
            "source": row.run.source_label if row.run else row.origin_note,
            "title_abstract": status_of(row, Stage.TITLE_ABSTRACT).label,
            "full_text": status_of(row, Stage.FULL_TEXT).label,
            "excluded_because": row.get_excluded_because_display(),
            "look_again": "yes" if row.look_again else "",
            "decisions": words.get(row.pk, []),
            "earlier": earlier(row),
            "reference": row.reference.key if row.reference else "",
        }


def told(word: ScreeningDecision) -> str:
    """ "ada: Exclude, wrong population, look again (children)"."""
    parts = [Verdict(word.verdict).label]
    if word.reason:
        parts.append(ExclusionReason(word.reason).label.lower())
    if word.look_again:
        parts.append("look again")
    return f"{word.by}: {', '.join(map(str, parts))}" + (f" ({word.note})" if word.note else "")
