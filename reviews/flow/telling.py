"""The steps of a flow in words, one after the other: for its table, its file, and its diagram. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.flow.prisma import REMOVED, Column, Flow
from reviews.vocabulary import ExclusionReason

COLUMNS = ("part", "step", "databases_and_registers", "other_methods", "together")
PREVIOUS, IDENTIFICATION, SCREENING, INCLUDED = "Previous studies", "Identification", "Screening", "Included"


@dataclass(frozen=True)
class Step:
    """A row of the table. None: the step is none of that column. `is_open`: it counts what is not decided yet."""

    part: str
    label: str
    searched: int | None = None
    others: int | None = None
    together: int | None = None
    level: int = 0
    is_open: bool = False


def steps(flow: Flow) -> list[Step]:
    return [*_before(flow), *_identified(flow), *_screened(flow), *_included(flow)]


def file_rows(flow: Flow) -> list[dict]:
    return [
        {
            "part": step.part,
            "step": step.label,
            "databases_and_registers": _text(step.searched),
            "other_methods": _text(step.others),
            "together": _text(step.together),
        }
        for step in steps(flow)
    ]


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


def _before(flow: Flow) -> Iterator[Step]:
    yield Step(PREVIOUS, "Studies in the version before", together=flow.previous.studies)
    yield Step(PREVIOUS, "Reports of them", together=flow.previous.reports)


def _identified(flow: Flow) -> Iterator[Step]:
    searched, others = flow.searched, flow.others
    yield Step(IDENTIFICATION, "Records identified", searched.total_identified, others.total_identified)
    for source in searched.identified:
        yield Step(IDENTIFICATION, f"{source.label} ({source.kind})", source.count, level=1)
    for source in others.identified:
        yield Step(IDENTIFICATION, source.label, others=source.count, level=1)
    yield Step(IDENTIFICATION, "Removed before screening", searched.total_removed, others.total_removed)
    for name, count in searched.removed:
        yield Step(IDENTIFICATION, REMOVED[name], count, level=1)
    yield from _open(IDENTIFICATION, "Possible duplicates, not settled yet", searched.waiting, others.waiting)


def _screened(flow: Flow) -> Iterator[Step]:
    searched, others = flow.searched, flow.others
    yield from _open(SCREENING, "Not decided yet by title and abstract", searched.undecided, others.undecided)
    yield Step(SCREENING, "Records screened", searched.screened, others.screened)
    yield Step(SCREENING, "Records excluded", searched.excluded, others.excluded)
    yield Step(SCREENING, "Reports sought for retrieval", searched.sought, others.sought)
    yield Step(SCREENING, "Reports not retrieved", searched.not_retrieved, others.not_retrieved)
    yield from _open(SCREENING, "Neither obtained nor given up yet", searched.awaited, others.awaited)
    yield from _open(SCREENING, "Obtained, not judged yet", searched.unread, others.unread)
    yield Step(SCREENING, "Reports assessed for eligibility", searched.assessed, others.assessed)
    yield Step(SCREENING, "Reports excluded", searched.excluded_with_reason, others.excluded_with_reason)
    first, second = dict(searched.reasons), dict(others.reasons)
    for reason in ExclusionReason:
        if reason in first or reason in second:
            yield Step(SCREENING, str(reason.label), first.get(reason, 0), second.get(reason, 0), level=1)
    yield Step(SCREENING, "Reports included", searched.included, others.included)


def _included(flow: Flow) -> Iterator[Step]:
    if flow.counted_before:
        yield Step(INCLUDED, "Of these, counted before", together=flow.counted_before)
    yield Step(INCLUDED, "New studies included", together=flow.new.studies)
    yield Step(INCLUDED, "Reports of new studies", together=flow.new.reports)
    yield Step(INCLUDED, "Studies in all", together=flow.total.studies)
    yield Step(INCLUDED, "Reports in all", together=flow.total.reports)


def _open(part: str, label: str, searched: int, others: int) -> Iterator[Step]:
    if searched or others:
        yield Step(part, label, searched, others, is_open=True)


def remarks(flow: Flow) -> list[str]:
    """What is to be known of how it was counted."""
    found = []
    if flow.works_besides:
        found.append(
            f"The version before cites {_many(flow.works_besides, 'work')} besides that report no study: guidelines, "
            "regulatory documents and web pages."
        )
    if flow.total.alone:
        found.append(
            f"{_many(flow.total.alone, 'study', 'studies')} of the total {_is(flow.total.alone)} counted by "
            "a report of which no study is entered: such a report counts as a study of its own."
        )
    if flow.counted_before:
        found.append(
            f"{_many(flow.counted_before, 'included report')} {_is(flow.counted_before)} not new: the version before "
            "cites the work already, or it came in by both ways."
        )
    if any(source.label.startswith("Look again") for source in flow.others.identified):
        found.append(
            "Works that the review before put off are told among the other methods, since no search of this review "
            "found them."
        )
    return found


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def lines_of(column: Column) -> dict[str, list[tuple[str, int]]]:
    """What each box of the diagram says: its heading first, with the count; the side boxes by "-side".

    Of a column from which nothing can be removed before screening, the box that would say so is empty.
    """
    sources = [(source.label, source.count) for source in column.identified]
    removed = [(REMOVED[name], count) for name, count in column.removed if count or name == "duplicates"]
    reasons = [
        (str(ExclusionReason(name).label) if name else "No reason given", count) for name, count in column.reasons
    ]
    left = [("Removed before screening", column.total_removed), *removed] if column.removed else []
    return {
        "identified": [("Records identified", column.total_identified), *sources],
        "identified-side": [*left, *_left("Possible duplicates, not settled yet", column.waiting)],
        "screened": [("Records screened", column.screened)],
        "screened-side": [("Records excluded", column.excluded), *_left("Not decided yet", column.undecided)],
        "sought": [("Reports sought for retrieval", column.sought)],
        "sought-side": [
            ("Reports not retrieved", column.not_retrieved),
            *_left("Neither obtained nor given up yet", column.awaited),
            *_left("Obtained, not judged yet", column.unread),
        ],
        "assessed": [("Reports assessed for eligibility", column.assessed)],
        "assessed-side": [("Reports excluded", column.excluded_with_reason), *reasons],
    }


def _left(label: str, count: int) -> list[tuple[str, int]]:
    return [(label, count)] if count else []
