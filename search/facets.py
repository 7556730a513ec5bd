"""Facets as people see them: values with their labels, counts and the address that toggles them."""

from collections.abc import Callable
from dataclasses import dataclass

from search.document import FACETS
from search.query import SearchQuery

Labels = Callable[[], dict[str, str]]
_labels: dict[str, Labels] = {}

SHOWN = 12  # values of one facet before "show all"


def register_labels(facet: str, labels: Labels) -> None:
    """An app tells how the values of a facet read. Values without a label read as they are."""
    _labels[facet] = labels


def labels_of(facet: str) -> dict[str, str]:
    """How each value there is reads. Empty where no app tells: then any value may be."""
    return _labels[facet]() if facet in _labels else {}


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool
    toggle_url: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]

    @property
    def first(self) -> list[FacetValue]:
        return self.values[:SHOWN]

    @property
    def rest(self) -> list[FacetValue]:
        return self.values[SHOWN:]


def build(query: SearchQuery, counts: dict[str, dict[str, int]]) -> list[Facet]:
    """The facets with at least one value. A chosen value is shown even when it counts 0."""
    facets = []
    for name, title in FACETS.items():
        labels = labels_of(name)
        counted = dict(counts.get(name, {}))
        for value in query.values(name):
            counted.setdefault(value, 0)
        values = [
            FacetValue(
                value, labels.get(value, value), count, value in query.values(name), query.toggled(name, value).url
            )
            for value, count in counted.items()
        ]
        if values:
            facets.append(Facet(name, title, sorted(values, key=_year_order if name == "year" else _order)))
    return facets


def _order(value: FacetValue):
    return (not value.selected, -value.count, value.label.lower())


def _year_order(value: FacetValue):
    return (not value.selected, _descending(value.value))


def _descending(year: str) -> int:
    return -int(year) if year.isascii() and year.isdigit() else 0
