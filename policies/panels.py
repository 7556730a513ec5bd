"""What apps above this one show on pages of policies: they register a panel, and policies knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """`template` draws it; what it shows is `panel.shown` there."""

    template: str
    shown: dict


HOME, POLICY = "home", "policy"
_makers: dict[str, list[Callable[..., Panel | None]]] = {HOME: [], POLICY: []}


def register(page: str, maker: Callable[..., Panel | None]) -> None:
    """`maker(user)` of HOME, `maker(user, policy)` of POLICY gives the panel; None where there is nothing to show."""
    _makers[page].append(maker)


def panels(page: str, *about) -> list[Panel]:
    return [panel for maker in _makers[page] if (panel := maker(*about))]
