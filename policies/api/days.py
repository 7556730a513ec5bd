"""The day a list is asked for, and what its rows and its envelope say of it."""

from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict
from rest_framework.exceptions import ParseError

from evidence.filtering import Filter
from evidence.paging import Pages
from evidence.resource import Resource
from policies import permissions
from policies.days.asked import NotADay, day_of
from policies.days.reading import DayAnswers, answers
from policies.models import Policy


def asked_day(params: QueryDict) -> date | None:
    """None where no day is asked for. ParseError for what is no day, and for two."""
    values = params.getlist("on")
    if not values:
        return None
    if len(values) > 1:
        raise ParseError("on: one day is asked for; several were given.")
    try:
        return day_of(values[0])
    except NotADay as objection:
        raise ParseError(str(objection)) from objection


class OnDay(Filter):
    """Chooses no rows by a column: the view chooses them by the versions that answer for the day."""

    items = {"type": "string", "format": "date"}

    def read(self, name, values, user):
        if len(values) > 1:
            raise ParseError("on: one day is asked for; several were given.")
        return values

    def matching(self, model, wanted) -> Q:
        return Q()


ON = OnDay(about="The day that is asked for, as 2024-05-03. Without it, what is in force today.")


class DayPages(Pages):
    """Besides the rows the day, and how many policies answer for it in which way."""

    def paginate_queryset(self, queryset, request, view=None):
        self.view = view
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data):
        answer = super().get_paginated_response(data)
        answer.data |= self.view.told_of_the_day()
        return answer

    def get_paginated_response_schema(self, schema):
        described = super().get_paginated_response_schema(schema)
        described["properties"] |= {
            "on": {"type": "string", "format": "date", "nullable": True},
            "answers": {"type": "object", "nullable": True, "additionalProperties": {"type": "integer"}},
        }
        return described | {"required": [*described["required"], "on", "answers"]}


class OfVersions(Resource):
    """Rows of policy versions. A list is of what is in force, today or on the day asked, unless a version is named.

    `to_version` are the paths from a row to its version; () where every row is told whatever the day. `of_rest` says
    that the rows are no statements: of a version that is inferred they are not known. A parameter among `naming` names
    a row of one version, which need not be in force.
    """

    pagination_class = DayPages
    to_version: tuple[str, ...] = ()
    of_rest = False
    naming = ("version", "statement", "criterion", "parent")

    @cached_property
    def day(self) -> date | None:
        return asked_day(self.request.query_params) if self.request else None

    @cached_property
    def answers(self) -> DayAnswers | None:
        """Of the policies that `policy` and `payer` leave."""
        if self.day is None:
            return None
        policies = Policy.objects.all()
        for name, path in (("policy", "key__in"), ("payer", "payer__key__in")):
            if values := self.request.query_params.getlist(name):
                policies = policies.filter(**{path: values})
        return answers(self.request.user, self.day, policies)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if not self.to_version:
            return rows
        if self.answers:
            return rows.filter(self._in(self.answers.texts(whole=self.of_rest)))
        if any(self.request.query_params.get(name) for name in self.naming):
            return rows
        return rows.filter(self._in(permissions.current_versions(self.request.user).order_by().values("pk")))

    def _in(self, versions) -> Q:
        found = Q()
        for path in self.to_version:
            found |= Q(**{f"{path}__in": versions})
        return found

    def told_of_the_day(self) -> dict:
        counts = self.answers.counts(of_rest=self.of_rest) if self.answers else None
        return {"on": self.day, "answers": counts}
