"""Where a row of a version stands today, and what became of it: an old address always leads on."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Q

from policies import permissions
from policies.days.answers import Answer
from policies.days.reading import answer_of
from policies.days.states import State
from policies.models import Criterion, PolicyVersion, Statement

PATHS = {Statement: "version", Criterion: "statement__version"}
Row = TypeVar("Row", Statement, Criterion)


@dataclass(frozen=True)
class Standing:
    """Of a row whose version is not in force: `successor` says the same in the version that is."""

    version: PolicyVersion
    state: State
    current: PolicyVersion | None  # the version in force
    successor: Statement | Criterion | None
    removed_in: PolicyVersion | None  # the first version after its own without it
    moved_to: Statement | None  # the statement the criterion stands under now, where that is another


def standing(row: Statement | Criterion, user) -> Standing | None:
    """None for a row of the version in force."""
    version = version_of(row)
    state = version.state
    if state.is_in_force:
        return None
    current = permissions.current_versions(user).filter(policy=version.policy_id).first()
    successor = same_row(row, current) if current else None
    removed_in = None
    if state.is_past and successor is None:
        removed_in = _removed_in(row, version, user)
    return Standing(version, state, current, successor, removed_in, _moved_to(row, successor))


def standing_of_version(version: PolicyVersion, user) -> Standing | None:
    """None for the version in force."""
    if version.state.is_in_force:
        return None
    current = permissions.current_versions(user).filter(policy=version.policy_id).first()
    return Standing(version, version.state, current, None, None, None)


def same_row(row: Row, version: PolicyVersion) -> Row | None:
    """The row of the version with the same stable key."""
    rows = type(row).objects.filter(_of_line(row), **{PATHS[type(row)]: version})
    return rows.select_related(PATHS[type(row)]).first()


def on_the_day(row: Row, user, day: date) -> tuple[Answer, Row | None]:
    """How its policy answers for the day, and the row with the same stable key in the version that answers."""
    found = answer_of(version_of(row).policy, user, day)
    version = permissions.visible_versions(user).filter(key=found.text).first()
    return found, same_row(row, version) if version else None


def version_of(row: Statement | Criterion) -> PolicyVersion:
    return row.statement.version if isinstance(row, Criterion) else row.version


def _of_line(row: Statement | Criterion) -> Q:
    return Q(key=row.stable_key) | Q(lineage=row.stable_key)


def _moved_to(row: Statement | Criterion, successor) -> Statement | None:
    if not isinstance(row, Criterion) or successor is None:
        return None
    return successor.statement if successor.statement.stable_key != row.statement.stable_key else None


def _removed_in(row: Statement | Criterion, version: PolicyVersion, user) -> PolicyVersion | None:
    path = PATHS[type(row)]
    holding = set(type(row).objects.filter(_of_line(row)).values_list(f"{path}_id", flat=True))
    rows = permissions.visible_versions(user).filter(policy=version.policy_id, status="published")
    in_order = list(rows.order_by(F("effective_on").asc(nulls_first=True), "pk"))
    after = in_order[in_order.index(version) + 1 :] if version in in_order else in_order
    return next((each for each in after if each.pk not in holding), None)
