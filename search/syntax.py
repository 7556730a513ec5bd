"""What people type -> a query tree. Pure.

Plain words must all match; "words in quotes" match as a phrase. Nothing a person types is an error.
"""

import re
from dataclasses import dataclass

LONGEST_QUERY = 1000  # characters; the rest is not read, and the page says so
MOST_TERMS = 40


@dataclass(frozen=True)
class Words:
    """One word (a single text) or a phrase (several), to be found in the text fields."""

    text: str
    phrase: bool = False


def parse(typed: str) -> tuple[Words, ...]:
    found = []
    for match in re.finditer(r'"([^"]*)"?|([^\s"]+)', typed[:LONGEST_QUERY]):
        text = (match[1] if match[1] is not None else match[2]).strip()
        if re.search(r"\w", text):
            found.append(Words(text, phrase=match[1] is not None))
    return tuple(found[:MOST_TERMS])
