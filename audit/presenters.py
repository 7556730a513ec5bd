"""Audit events as pages and the API show them: names of the program's own become words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from audit import subjects
from audit.asked import LABELS, Asked
from audit.models import AuditEvent

LONGEST_SHOWN = 160  # characters of a value that stand open; the rest is folded
COLUMNS = ("id", "at", "by", "event", "type", "key", "before", "after", "why")


@dataclass(frozen=True)
class Value:
    """`opening` is the beginning of a text that is too long to stand open, else ""."""

    text: str
    opening: str


@dataclass(frozen=True)
class Change:
    """Of one field: what it was and what it is; an empty text where it was not, or is not any more."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True)
class HistoryRow:
    pk: int
    at: datetime
    by: str
    what: str
    changes: list[Change]
    why: str


@dataclass(frozen=True)
class TrailRow(HistoryRow):
    """An event in a list of many objects' events. `url` is the object's own page, "" where it has none."""

    type: str
    key: str
    url: str
    history_url: str


def in_words(name: str) -> str:
    """Of "policy_version.loaded": "Policy version loaded"."""
    words = name.replace("_", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def history_row(event: AuditEvent) -> HistoryRow:
    return HistoryRow(**_told(event))


def trail_row(event: AuditEvent) -> TrailRow:
    return TrailRow(
        **_told(event),
        type=in_words(event.target_type),
        key=event.target_key,
        url=subjects.address_of(event.target_type, event.target_key),
        history_url=reverse("history", args=[event.target_type, event.target_key]),
    )


def _told(event: AuditEvent) -> dict[str, Any]:
    names = dict.fromkeys([*event.before, *event.after])
    return {
        "pk": event.pk,
        "at": event.at,
        "by": event.by,
        "what": in_words(event.event),
        "changes": [change for name in names if (change := _change(event, name))],
        "why": event.why,
    }


def _change(event: AuditEvent, name: str) -> Change | None:
    """None where nothing was there before or after, as of a field that was left empty."""
    before, after = _value(event.before.get(name)), _value(event.after.get(name))
    return Change(in_words(name), before, after) if before.text or after.text else None


def _value(value: object) -> Value:
    text = as_text(value)
    opening = text[:LONGEST_SHOWN].rpartition(" ")[0] or text[:LONGEST_SHOWN]
    return Value(text, opening if len(text) > LONGEST_SHOWN else "")


def as_text(value: object) -> str:
    """A value of the trail as people read it: lists joined, fields by name, yes and no, "" for nothing; else JSON."""
    if value is None:
        return ""
    if isinstance(value, dict) and not any(isinstance(each, dict) for each in value.values()):
        return "; ".join(f"{in_words(name)}: {as_text(each)}" for name, each in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return ", ".join(map(as_text, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def row_of(event: AuditEvent) -> dict[str, Any]:
    """An event as the API and its files tell it, by the columns."""
    values = (event.pk, event.at.isoformat(), event.by, event.event, event.target_type, event.target_key)
    return dict(zip(COLUMNS, (*values, event.before, event.after, event.why), strict=True))


def chosen(asked: Asked) -> list[str]:
    """What narrows the list, a sentence part each: "Who: ada"."""
    return [f"{label}: {getattr(asked, name)}" for name, label in LABELS.items() if getattr(asked, name)]


def options(values: Iterable[str], selected: str) -> list[dict[str, Any]]:
    """Of a list to choose from; what is asked for stays in it even where nothing has it."""
    values = dict.fromkeys([*values, *filter(None, [selected])])
    return [{"value": each, "label": in_words(each), "selected": each == selected} for each in values]
