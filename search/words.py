"""The words of a text, as every engine tells them apart. Pure.

Tantivy does the same itself; here it is for Whoosh, and for what both need. A word is a run of letters and digits, in
small letters and without accents; `stems` cuts its endings by Snowball's English rules
(https://snowballstem.org/algorithms/english/stemmer.html), which are Tantivy's too.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60  # bytes; what is longer is not indexed
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
    | {"ŧ": "t", "ŋ": "n", "ĸ": "q", "ŀ": "l", "ŉ": "n"}
)
# Figures above and below the line ("⁹⁰Y", "CO₂"), ligatures and wide letters, as PDFs have them.
LETTERS |= {ord(sign): unicodedata.normalize("NFKD", sign) for sign in "¹²³⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ⁿⁱſĳﬀﬁﬂﬃﬄﬆ"}
LETTERS |= {
    ord(sign): unicodedata.normalize("NFKD", sign) for sign in map(chr, range(0xFF10, 0xFF5B)) if sign.isalnum()
}
_stemmer = stemmer("english")


def plain(text: str) -> str:
    """In small letters, without accents."""
    text = text.lower()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    return [word for word in WORD.findall(plain(text)) if len(word.encode()) < LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    return _stemmer.stemWord(word)


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]
