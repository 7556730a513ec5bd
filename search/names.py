"""What people call a value -> the value. Apps tell their names; labels of facets are known by themselves."""

from collections.abc import Callable

from search import facets
from search.fields import folded
from search.tree import Node, Value

Find = Callable[[str], Node | None]
_finders: dict[str, Find] = {}


def register(field: str, find: Find) -> None:
    """An app tells what a name in a field stands for: `find(name)` gives None for a name it does not know."""
    _finders[field] = find


def find(field: str, name: str) -> Node | None:
    """By the app's own finder, else by the facet's values and labels."""
    if field in _finders and (found := _finders[field](name)):
        return found
    wanted = folded(name)
    matching = [value for value, label in facets.labels_of(field).items() if wanted in (folded(value), folded(label))]
    if not matching:
        matching = [value for value, label in facets.labels_of(field).items() if wanted in folded(label)]
    return Value(field, tuple(matching)) if matching and wanted else None


def known(field: str) -> list[str]:
    """Some names that would be found, for a sentence on one that was not."""
    return list(facets.labels_of(field))[:8]
