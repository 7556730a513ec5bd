"""What keeps a cycle from a move, told by whoever knows: each part of the review registers what it asks for.

A hindrance refuses the move. A warning is shown beside it, and the move is made all the same.
"""

from collections.abc import Callable
from typing import NamedTuple

from reviews import lifecycle
from reviews.models import ReviewCycle


class Hindrance(NamedTuple):
    """A sentence that says what is in the way and what to do, and the address where that is done; "" for none."""

    sentence: str
    url: str = ""


Ask = Callable[[ReviewCycle], list[Hindrance]]  # [] for nothing in the way
_hindrances: dict[str, list[Ask]] = {}
_warnings: dict[str, list[Ask]] = {}


def register(move: str, hindrance: Ask) -> None:
    """`move` is a name of the table of moves: what hinders screening from ending hinders "draft"."""
    _hindrances.setdefault(lifecycle.move(move).name, []).append(hindrance)


def register_warning(move: str, warning: Ask) -> None:
    _warnings.setdefault(lifecycle.move(move).name, []).append(warning)


def hindrances_of(cycle: ReviewCycle, move: str) -> list[Hindrance]:
    return [each for ask in _hindrances.get(move, []) for each in ask(cycle)]


def warnings_of(cycle: ReviewCycle, move: str) -> list[Hindrance]:
    return [each for ask in _warnings.get(move, []) for each in ask(cycle)]
