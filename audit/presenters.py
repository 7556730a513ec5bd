"""Audit events as the history page shows them: names of the program's own become words."""

from dataclasses import dataclass
from datetime import datetime

from audit.models import AuditEvent


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    by: str
    what: str
    before: dict[str, object]
    after: dict[str, object]
    why: str


def in_words(name: str) -> str:
    """Of "policy_version.loaded": "Policy version loaded"."""
    words = name.replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def history_row(event: AuditEvent) -> HistoryRow:
    return HistoryRow(
        at=event.at,
        by=event.by,
        what=in_words(event.event),
        before={in_words(name): value for name, value in event.before.items()},
        after={in_words(name): value for name, value in event.after.items()},
        why=event.why,
    )
