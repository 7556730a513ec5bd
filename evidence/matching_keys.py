"""What two printings of one title have in common, for finding possible duplicates and for nothing else. Pure."""

import html
import re
import unicodedata
from functools import lru_cache

TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
LEADING_ARTICLE = re.compile(r"^(?:the|an?)\s+")
NOT_A_WORD = re.compile(r"[\W_]+")
LONGEST = 300


def folded_title(title: str) -> str:
    """Without case, accents, markup, punctuation, blanks and leading article, Greek letters by their names.

    "The <i>TNF-α</i> story." and "TNF alpha: story" are one. "" of a title without letters or digits.
    """
    return "".join(_words(title))[:LONGEST]


def is_telling(title: str) -> bool:
    """Whether the title can tell a work from others: "Editorial" and "Authors' reply" cannot."""
    return len(_words(title)) >= 4


@lru_cache(maxsize=4_000)  # a title is folded, and asked whether it tells, several times in a row
def _words(title: str) -> tuple[str, ...]:
    letters = TAG.sub("", html.unescape(title)).casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters).casefold()
        letters = "".join(_letter(each) for each in decomposed if not unicodedata.combining(each))
    words = NOT_A_WORD.sub(" ", letters).strip()
    return tuple(LEADING_ARTICLE.sub("", words).split())


def _letter(character: str) -> str:
    if not "\u0370" <= character <= "\u03ff":
        return character
    name = unicodedata.name(character, "")
    return name.removeprefix("GREEK SMALL LETTER ").removeprefix("FINAL ").lower() if " LETTER " in name else character
