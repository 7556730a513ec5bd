"""What a printed figure stands for: its number, the room its rounding leaves, its unit. Pure.

Nothing computed here goes back into storage: what is printed stays as it is printed.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
# The points and dashes that papers print; quick entry reads the same.
AS_PYTHON_READS = str.maketrans(dict.fromkeys("·∙⋅•․‧．", ".") | dict.fromkeys("‐‑‒–—−﹣－", "-"))
DAYS_PER_MONTH = 30.4375
MONTHS_PER_UNIT = {
    "day": 1 / DAYS_PER_MONTH,
    "days": 1 / DAYS_PER_MONTH,
    "week": 7 / DAYS_PER_MONTH,
    "weeks": 7 / DAYS_PER_MONTH,
    "month": 1.0,
    "months": 1.0,
    "year": 12.0,
    "years": 12.0,
}
KEPT = 50_000  # printed numbers read lately: checks and plots ask for the same ones many times
TOLERANCE = 1e-9  # of binary fractions, relative


@dataclass(frozen=True)
class Rounded:
    """A printed number: any true value from `low` to `high` would have been printed so."""

    value: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        room = TOLERANCE * max(1.0, abs(value))
        return self.low - room <= value <= self.high + room


def plain(text: str) -> str:
    """The printed digits as Python reads them: "1·5" -> "1.5", "1,103" -> "1103"; other text as it is."""
    text = text.strip().translate(AS_PYTHON_READS)
    return text.replace(",", "") if THOUSANDS.fullmatch(text.removeprefix("-")) else text


@lru_cache(maxsize=KEPT)
def number(text: str) -> float | None:
    """The number a printed text stands for, or None: "0.80" -> 0.8, "not reached" -> None."""
    try:
        value = float(plain(text))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def decimals(text: str) -> int:
    """How many places are printed after the point: "0.80" -> 2, "12" -> 0."""
    return len(plain(text).partition(".")[2])


@lru_cache(maxsize=KEPT)
def rounded(text: str) -> Rounded | None:
    """The number with half a unit of its last printed place on either side, or None where it is none.

    >>> rounded("0.80")
    Rounded(value=0.8, low=0.795, high=0.805)
    """
    value = number(text)
    if value is None:
        return None
    if "e" in text.lower():
        half = 0.5 * 10.0 ** max(-300, int(Decimal(plain(text)).as_tuple().exponent))
        return Rounded(value, value - half, value + half)
    half = 0.5 * 10 ** -decimals(text)
    return Rounded(value, round(value - half, 12), round(value + half, 12))


def months(value: float, unit: str) -> float | None:
    """A duration in months, at 30.4375 days each; None where the unit is no unit of time."""
    factor = MONTHS_PER_UNIT.get(unit.strip().lower())
    return None if factor is None else value * factor


def percent(value: float, unit: str) -> float | None:
    """A proportion in percent, whether printed in percent or as a fraction; None where it is neither."""
    unit = unit.strip().lower()
    if unit in ("percent", "%"):
        return value
    return 100 * value if unit == "proportion" else None
