"""Rules of apps above this one. They register here when Django starts; evidence knows none of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evidence.checks.findings import Finding, Rule


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what it is about: `study_label` may name something else than a study, "ICC, radioembolization"."""

    rule: Rule
    finding: Finding
    study: str = ""  # the study's key
    study_label: str = ""


Finder = Callable[[], Iterator[Found]]
_finders: list[Finder] = []
_rules: list[Rule] = []
_policies: list[Callable[[], dict[str, str]]] = []


def register(rules: tuple[Rule, ...], finder: Finder, policies: Callable[[], dict[str, str]]) -> None:
    """`finder()` reads the base in bulk; `policies()` gives the key of the policy that a document is, by document."""
    _rules.extend(rules)
    _finders.append(finder)
    _policies.append(policies)


def rules() -> tuple[Rule, ...]:
    return tuple(_rules)


def found() -> Iterator[Found]:
    for finder in _finders:
        yield from finder()


def policies() -> dict[str, str]:
    known: dict[str, str] = {}
    for each in _policies:
        known |= each()
    return known
