"""The counts of a PRISMA 2020 flow for an updated review, and whether they add up. Pure.

Page et al. 2021, BMJ 372:n71, template "updated systematic reviews: databases, registers and other sources". As long as
a review is in progress, what is not decided yet is a count of its own, so that the counts add up on every day. Two
departures from the template: works by other methods are screened like any, so that their column has that step too; and
a work that the review before put off ("look again") stands among the other methods, since no search of this review
found it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

DATABASE, REGISTER, METHOD = "database", "register", "method"
# Why a record is removed before screening, in the order of the template. Nothing here is removed by a machine's word.
REMOVED = {
    "duplicates": "Duplicates within this search",
    "automation": "Marked as ineligible by automation tools",
    "cited": "Already cited by the policy",
    "decided_before": "Decided in an earlier review",
    "unreadable": "Could not be read",
}


@dataclass(frozen=True)
class Source:
    """Where records were identified: a database, a register, or another method."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Column:
    """One way that works came in. `removed` and `reasons` are counts by their closed names.

    Not decided yet are: `waiting` (possible duplicates), `undecided` (title and abstract), `awaited` (full text neither
    obtained nor given up), `unread` (obtained, not judged).
    """

    identified: tuple[Source, ...] = ()
    removed: tuple[tuple[str, int], ...] = ()
    waiting: int = 0
    undecided: int = 0
    screened: int = 0
    excluded: int = 0
    sought: int = 0
    not_retrieved: int = 0
    awaited: int = 0
    unread: int = 0
    assessed: int = 0
    excluded_with_reason: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    included: int = 0

    @property
    def total_identified(self) -> int:
        return sum(source.count for source in self.identified)

    @property
    def total_removed(self) -> int:
        return sum(count for _, count in self.removed)

    @property
    def total_of_reasons(self) -> int:
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True)
class Body:
    """Studies, and the reports of them. `alone`: how many of the studies are a report of which no study is entered."""

    studies: int = 0
    reports: int = 0
    alone: int = 0


@dataclass(frozen=True)
class Flow:
    """`counted_before`: included reports that the previous version cites already, or that both columns lead to.

    `works_besides`: what the previous version cites that is no report of a study (guidelines, regulatory documents).
    """

    previous: Body = Body()
    works_besides: int = 0
    searched: Column = Column()  # databases and registers
    others: Column = Column()
    counted_before: int = 0
    new: Body = Body()
    total: Body = Body()

    @property
    def columns(self) -> tuple[tuple[str, Column], ...]:
        return ("Databases and registers", self.searched), ("Other methods", self.others)


def broken(flow: Flow) -> list[str]:
    """The sums that do not hold, each as a sentence; none where the flow adds up."""
    found = [sentence for name, column in flow.columns for sentence in _broken_in(name, column)]
    included = flow.searched.included + flow.others.included
    for said, computed, told in (
        ("Included reports less those counted before", included - flow.counted_before, flow.new.reports),
        ("Previous and new reports", flow.previous.reports + flow.new.reports, flow.total.reports),
        ("Previous and new studies", flow.previous.studies + flow.new.studies, flow.total.studies),
    ):
        if computed != told:
            found.append(f"{said} are {computed}, but {told} are counted.")
    return found


def _broken_in(name: str, column: Column) -> Iterator[str]:
    entered = column.total_identified - column.total_removed
    for said, computed, told in (
        (
            "identified, less what was removed and is not decided, is",
            entered - column.waiting - column.undecided,
            f"{column.screened} screened",
        ),
        ("screened less excluded is", column.screened - column.excluded, f"{column.sought} sought"),
        (
            "sought, less what was not retrieved and is not read, is",
            column.sought - column.not_retrieved - column.awaited - column.unread,
            f"{column.assessed} assessed",
        ),
        ("assessed less excluded is", column.assessed - column.excluded_with_reason, f"{column.included} included"),
        ("the reasons add up to", column.total_of_reasons, f"{column.excluded_with_reason} excluded by full text"),
    ):
        if computed != int(told.partition(" ")[0]):
            yield f"{name}: {said} {computed}, but there are {told}."
    if any(value < 0 for value in _numbers(column)):
        yield f"{name}: a count is below zero."


def _numbers(column: Column) -> Iterator[int]:
    for each in fields(column):
        value = getattr(column, each.name)
        if isinstance(value, int):
            yield value
    yield from (count for _, count in (*column.removed, *column.reasons))
    yield from (source.count for source in column.identified)


def undecided(flow: Flow) -> list[tuple[str, int]]:
    """What is not decided yet, in both columns together; nothing where the flow is final."""
    columns = (flow.searched, flow.others)
    told = (
        ("possible duplicate", "possible duplicates", "to be settled", sum(each.waiting for each in columns)),
        ("work", "works", "not decided by title and abstract", sum(each.undecided for each in columns)),
        ("full text", "full texts", "neither obtained nor given up", sum(each.awaited for each in columns)),
        ("full text", "full texts", "obtained and not judged", sum(each.unread for each in columns)),
    )
    return [(f"{one if count == 1 else more} {what}", count) for one, more, what, count in told if count]


def to_dict(flow: Flow) -> dict:
    """As it is kept with a closed review, and told in the API."""
    return asdict(flow) | {name: _column_dict(column) for name, column in _by_name(flow)}


def _by_name(flow: Flow) -> tuple[tuple[str, Column], ...]:
    return ("searched", flow.searched), ("others", flow.others)


def _column_dict(column: Column) -> dict:
    told = {"identified": [asdict(source) for source in column.identified]}
    return asdict(column) | told | {"removed": dict(column.removed), "reasons": dict(column.reasons)}


def from_dict(kept: dict) -> Flow | None:
    """None where nothing was kept: the counts are not stated then, which is not the same as none."""
    if not kept:
        return None
    return Flow(
        previous=Body(**kept["previous"]),
        works_besides=kept["works_besides"],
        searched=_column(kept["searched"]),
        others=_column(kept["others"]),
        counted_before=kept["counted_before"],
        new=Body(**kept["new"]),
        total=Body(**kept["total"]),
    )


def _column(kept: dict) -> Column:
    sources = tuple(Source(**each) for each in kept["identified"])
    pairs = {name: tuple(kept[name].items()) for name in ("removed", "reasons")}
    return Column(**{**kept, "identified": sources, **pairs})
