"""Search strategies and searches at /api/v1/search-strategies/ and /api/v1/search-runs/, by the same actions as the
pages.
"""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.filtering import Key, Word
from evidence.resource import Resource
from evidence.writing import Writing, named
from policies.models import Policy
from policies.permissions import visible_policies
from policies.serializers.lifecycle import Nothing
from reviews import permissions
from reviews.importing.counting import with_outcomes
from reviews.models import ReviewCycle, SearchRun, SearchStrategy
from reviews.searching import actions, reading
from reviews.searching.pubmed import asking
from reviews.serializers.searching import (
    NewRun,
    NewStrategy,
    RunCorrected,
    SearchRunSerializer,
    SearchStrategySerializer,
    StrategyChanged,
    StrategyRetired,
    WholeRunSerializer,
)
from reviews.vocabulary import SearchSource
from search.rest import Answering


def strategies(user):
    return reading.with_through(permissions.visible_strategies(user).select_related("policy"))


def runs(user):
    rows = permissions.visible_runs(user).select_related("cycle", "strategy").prefetch_related("batches")
    return with_outcomes(rows, by="batch__run")


class SearchStrategies(Writing, Resource):
    """What policies' literature is searched with, database by database. For those who may read reviews in progress."""

    basename = "search-strategies"
    rows = staticmethod(strategies)
    serializer_class = SearchStrategySerializer
    filters = {
        "policy": Key(Policy, "policy", seen=visible_policies),
        "source": Word(SearchSource, "source"),
    }
    http_method_names = ["get", "head", "post", "patch"]

    @extend_schema(request=NewStrategy, responses={201: SearchStrategySerializer})
    def create(self, request):
        """Keeps a strategy for a policy: it comes along every year."""
        permissions.refuse_unless(request.user, "search_literature")  # before the body is looked at
        asked = self.asked(NewStrategy)
        policy = named(visible_policies(request.user), "policy", asked.pop("policy"))
        strategy = actions.add_strategy(policy=policy, by=request.user, **asked)
        return Response(strategy_told(strategy, request.user), status=201)

    @extend_schema(request=StrategyChanged, responses=SearchStrategySerializer)
    def partial_update(self, request, key):
        """Changes what is sent. What was searched with before stays with its searches, and in the trail."""
        strategy = permissions.get_strategy_or_404(request.user, key)
        permissions.refuse_unless(request.user, "search_literature")
        actions.edit_strategy(strategy=strategy, by=request.user, **self.asked(StrategyChanged))
        return Response(strategy_told(strategy, request.user))


class RetireStrategy(Writing, Answering, APIView):
    http_method_names = ["post"]

    @extend_schema(
        operation_id="search_strategy_retire",
        tags=["search-strategies"],
        request=StrategyRetired,
        responses=SearchStrategySerializer,
    )
    def post(self, request, key):
        """No more searched with, for a reason; what it found stays."""
        strategy = permissions.get_strategy_or_404(request.user, key)
        permissions.refuse_unless(request.user, "search_literature")
        actions.retire_strategy(strategy=strategy, by=request.user, **self.asked(StrategyRetired))
        return Response(strategy_told(strategy, request.user))


def strategy_told(strategy: SearchStrategy, user) -> dict:
    return SearchStrategySerializer(strategies(user).get(pk=strategy.pk)).data


class SearchRuns(Writing, Resource):
    """Searches of reviews, each as it was run on one day. For those who may read reviews in progress.

    What one found is told record by record at `review-imports/<key>/records/` for each key of `imports`, and the works
    that it brought at `candidates?run=`.
    """

    basename = "search-runs"
    rows = staticmethod(runs)
    serializer_class = WholeRunSerializer
    filters = {
        "cycle": Key(ReviewCycle, "cycle", seen=permissions.visible_cycles),
        "policy": Key(Policy, "cycle__policy", seen=visible_policies, about="By key: policy."),
        "strategy": Key(SearchStrategy, "strategy", seen=permissions.visible_strategies),
        "source": Word(SearchSource, "source"),
    }
    http_method_names = ["get", "head", "post", "patch"]

    def get_serializer_class(self):
        return SearchRunSerializer if self.action == "list" else WholeRunSerializer

    @extend_schema(request=NewRun, responses={201: WholeRunSerializer})
    def create(self, request):
        """Records a search of a review: by a strategy of its policy, or by none."""
        permissions.refuse_unless(request.user, "search_literature")  # before the body is looked at
        asked = self.asked(NewRun)
        cycle = named(permissions.visible_cycles(request.user), "cycle", asked.pop("cycle"))
        if key := asked.pop("strategy", ""):
            asked["strategy"] = named(permissions.visible_strategies(request.user), "strategy", key)
        run = actions.record_run(cycle=cycle, by=request.user, **asked)
        return Response(run_told(run, request.user), status=201)

    @extend_schema(request=RunCorrected, responses=WholeRunSerializer)
    def partial_update(self, request, key):
        """Puts right what was told of the search besides its query and days."""
        run = permissions.get_run_or_404(request.user, key)
        permissions.refuse_unless(request.user, "search_literature")
        actions.correct_run(run=run, by=request.user, **self.asked(RunCorrected))
        return Response(run_told(run, request.user))


class FetchRun(Writing, Answering, APIView):
    http_method_names = ["post"]

    @extend_schema(
        operation_id="search_run_fetch",
        tags=["search-runs"],
        request=Nothing,
        responses={202: WholeRunSerializer},
    )
    def post(self, request, key):
        """Has the worker fetch from PubMed what the search finds, where that is on. `fetching` tells how far it is."""
        run = permissions.get_run_or_404(request.user, key)
        permissions.refuse_unless(request.user, "search_literature")
        self.asked(Nothing)
        asking.ask_for_records(run=run, by=request.user)
        return Response(run_told(run, request.user), status=202)


def run_told(run: SearchRun, user) -> dict:
    return WholeRunSerializer(runs(user).get(pk=run.pk)).data


RESOURCES = {"search-strategies": SearchStrategies, "search-runs": SearchRuns}
URLS = [
    path("search-strategies/<path:key>/retire/", RetireStrategy.as_view(), name="search-strategy-retire"),
    path("search-runs/<path:key>/fetch/", FetchRun.as_view(), name="search-run-fetch"),
]
