"""Who may find what. Search knows audiences; the apps tell who belongs to them."""

from collections.abc import Callable

from search.document import EVERYONE

_audiences: dict[str, Callable] = {}


def register_audience(audience: str, includes: Callable) -> None:
    """An app tells who belongs to an audience: `includes(user)`."""
    _audiences[audience] = includes


def audiences_of(viewer) -> frozenset[str]:
    return frozenset({EVERYONE} | {name for name, includes in _audiences.items() if includes(viewer)})
