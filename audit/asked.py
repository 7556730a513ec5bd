"""What is asked of the audit trail, as a value: from an address and back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

LONGEST = 200  # characters of any one answer to a question
BIGGEST_ID = 2**63 - 1
# What each field of the form is called to people, in the form's order.
LABELS = {
    "by": "Who",
    "event": "What happened",
    "type": "Kind of object",
    "key": "Key of the object",
    "text": "In what it was, is, or why",
    "since": "From the day",
    "until": "To the day",
}


@dataclass(frozen=True)
class Asked:
    """Every part narrows; "" and None ask nothing. `before` is the id of the event that ended the page before."""

    by: str = ""
    event: str = ""
    type: str = ""
    key: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in LABELS)

    @property
    def names_one_object(self) -> bool:
        return bool(self.type and self.key)

    @property
    def params(self) -> dict[str, str]:
        """Those of an address that asks the same."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in asked.items() if value}

    @property
    def encoded(self) -> str:
        return urlencode(self.params)

    def older_than(self, event: int) -> "Asked":
        return replace(self, before=event)

    @property
    def newest(self) -> "Asked":
        return replace(self, before=None)


def read(params: Mapping[str, str]) -> tuple[Asked, list[str]]:
    """What the parameters ask, and a sentence for each that cannot be asked; that one is left out."""
    faults: list[str] = []
    asked = Asked()
    for name, text in params.items():
        text = text.strip()
        if not text or name not in (*LABELS, "before"):
            continue
        try:
            asked = replace(asked, **{name: _value(name, text)})
        except ValueError as fault:
            faults.append(str(fault))
    if asked.since and asked.until and asked.since > asked.until:
        faults.append(f"The first day, {asked.since}, is after the last, {asked.until}.")
    return asked, faults


def _value(name: str, text: str) -> Any:
    """ValueError with a sentence."""
    shown = LABELS.get(name, name)
    if "\0" in text:
        raise ValueError(f"{shown}: a NUL character cannot be looked for.")
    if len(text) > LONGEST:
        raise ValueError(f"{shown}: longer than {LONGEST} characters.")
    if name in ("since", "until"):
        return _day(shown, text)
    if name == "before":
        return _id(text)
    return text


def _day(shown: str, text: str) -> date:
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f'{shown}: "{text}" is no day. Write it like 2026-01-31.')


def _id(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= BIGGEST_ID:
        return int(text)
    raise ValueError(f'before: "{text}" is no event. Begin with the newest page again.')
