"""Where the pages are of what the trail tells of. Apps above this one register theirs; audit knows none of them."""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse

_addresses: dict[str, Callable[[str], str]] = {}
_parts: dict[str, tuple[str, ...]] = {}


def register(target_type: str, address: Callable[[str], str]) -> None:
    """`address(key)` is the page of the object with that key, "" where it has none. It asks the database nothing."""
    _addresses[target_type] = address


def register_pages(*target_types: str) -> None:
    """Kinds of objects whose page has the kind as its name in urls.py, and the key as its argument."""
    for target_type in target_types:
        register(target_type, lambda key, name=target_type: reverse(name, args=[key]))


def register_parts(target_type: str, *parts: str) -> None:
    """Kinds whose keys begin with the key of the object they belong to and a slash: its history holds theirs too.

    An app above the object's own adds its kinds to those that are registered.
    """
    _parts[target_type] = tuple(dict.fromkeys((*parts_of(target_type), *parts)))


def parts_of(target_type: str) -> tuple[str, ...]:
    return _parts.get(target_type, ())


def address_of(target_type: str, key: str) -> str:
    known = _addresses.get(target_type)
    try:
        return known(key) if known else ""
    except NoReverseMatch:  # a key of another make than addresses have now: history outlives its subject
        return ""
