"""Durations in words or figures: "three years", "12 months", "30-day" -> months. Pure."""

import re
from functools import lru_cache

from evidence.numbers import months, number

SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
WORDS = {word: str(value) for value, word in enumerate(SMALL, start=1)} | {"a": "1", "an": "1", "half": "0.5"}
LONG = {"d": "days", "wk": "weeks", "w": "weeks", "mo": "months", "mos": "months", "y": "years", "yr": "years"}
DURATION = re.compile(r"(?:at |after |up to )?([\w.,·]+)[\s-]+([a-z]+)\.?", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def months_of(text: str) -> float | None:
    """None where the text is no single duration: "best response", "4 and 9 months", "" ."""
    found = DURATION.fullmatch(text.strip())
    if not found:
        return None
    amount, unit = found[1].lower(), found[2].lower()
    value = number(WORDS.get(amount, amount))
    return None if value is None else months(value, LONG.get(unit, unit))
