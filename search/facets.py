"""Facets as people see them: values with their labels, counts and the address that toggles them."""

from collections.abc import Callable
from dataclasses import dataclass

from search.document import FACETS
from search.query import SearchQuery

Labels = Callable[[], dict[str, str]]
Parents = Callable[[], dict[str, list[str]]]
_labels: dict[str, Labels] = {}
_parents: dict[str, Parents] = {}

SHOWN = 12  # values of one facet before "show all"
TABS = "type"  # the facet that is shown as tabs
BARS = "year"  # the facet that is shown as a histogram
TALLEST = 40  # units of the highest bar


def register_labels(facet: str, labels: Labels, parents: Parents | None = None) -> None:
    """An app tells how the values of a facet read, and which stand under which. Others read as they are."""
    _labels[facet] = labels
    if parents:
        _parents[facet] = parents


def labels_of(facet: str) -> dict[str, str]:
    """How each value there is reads. Empty where no app tells: then any value may be."""
    return _labels[facet]() if facet in _labels else {}


def unlabelled(value: str) -> str:
    """A value as it is, a range of years in words."""
    first, is_range, last = value.partition("..")
    if not is_range:
        return value
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "any year"


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool
    toggle_url: str
    depth: int = 0  # under how many broader values it stands


@dataclass(frozen=True)
class Bar:
    """A year of the histogram: `x` and `height` in units of a drawing 40 high, `width` 1 a year."""

    year: str
    count: int
    selected: bool
    toggle_url: str
    x: int
    height: float

    @property
    def y(self) -> float:
        return TALLEST - self.height


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]
    chosen: frozenset[str] = frozenset()  # the values that are asked for, each range as its years

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]

    @property
    def first(self) -> list[FacetValue]:
        return self.values[:SHOWN]

    @property
    def rest(self) -> list[FacetValue]:
        return self.values[SHOWN:]

    @property
    def bars(self) -> list[Bar]:
        """Every year from the first counted to the last, those without documents too."""
        counted = {value.value: value for value in self.values if value.value.isdecimal()}
        if not counted:
            return []
        most = max(value.count for value in counted.values()) or 1
        first, last = min(map(int, counted)), max(map(int, counted))
        bars = []
        for x, year in enumerate(map(str, range(first, last + 1))):
            value = counted.get(year)
            if value:
                height = max(1.0, round(TALLEST * value.count / most, 1)) if value.count else 0.0
                bars.append(Bar(year, value.count, year in self.chosen, value.toggle_url, x, height))
        return bars

    @property
    def span(self) -> int:
        """The years the histogram covers."""
        years = [int(value.value) for value in self.values if value.value.isdecimal()]
        return max(years) - min(years) + 1 if years else 0


def build(query: SearchQuery, counts: dict[str, dict[str, int]]) -> list[Facet]:
    """Every facet. A chosen value is shown even when it counts 0."""
    facets = []
    for name, title in FACETS.items():
        labels = labels_of(name)
        counted = dict(counts.get(name, {}))
        for value in query.values(name):
            counted.setdefault(value, 0)
        values = [
            FacetValue(
                value,
                labels.get(value) or unlabelled(value),
                count,
                value in query.values(name),
                _address(query, name, value),
            )
            for value, count in counted.items()
        ]
        values.sort(key=_year_order if name == BARS else _order)
        ordered = as_tree(values, _parents[name]()) if name in _parents else values
        facets.append(Facet(name, title, ordered, frozenset(dict(query.filters).get(name, ()))))
    return facets


def _address(query: SearchQuery, name: str, value: str) -> str:
    """Tabs choose one value; other facets add to what is chosen."""
    if name == TABS and value not in query.values(name):
        return query.choosing(name, (value,)).url
    return query.toggled(name, value).url


def _order(value: FacetValue):
    return (not value.selected, -value.count, value.label.lower())


def _year_order(value: FacetValue):
    return -int(value.value) if value.value.isascii() and value.value.isdigit() else 0


def as_tree(values: list[FacetValue], parents: dict[str, list[str]]) -> list[FacetValue]:
    """Each value under the first of its broader values that is there, depth first."""
    present = {value.value for value in values}
    under: dict[str, list[FacetValue]] = {}
    for value in values:
        broader = next((each for each in parents.get(value.value, []) if each in present and each != value.value), "")
        under.setdefault(broader, []).append(value)
    ordered: list[FacetValue] = []
    seen: set[str] = set()

    def place(broader: str, depth: int) -> None:
        for value in under.get(broader, []):
            if value.value not in seen:
                seen.add(value.value)
                told = FacetValue(value.value, value.label, value.count, value.selected, value.toggle_url, depth)
                ordered.append(told)
                place(value.value, depth + 1)

    place("", 0)
    return ordered + [value for value in values if value.value not in seen]  # those in a circle of broader values
