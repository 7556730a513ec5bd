"""How far an index has followed the change log, in the order in which transactions were committed.

A number handed out early may be committed late, so on PostgreSQL a position is a snapshot (pg_current_snapshot(),
https://www.postgresql.org/docs/15/functions-info.html#FUNCTIONS-PG-SNAPSHOT): what was committed by then is behind it,
and nothing else. SQLite commits one transaction after the other, so there the last row's number says the same.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

KEPT = timedelta(days=30)  # rows of the log; an index that has not followed for so long is built anew
REFRESHED = timedelta(days=1)  # a position is written anew after so long, even when nothing changed

NEW_ON_POSTGRES = """
    SELECT pg_current_snapshot()::text, new.id, new.type, new.key
    FROM (SELECT 1) AS always LEFT JOIN search_change AS new
        ON new.transaction >= pg_snapshot_xmin(%(behind)s::pg_snapshot)::text::bigint
        AND NOT pg_visible_in_snapshot(new.transaction::text::xid8, %(behind)s::pg_snapshot)
    ORDER BY new.id
"""
NEW_ON_SQLITE = "SELECT NULL, id, type, key FROM search_change WHERE id > %(behind)s ORDER BY id"
NOW_ON_POSTGRES = "SELECT pg_current_snapshot()::text"
NOW_ON_SQLITE = "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'search_change'), 0)"
AHEAD_ON_POSTGRES = """
    SELECT pg_snapshot_xmin(%(behind)s::pg_snapshot)::text::bigint
        > pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


@dataclass(frozen=True)
class Position:
    """`behind` is a snapshot, or the number of a row, as text; `at` when it was taken."""

    behind: str
    at: datetime

    @classmethod
    def now(cls) -> "Position":
        """Behind which is all that is committed now."""
        return cls(str(_one(NOW_ON_POSTGRES if _is_postgres() else NOW_ON_SQLITE)), timezone.now())

    @classmethod
    def of_text(cls, text: str) -> "Position":
        """ValueError for what `to_text` did not write."""
        try:
            held = json.loads(text)
            return cls(str(held["behind"]), datetime.fromisoformat(held["at"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{text} is no position") from error

    def to_text(self) -> str:
        return json.dumps({"behind": self.behind, "at": self.at.isoformat()})

    @property
    def is_stale(self) -> bool:
        """Whether rows it has not followed may have been forgotten, or it is of another database than this one."""
        return timezone.now() - self.at > KEPT or self._is_ahead()

    @property
    def is_old(self) -> bool:
        return timezone.now() - self.at > REFRESHED

    def _is_ahead(self) -> bool:
        if _is_postgres():
            return bool(_one(AHEAD_ON_POSTGRES, behind=self.behind))
        return int(self.behind) > int(_one(NOW_ON_SQLITE))


def new_since(position: Position) -> tuple[list[tuple[int, str, str]], Position]:
    """(id, type, key) of the rows committed since, and the position behind which they are too."""
    taken = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(NEW_ON_POSTGRES if _is_postgres() else NEW_ON_SQLITE, {"behind": position.behind})
        found = cursor.fetchall()
    rows = [(id, type, key) for _, id, type, key in found if id is not None]
    if _is_postgres():
        return rows, Position(found[0][0], taken)
    return rows, Position(str(rows[-1][0]) if rows else position.behind, taken)


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _one(query: str, **parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]
