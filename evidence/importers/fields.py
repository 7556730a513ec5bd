"""What the fields of a record have in common, whatever its format. Pure."""

import re
from collections.abc import Iterable

from evidence.entry import identifiers

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
PMCID = re.compile(r"(?:PMC\s*)?(\d{1,9})(?:\.\d+)?", re.IGNORECASE)
NCT = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
TAG = re.compile(r"</?(?:i|b|u|p|br|em|strong|sup|sub|span|div|italic|bold|jats:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MOST_CHARACTERS = 5_000_000


def plain(text: str) -> str:
    """On one line, without control characters and the markup databases leave in titles."""
    if "<" in text:
        text = TAG.sub("", text)
    return " ".join(CONTROL.sub("", text).split())


def year(*texts: str) -> str:
    """The first year there is; "" where none of the texts holds one."""
    return next((found[0] for text in texts if (found := YEAR.search(text))), "")


def doi(texts: Iterable[str]) -> str:
    return next((found for text in texts if (found := identifiers.doi(text))), "")


def pmid(texts: Iterable[str]) -> str:
    return next((found for text in texts if (found := identifiers.pmid(text))), "")


def pmcid(texts: Iterable[str]) -> str:
    return next((f"PMC{found[1]}" for text in texts if (found := PMCID.fullmatch(text.strip()))), "")


def pages(first: str, last: str) -> str:
    """ "379" and "423" as "379-423"; Ovid writes "No" and "Specified"."""
    first, last = first.strip(" -"), last.strip(" -")
    if (first, last) == ("No", "Specified"):
        return ""
    return first if not last or last == first or first.endswith(f"-{last}") else f"{first}-{last}".strip("-")


def several(texts: Iterable[str], separator: str = ";") -> tuple[str, ...]:
    """Each once, in their order; a single line that lists them is taken apart."""
    values = list(texts)
    if len(values) == 1 and separator:
        values = values[0].split(separator)
    return tuple(dict.fromkeys(found for value in values if (found := plain(value))))
