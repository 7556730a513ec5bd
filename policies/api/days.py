"""The day a list is asked for, and what its rows and its envelope say of it."""

from datetime import date

from django.http import QueryDict
from rest_framework.exceptions import ParseError

from policies.days.asked import NotADay, day_of


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
