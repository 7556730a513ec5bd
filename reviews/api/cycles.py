"""Reviews at /api/v1/review-cycles/: told as on the pages, and taken on by the same actions."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.filtering import Filter, Key, Text, Word
from evidence.models import Document
from evidence.resource import Resource
from evidence.writing import Writing, named
from policies.models import Policy
from policies.permissions import visible_policies
from reviews import permissions
from reviews import vocabulary as words
from reviews.cycles import assigning, closing, editing, moving
from reviews.cycles.opening import open_cycle
from reviews.models import ReviewCycle
from reviews.searching.actions import set_searched_through
from reviews.serializers.cycles import (
    AssignmentEnded,
    AssignmentGiven,
    CycleEdited,
    Ending,
    MoveGiven,
    NewCycle,
    ReviewCycleSerializer,
    SearchedThrough,
    WholeCycleSerializer,
)
from search.rest import Answering


class Due(Filter):
    """From a day on, or up to one; of several given, whichever lets in more."""

    items = {"type": "string", "format": "date"}

    def __init__(self, lookup: str, widest: Callable, about: str):
        super().__init__("due_on", about=about)
        self._lookup, self._widest = lookup, widest

    def read(self, name, values, user) -> list[date]:
        try:
            return [date.fromisoformat(value) for value in values]
        except ValueError:
            raise ParseError(f'{name}: "{values[0][:40]}" is no day. Write it as 2027-01-31.') from None

    def matching(self, model, wanted) -> Q:
        return Q(**{f"due_on__{self._lookup}": self._widest(wanted)})


def cycles(user):
    rows = permissions.visible_cycles(user).select_related("policy__payer", "document", "version", "previous")
    return rows.prefetch_related("assignments")


class ReviewCycles(Writing, Resource):
    """Re-examinations of policies. Those in progress are told to members alone, and people's names too."""

    basename = "review-cycles"
    rows = staticmethod(cycles)
    serializer_class = WholeCycleSerializer
    filters = {
        "policy": Key(Policy, "policy", seen=visible_policies),
        "state": Word(words.CycleState, "state"),
        "type": Word(words.CycleType, "type"),
        "outcome": Word(words.CycleOutcome, "outcome"),
        "due_since": Due("gte", min, "Due on this day or later."),
        "due_until": Due("lte", max, "Due on this day or before."),
        "literature_searched_through": Text("literature_searched_through"),
        "document": Key(Document, "document"),
    }
    http_method_names = ["get", "head", "post", "patch"]

    def get_serializer_class(self):
        return ReviewCycleSerializer if self.action == "list" else WholeCycleSerializer

    @extend_schema(request=NewCycle, responses={201: WholeCycleSerializer})
    def create(self, request):
        """Opens the next review of a policy."""
        permissions.refuse_unless(request.user, "keep_reviews")  # before the body is looked at
        asked = self.asked(NewCycle)
        policy = named(visible_policies(request.user), "policy", asked.pop("policy"))
        return Response(told(open_cycle(policy=policy, by=request.user, **asked), request), status=201)

    @extend_schema(request=CycleEdited, responses=WholeCycleSerializer)
    def partial_update(self, request, key):
        """Changes what is sent of what it asks, how many read, and when it is due."""
        cycle = permissions.get_cycle_to(request.user, key, "keep_reviews")
        editing.edit(cycle=cycle, by=request.user, **self.asked(CycleEdited))
        return Response(told(cycle, request))


def told(cycle: ReviewCycle, request) -> dict:
    """As the review stands now."""
    return WholeCycleSerializer(cycles(request.user).get(pk=cycle.pk), context={"request": request}).data


class CycleAct(Writing, Answering, APIView):
    """One act on a review: `do(cycle, by, **asked)`, which answers how it stands then."""

    form: type[serializers.Serializer]
    needs: str  # an act of audit/acts.py; "": the action asks
    do: Callable
    http_method_names = ["post"]

    def post(self, request, key):
        cycle = permissions.get_cycle_to(request.user, key, self.needs)
        type(self).do(cycle=cycle, by=request.user, **self.asked(self.form))
        return Response(told(cycle, request))


def act(name: str, about: str, form: type[serializers.Serializer], needs: str, do: Callable) -> type[CycleAct]:
    described = extend_schema(
        operation_id=f"review_cycle_{name.replace('-', '_')}",
        tags=["review-cycles"],
        description=about,
        request=form,
        responses=WholeCycleSerializer,
    )

    @described
    def post(self, request, key):
        return CycleAct.post(self, request, key)

    names = {"form": form, "needs": needs, "do": staticmethod(do), "post": post}
    return type(f"ReviewCycle{name.title()}", (CycleAct,), names)


def move(*, cycle: ReviewCycle, by, **given) -> None:
    moving.move(cycle=cycle, by=by, name=given["move"], why=given["why"])


def unassign(*, cycle: ReviewCycle, by, name: str, task: str) -> None:
    if (assignment := assigning.now_asked(cycle, name, task)) is None:
        raise ParseError(f'name: "{name[:200]}" is not asked to do this here.')
    assigning.end(assignment=assignment, by=by)


def end(*, cycle: ReviewCycle, by, how: str, reason: str, next_due_on, outcome: str, opens_next: bool) -> None:
    if how == "close":
        closing.close(cycle=cycle, by=by, next_due_on=next_due_on, outcome=outcome, opens_next=opens_next)
        return
    if how not in ("defer", "reject"):
        raise ParseError("how: close, defer or reject.")
    if outcome or opens_next:
        raise ParseError("outcome and opens_next are of a review that closes on a version.")
    without = {"defer": closing.defer, "reject": closing.reject}[how]
    without(cycle=cycle, by=by, reason=reason, next_due_on=next_due_on)


ACTS = {
    "move": act("move", "Takes it a step on, or back.", MoveGiven, "read_reviews", move),
    "close": act("close", "Ends it: on its version, deferred or rejected.", Ending, "close_reviews", end),
    "assign": act("assign", "Asks somebody to do something.", AssignmentGiven, "keep_reviews", assigning.assign),
    "unassign": act("unassign", "Asks them no more. What they did stands.", AssignmentEnded, "keep_reviews", unassign),
    "searched-through": act(
        "searched-through",
        "Says how far the literature was searched, where no search is recorded.",
        SearchedThrough,
        "search_literature",
        set_searched_through,
    ),
}
RESOURCES = {"review-cycles": ReviewCycles}
URLS = [
    path(f"review-cycles/<path:key>/{name}/", view.as_view(), name=f"review-cycle-{name}")
    for name, view in ACTS.items()
]
