"""What narrows the lists of flags and of conflicts, as people see it: values with labels, counts and addresses."""

from collections.abc import Callable, Iterable, Mapping

from django.core.paginator import Page

from evidence import vocabulary as words
from evidence.flags.conflicts import BETWEEN
from evidence.flags.query import CONFLICT_FACETS, FLAG_FACETS, STATES, FlagQuery
from evidence.flags.rows import policy_names
from evidence.flags.rules import described
from evidence.models import Study
from search.facets import Facet, FacetValue

Labels = Callable[[Iterable[str]], dict[str, str]]


def flag_facets(query: FlagQuery, counts: Mapping[str, dict[str, int]], user) -> list[Facet]:
    labels: dict[str, Labels] = {
        "grade": lambda values: {grade.value: grade.label for grade in words.FlagGrade},
        "rule": lambda values: {value: described(value)[0] for value in values},
        "policy": lambda values: {key: name for key, (name, _) in policy_names(values, user).items()},
        "study": _studies,
    }
    return [_facet(query, name, title, counts[name], labels) for name, title in FLAG_FACETS.items()]


def conflict_facets(query: FlagQuery, counts: Mapping[str, dict[str, int]]) -> list[Facet]:
    labels: dict[str, Labels] = {
        "between": lambda values: {value: value.replace(BETWEEN, " and ") for value in values},
        "study": _studies,
    }
    return [_facet(query, name, title, counts[name], labels) for name, title in CONFLICT_FACETS.items()]


def _studies(keys: Iterable[str]) -> dict[str, str]:
    return {study.key: str(study) for study in Study.objects.filter(key__in=list(keys))}


def _facet(query: FlagQuery, name: str, title: str, counted: dict[str, int], labels: dict[str, Labels]) -> Facet:
    """A chosen value is shown even when it counts 0."""
    chosen = query.values(name)
    counted = counted | {value: counted.get(value, 0) for value in chosen}
    known = labels[name](counted) if name in labels else {}
    values = [
        FacetValue(value, known.get(value, value), number, value in chosen, query.toggled(name, value).url)
        for value, number in counted.items()
    ]
    if name == "grade":
        order = list(known)
        values.sort(key=lambda value: order.index(value.value) if value.value in known else len(order))
    else:
        values.sort(key=lambda value: (not value.selected, -value.count, value.label.lower()))
    return Facet(name, title, values)


def chips(facets: Iterable[Facet]) -> list[tuple[Facet, FacetValue]]:
    """What is chosen, each with the address without it."""
    return [(facet, value) for facet in facets for value in facet.selected]


def states(query: FlagQuery, counts: Mapping[str, int] | None = None) -> list[dict]:
    """The tabs: open, accepted, all."""
    return [
        {
            "label": label,
            "count": counts.get(state) if counts else None,
            "selected": query.state == state,
            "url": query.in_state(state).url,
        }
        for state, label in STATES.items()
    ]


def around(query: FlagQuery, page: Page) -> dict:
    """The questions for the page before and after; None at the ends."""
    return {
        "previous": query.on_page(page.number - 1) if page.has_previous() else None,
        "next": query.on_page(page.number + 1) if page.has_next() else None,
    }
