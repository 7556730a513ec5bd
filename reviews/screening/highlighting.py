"""Texts with a review's terms in <mark>, as safe HTML. Pure."""

import html
import re
from collections.abc import Sequence
from functools import lru_cache


def highlighted(text: str, terms: Sequence[str]) -> str:
    """Terms are words or phrases, in either case; one ending in * goes on to the end of its word.

    Between the words of a phrase a hyphen and a blank are one. The longest term wins where several begin.
    """
    pattern = _pattern(tuple(terms))
    if pattern is None:
        return html.escape(text)
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [html.escape(text[at : match.start()]), "<mark>", html.escape(match[0]), "</mark>"]
        at = match.end()
    return "".join([*parts, html.escape(text[at:])])


@lru_cache(maxsize=100)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    wanted = {_of_term(term) for term in terms if re.search(r"\w", term)}
    if not wanted:
        return None
    return re.compile("|".join(sorted(wanted, key=lambda each: (-len(each), each))), re.IGNORECASE)


def _of_term(term: str) -> str:
    goes_on = term.rstrip().endswith("*")
    words = [re.escape(word) for word in re.split(r"[\s\-‐‑–]+", term.strip().rstrip("*")) if word]
    phrase = r"[\s\-‐‑–]+".join(words)
    return r"(?<!\w)" + phrase + (r"\w*" if goes_on else r"(?!\w)")
