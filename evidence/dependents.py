"""What rests on a piece of evidence. Apps above this one register how they find it; evidence knows none of them."""

from collections.abc import Callable

Finder = Callable[[object, object], dict]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """`finder(row, user)` gives what a page about the row shows besides, as template context."""
    _finders.append(finder)


def context_of(row, user) -> dict:
    context: dict = {}
    for finder in _finders:
        context |= finder(row, user)
    return context
