"""Texts with the words that were looked for in <b>, as safe HTML. Pure."""

import html
from collections.abc import Collection

from search.words import WORD, plain, stem

Span = tuple[int, int]


def spans(text: str, wanted: Collection[str]) -> list[Span]:
    """Where the words stand whose stem is wanted."""
    if not wanted:
        return []
    return [match.span() for match in WORD.finditer(text) if stem(plain(match[0])) in wanted]


def marked(text: str, wanted: Collection[str]) -> str:
    return _html(text, 0, len(text), spans(text, wanted))


def snippet(text: str, wanted: Collection[str], length: int) -> str:
    """The stretch of about `length` characters that holds the most of them; the opening where there are none."""
    found = spans(text, wanted)
    if not found:
        return opening(text, length)
    first = max(found, key=lambda span: sum(span[0] <= start < span[0] + length for start, _ in found))[0]
    start = max(0, min(first - length // 5, len(text) - length))
    start = text.rfind(" ", 0, start + 1) + 1
    end = text.find(" ", min(start + length, len(text)))
    end = len(text) if end < 0 else end
    return _html(text, start, end, [span for span in found if start <= span[0] and span[1] <= end])


def around(text: str, fragment: str, wanted: Collection[str]) -> str:
    """A fragment of the text, grown at both ends to whole figures: no "0.90" loses its "0.". "" for an empty one."""
    start = text.find(fragment)
    if not fragment or start < 0:
        return ""
    end = start + len(fragment)
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return marked(text[start:end], wanted)


def opening(text: str, length: int) -> str:
    """The start of the text, cut at a word, as HTML."""
    if len(text) <= length:
        return html.escape(text)
    cut = text.rfind(" ", 0, length)
    return html.escape(text[: cut if cut > 0 else length]) + " …"


def _html(text: str, start: int, end: int, marks: list[Span]) -> str:
    parts, at = [], start
    for first, last in marks:
        parts += [html.escape(text[at:first]), "<b>", html.escape(text[first:last]), "</b>"]
        at = last
    return "".join([*parts, html.escape(text[at:end])])
