"""What is said of a figure while it is entered: by the checks, and whether its numbers are printed. Pure."""

from collections.abc import Mapping
from typing import Any

from evidence.checks.findings import Finding, Rule
from evidence.checks.registry import EFFECT_RULES, FIGURE_RULES, ask
from evidence.checks.values import About, Estimated, Measured
from evidence.numbers import plain
from evidence.quick_entry.readings import EFFECT
from evidence.quick_entry.words import IN_WORDS

ESTIMATED = (
    *("measure", "estimate", "bound", "ci_level", "ci_lower", "ci_upper", "p_comparator", "p_value", "direction"),
    "adjusted",
)
MEASURED = (
    *("value", "statistic", "unit", "bound", "events", "participants", "ci_level", "ci_lower", "ci_upper"),
    *("range_lower", "range_upper", "iqr_lower", "iqr_upper"),
)
NUMBERS = (
    *("value", "estimate", "events", "participants", "ci_level", "ci_lower", "ci_upper", "range_lower", "range_upper"),
    *("iqr_lower", "iqr_upper", "spread", "p_value", "i2"),
)


def findings_of(kind: str, fields: Mapping[str, str], about: About, design: str) -> list[tuple[Rule, Finding]]:
    """What the rules for one figure say of the fields filled so far; they are silent about what is empty."""
    if kind == EFFECT:
        taken: dict[str, Any] = {name: fields.get(name, "") for name in ESTIMATED}
        return list(ask(EFFECT_RULES, Estimated(**taken, about=about, design=design)))
    taken = {name: fields.get(name, "") for name in MEASURED}
    not_reached = bool(fields.get("not_reached"))
    return list(ask(FIGURE_RULES, Measured(**taken, not_reached=not_reached, about=about, design=design)))


def not_printed(fields: Mapping[str, str], as_reported: str) -> list[str]:
    """The fields whose number does not stand in the printed form: a slip of the keyboard, or read from elsewhere."""
    return [name for name in NUMBERS if fields.get(name, "") and not _stands_in(fields[name], as_reported)]


def _stands_in(value: str, printed: str) -> bool:
    text = printed.lower()
    spelled = [word for word, digits in IN_WORDS.items() if digits == value]
    alike = value.lower() in text or any(word in text for word in spelled)
    return alike or plain(value) in plain(text) or not any(sign.isdigit() for sign in value)
