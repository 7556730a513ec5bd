"""Candidates at /api/v1/candidates/ and what is said of each, by the same actions as on the pages."""

from django.db.models import Model, Q
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.filtering import Filter, Key, Text, Word
from evidence.resource import resource
from evidence.writing import Writing
from reviews import permissions
from reviews.models import Candidate, ReviewCycle, SearchRun
from reviews.screening import actions
from reviews.screening.actions import Said
from reviews.screening.reading import with_words
from reviews.screening.words import decisions_shown_to
from reviews.serializers.screening import AskedWord, CandidateSerializer, DecisionSerializer
from reviews.vocabulary import CandidateOrigin, ExclusionReason, ScreeningStatus
from search.parameters import refuse_unknown
from search.rest import Answering


class Words(Filter):
    """All the words of one value, in title, abstract, authors or journal; or a DOI or PMID."""

    def matching(self, model: type[Model], wanted) -> Q:
        found = Q()
        for text in wanted:
            found |= Q(pk__in=with_words(Candidate.objects.order_by(), text).values("pk"))
        return found


def candidates(user):
    rows = permissions.visible_candidates(user).select_related("cycle", "run", "previous", "reference")
    return rows.defer("cycle__criteria", "cycle__question", "previous__abstract", "reference__abstract")


RESOURCES = {
    "candidates": resource(
        "The works to be judged in reviews, for those who may read reviews in progress.",
        candidates,
        CandidateSerializer,
        {
            "cycle": Key(ReviewCycle, "cycle", seen=permissions.visible_cycles),
            "run": Key(SearchRun, "run", seen=permissions.visible_runs),
            "title_abstract": Word(ScreeningStatus, "title_abstract"),
            "full_text": Word(ScreeningStatus, "full_text"),
            "origin": Word(CandidateOrigin, "origin"),
            "excluded_because": Word(ExclusionReason, "excluded_because"),
            "doi": Text("doi"),
            "pmid": Text("pmid"),
            "q": Words(about="Words that all stand in its title, abstract, authors or journal; or a DOI or PMID."),
        },
    )
}


class Decisions(Writing, Answering, APIView):
    """What was said of a candidate, as far as it may be shown; and the way to say it."""

    serializer_class = DecisionSerializer
    columns = DecisionSerializer.Meta.fields
    http_method_names = ["get", "head", "post"]

    @extend_schema(operation_id="candidate_decisions", tags=["candidates"], responses=DecisionSerializer(many=True))
    def get(self, request, key):
        """Every word, in the order in which they were said. Others' are not told before all of the stage are in."""
        refuse_unknown(request.query_params, ())
        rows = self._shown(request.user, permissions.get_candidate_or_404(request.user, _readable(key)))
        return self.file(rows, "decisions") if self.wants_file() else Response(rows)

    @extend_schema(
        operation_id="candidate_decide",
        tags=["candidates"],
        request=AskedWord,
        responses={200: DecisionSerializer(many=True)},
    )
    def post(self, request, key):
        """Says a word, settles a conflict, or takes one's own word back."""
        candidate = permissions.get_candidate_or_404(request.user, _readable(key))
        asked = self.asked(AskedWord)
        about = {"candidate": candidate, "stage": asked["stage"], "by": request.user}
        if asked["do"] == "take_back":
            actions.take_back(**about)
        else:
            said = Said(**{name: asked[name] for name in ("verdict", "reason", "note", "look_again")})
            getattr(actions, asked["do"])(said=said, **about)
        return Response(self._shown(request.user, candidate))

    def _shown(self, user, candidate: Candidate) -> list[dict]:
        return DecisionSerializer(decisions_shown_to(user).filter(candidate=candidate).order_by("pk"), many=True).data


def _readable(key: str) -> str:
    if "\x00" in key:
        raise NotFound("There is no such candidate.")
    return key


URLS = [path("candidates/<path:key>/decisions/", Decisions.as_view(), name="candidate-decisions")]
