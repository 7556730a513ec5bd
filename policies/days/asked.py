"""The day a page or the API is asked for. Pure."""

import re
from datetime import date


class NotADay(ValueError):
    """The sentence says what a day looks like."""


def day_of(text: str) -> date:
    """Of 2024-05-03, and nothing else that could be read as a date."""
    text = text.strip()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        shown = text[:40].replace("\x00", "")
        raise NotADay(f'on: "{shown}" is not a day. Write it as year, month and day: 2024-05-03.') from None
