"""What keeps a cycle from a move, told by whoever knows: each part of the review registers what it asks for.

A hindrance refuses the move. A warning is shown beside it, and the move is made all the same.
"""

from collections.abc import Callable

from reviews import lifecycle
from reviews.models import ReviewCycle

Hindrance = Callable[[ReviewCycle], list[str]]  # sentences that say what is in the way and what to do; [] for nothing
_hindrances: dict[str, list[Hindrance]] = {}
_warnings: dict[str, list[Hindrance]] = {}


def register(move: str, hindrance: Hindrance) -> None:
    """`move` is a name of the table of moves: what hinders screening from ending hinders "draft"."""
    _hindrances.setdefault(lifecycle.move(move).name, []).append(hindrance)


def register_warning(move: str, warning: Hindrance) -> None:
    _warnings.setdefault(lifecycle.move(move).name, []).append(warning)


def hindrances_of(cycle: ReviewCycle, move: str) -> list[str]:
    return [sentence for ask in _hindrances.get(move, []) for sentence in ask(cycle)]


def warnings_of(cycle: ReviewCycle, move: str) -> list[str]:
    return [sentence for ask in _warnings.get(move, []) for sentence in ask(cycle)]
