"""A printed sentence, cut into the pieces that figures are made of. Pure."""

import re
from dataclasses import dataclass, field

from evidence.quick_entry import words

COMPILED = [(kind, re.compile(pattern, re.DOTALL)) for kind, pattern in words.PATTERNS]
MEASURES = [(name, re.compile(words.mixed(pattern))) for name, pattern in words.MEASURES.items()]
ENDPOINTS = [(name, re.compile(words.mixed(pattern))) for name, pattern in words.ENDPOINTS.items()]
BOUNDS = [(sign, re.compile(pattern, re.IGNORECASE)) for sign, pattern in words.BOUNDS.items()]
AFTER = [(sign, re.compile(pattern, re.IGNORECASE)) for sign, pattern in words.AFTER.items()]
# After one of these a dash stands between two numbers; it is no minus.
ENDS_A_NUMBER = ("number", "percent", "unit", "reached", "estimable", "fraction")


@dataclass(frozen=True, slots=True)
class Token:
    """`says` is what it stands for: "HR" for "hazard ratio", "9" for "nine", "months" for "mo"."""

    kind: str
    text: str
    start: int
    end: int
    says: str = ""
    named: dict[str, str] = field(default_factory=dict)

    @property
    def in_words(self) -> bool:
        return self.kind == "number" and not any(sign.isdigit() for sign in self.text)


def tokens_of(text: str) -> list[Token]:
    """Every piece but the spaces; together they cover the text."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        kind, match = _match(text, at, found)
        if kind != "space":
            named = {name: value for name, value in match.groupdict().items() if value}
            found.append(Token(kind, match[0], at, match.end(), _says(kind, match[0], named), named))
        at = match.end()
    return found


def _match(text: str, at: int, before: list[Token]) -> tuple[str, re.Match[str]]:
    for kind, pattern in COMPILED:
        match = pattern.match(text, at)
        if match and not (kind == "number" and _is_between(match[0], before)):
            return kind, match
    raise AssertionError("the last pattern fits any character")


def _is_between(matched: str, before: list[Token]) -> bool:
    """Whether the dash that a number seems to begin with stands between it and the number before."""
    return matched[0] in words.DASHES and bool(before) and before[-1].kind in ENDS_A_NUMBER


def _says(kind: str, text: str, named: dict[str, str]) -> str:
    lower = text.lower()
    match kind:
        case "number":
            return words.IN_WORDS.get(lower, text)
        case "none":
            return "0"
        case "measure":
            return _first(MEASURES, named["measure"])
        case "endpoint":
            return _first(ENDPOINTS, text)
        case "bound":
            return _first(BOUNDS, text)
        case "after":
            return _first(AFTER, text)
        case "unit":
            return _unit(text)
        case "counted":
            return words.ONE_OF_MANY.get(lower, lower)
        case "timepoint":
            return " ".join(re.split(rf"[\s{words.DASHES}]+", named["time"]))
    return text


def _first(patterns: list[tuple[str, re.Pattern[str]]], text: str) -> str:
    return next((name for name, pattern in patterns if pattern.fullmatch(text)), "")


def _unit(text: str) -> str:
    plain = text.lstrip("-‐‑‒–—−").removesuffix("-old")
    return words.TIME_UNITS.get(plain.lower(), plain) if plain not in words.OTHER_UNITS.split("|") else plain
