"""How much each writer has before them, of the reviews in progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reviews.cycles.asked import SOON, UNASSIGNED
from reviews.cycles.listing import WRITERS
from reviews.permissions import visible_cycles
from reviews.vocabulary import CycleState


@dataclass
class Load:
    """Reviews in progress of one writer; `soon` and `overdue` are among `open`."""

    writer: str
    open: int = 0
    soon: int = 0
    overdue: int = 0

    @property
    def is_unassigned(self) -> bool:
        return self.writer == UNASSIGNED


def loads(user, today: date) -> list[Load]:
    """By name, what nobody is assigned to last; in two queries. A review of two writers counts for both."""
    cycles = dict(visible_cycles(user).exclude(state=CycleState.CLOSED).order_by().values_list("pk", "due_on"))
    return counted(cycles, WRITERS.exclude(cycle__state=CycleState.CLOSED).values_list("name", "cycle_id"), today)


def counted(cycles: dict[int, date | None], writing: Iterable[tuple[str, int]], today: date) -> list[Load]:
    """`cycles` by id, with the day each is due."""
    found: dict[str, Load] = {}
    unassigned = set(cycles)
    for name, cycle in [*writing]:
        if cycle in cycles:
            unassigned.discard(cycle)
            _count(found, name, cycles[cycle], today)
    rows = [found[name] for name in sorted(found)]
    rest: dict[str, Load] = {}
    for cycle in unassigned:
        _count(rest, UNASSIGNED, cycles[cycle], today)
    return [*rows, *rest.values()]


def _count(found: dict[str, Load], name: str, due_on: date | None, today: date) -> None:
    load = found.setdefault(name, Load(name))
    load.open += 1
    if due_on and due_on < today:
        load.overdue += 1
    elif due_on and due_on <= today + timedelta(days=SOON):
        load.soon += 1
