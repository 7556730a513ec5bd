"""Which words of a text were taken away and which were put in. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORD = re.compile(r"\w+")
MOST_TOKENS = 4000  # of both texts; longer ones are told as replaced where they differ, since matching is quadratic


@dataclass(frozen=True)
class Piece:
    kind: str  # "same", "removed", "added"
    text: str


def marks(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces: "same" and "removed" give the text before, "same" and "added" the text after."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    runs: list[tuple[str, str]] = []  # what stands before and after; alike where nothing changed
    for same, was, now in _runs(old, new):
        blank = same and not WORD.search(was) and not was.strip()
        if runs and blank and runs[-1][0] != runs[-1][1]:
            runs.append((was, now))  # a space between two changes: taken into them where another follows
        elif not same and len(runs) > 1 and not runs[-1][0].strip() and runs[-2][0] != runs[-2][1]:
            space = runs.pop()[0]
            first = runs.pop()
            runs.append((first[0] + space + was, first[1] + space + now))
        else:
            runs.append((was, now))
    return tuple(piece for was, now in runs for piece in _pieces(was, now))


def _runs(old: list[str], new: list[str]):
    if len(old) + len(new) > MOST_TOKENS:
        yield old == new, "".join(old), "".join(new)
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind == "equal", "".join(old[a:b]), "".join(new[c:d])


def _pieces(was: str, now: str):
    if was == now:
        yield Piece("same", was)
        return
    if was:
        yield Piece("removed", was)
    if now:
        yield Piece("added", now)


def folded_words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
