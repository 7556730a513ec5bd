"""How the API's lists are narrowed: values of one parameter are alternatives, different parameters must all hold."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from rest_framework.exceptions import ParseError
from rest_framework.filters import BaseFilterBackend

from evidence.models import Condition, Intervention
from evidence.models.terms import Term, ancestors
from search.parameters import PAGING, refuse_unknown


class Filter:
    """Keeps the rows from which any of `paths` leads to any of the values asked for."""

    items: dict[str, Any] = {"type": "string"}  # each value's JSON schema

    def __init__(self, *paths: str, about: str = ""):
        self.paths = paths
        self.about = about

    def read(self, name: str, values: list[str], user) -> Iterable:
        """What the paths have to lead to. ParseError for a value that can lead nowhere."""
        return values

    def matching(self, model: type[Model], wanted: Iterable) -> Q:
        # By subquery, since a path over many rows (a study's figures) would repeat the row it starts from.
        found = Q()
        for path in self.paths:
            found |= Q(pk__in=model.objects.filter(**{f"{path}__in": wanted}).values("pk"))
        return found


class Text(Filter):
    """Values as they are stored, exactly."""


class Year(Filter):
    items = {"type": "string", "format": "year", "pattern": "^[0-9]{4}$"}

    def read(self, name, values, user):
        for value in values:
            if not (len(value) == 4 and value.isascii() and value.isdigit()):
                raise ParseError(f'{name}: "{value}" is not a year of four digits.')
        return values


class Word(Filter):
    """Values of one of the closed vocabularies."""

    def __init__(self, words: Iterable[str], *paths: str, about: str = ""):
        super().__init__(*paths, about=about)
        self.words = [str(word) for word in words]
        self.items = {"type": "string", "enum": self.words}

    def read(self, name, values, user):
        for value in values:
            if value not in self.words:
                raise ParseError(f'{name}: "{value}" is not one of {", ".join(self.words)}.')
        return values


class Flag(Filter):
    """true or false, for a column that holds one of two values."""

    items = {"type": "string", "enum": ["true", "false"]}

    def __init__(self, path: str, if_true, if_false, about: str = ""):
        super().__init__(path, about=about)
        self._stored = {"true": if_true, "false": if_false}

    def read(self, name, values, user):
        for value in values:
            if value not in self._stored:
                raise ParseError(f'{name}: "{value}" is neither true nor false.')
        return [self._stored[value] for value in values]


class Key(Filter):
    """Keys of rows of `model`; only of those that `seen(user)` gives, where not everybody sees all."""

    items = {"type": "string", "format": "key"}

    def __init__(self, model: type[Model], *paths: str, seen: Callable[[Any], QuerySet] | None = None, about: str = ""):
        super().__init__(*paths, about=about or f"By key: {model._meta.verbose_name}.")
        self.model = model
        self._seen = seen

    def read(self, name, values, user) -> set[int]:
        rows = self._seen(user) if self._seen else self.model.objects.all()
        ids = dict(rows.filter(key__in=values).values_list("key", "pk"))
        for value in values:
            if value not in ids:
                raise ParseError(f'{name}: there is no {self.model._meta.verbose_name} with the key "{value}".')
        return set(ids.values())


class TermKey(Key):
    """Keys of conditions or interventions. What is said of a narrower term is found by the broader one."""

    def __init__(self, terms: type[Term], *paths: str):
        super().__init__(terms, *paths, about=f"By key: {terms._meta.verbose_name}. Narrower terms are found too.")
        self._terms = terms

    def read(self, name, values, user) -> set[int]:
        chosen = super().read(name, values, user)
        return {pk for pk, above in ancestors(self._terms).items() if pk in chosen or above & chosen}


def condition(*paths: str) -> TermKey:
    return TermKey(Condition, *paths)


def intervention(*paths: str) -> TermKey:
    return TermKey(Intervention, *paths)


class Parameters(BaseFilterBackend):
    """Applies the view's `filters`, refuses what it does not know, and tells the schema of them."""

    def filter_queryset(self, request, queryset, view):
        refuse_unknown(request.query_params, [*view.filters, *PAGING])
        for name, narrowing in view.filters.items():
            if values := request.query_params.getlist(name):
                wanted = narrowing.read(name, values, request.user)
                queryset = queryset.filter(narrowing.matching(queryset.model, wanted))
        return queryset

    def get_schema_operation_parameters(self, view):
        # A filter that says nothing of itself has the name of a field of the answer, and its meaning.
        fields = view.get_serializer().fields
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": {"type": "array", "items": narrowing.items},
                "description": narrowing.about or fields[name].help_text,
            }
            for name, narrowing in view.filters.items()
        ]
