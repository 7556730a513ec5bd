"""Search at /api/v1/search/: the question of the search page, answered for programs."""

from collections.abc import Iterator
from dataclasses import replace

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from search import asking, facets, fields, wording
from search.document import FACETS
from search.engines.base import Found, IndexUnusable
from search.parameters import PAGING, refuse_unknown, whole_number
from search.query import DEEPEST_HIT, LARGEST_PAGE, MATCHES, MOST_VALUES, PAGE_SIZE, SORTS, SearchQuery
from search.rest import Answering
from search.syntax import LONGEST_QUERY


class ResultSerializer(serializers.Serializer):
    type = serializers.CharField(help_text="study, reference, trial, recommendation, policy or statement.")
    id = serializers.CharField(source="key", help_text="The key, by which the type's own resource gives the row.")
    title = serializers.CharField(help_text="What people see of it in a list.")
    snippet = serializers.CharField(help_text="HTML: escaped text, with what matches in <b>.")
    url = serializers.SerializerMethodField(help_text="The page for people.")

    def get_url(self, hit) -> str:
        return self.context["request"].build_absolute_uri(hit.url)


class FacetValueSerializer(serializers.Serializer):
    value = serializers.CharField(help_text="What the parameter of the facet's name takes.")
    label = serializers.CharField(help_text="How it reads.")
    count = serializers.IntegerField(help_text="How much choosing it would find.")
    selected = serializers.BooleanField(help_text="Whether it is asked for.")


class FacetSerializer(serializers.Serializer):
    label = serializers.CharField(help_text="How the facet reads.")
    values = FacetValueSerializer(many=True, help_text="Those that occur, and those that are asked for.")


class RemarkSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="fault, left out (a part that is not honoured) or read as.")
    text = serializers.CharField(help_text="In a sentence.")
    start = serializers.IntegerField(help_text="First character of q it is about.")
    end = serializers.IntegerField(help_text="Character after the last; 0 where it is about no single place.")


class AnswerSerializer(serializers.Serializer):
    """Of one question. A facet's counts leave its own choice out, so each is what choosing that value would give."""

    described = serializers.CharField(help_text="The question in words.")
    match = serializers.CharField(
        help_text="most where only some of the words had to match; else empty, or all if asked."
    )
    remarks = RemarkSerializer(many=True, help_text="How q was read where that is not plain.")
    also_searched = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Other names and spellings that were searched, by what was typed.",
    )
    did_you_mean = serializers.CharField(help_text="q with words that occur in place of those that do not; else empty.")

    count = serializers.IntegerField(help_text="How much is found, on all pages.")
    next = serializers.URLField(allow_null=True, help_text="Address of the next page; null on the last.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the page before; null on the first.")
    results = ResultSerializer(many=True, help_text="What is found, the best first.")
    facets = serializers.DictField(child=FacetSerializer(), help_text=f"By name: {', '.join(FACETS)}.")


class SearchUnusable(APIException):
    status_code = 503
    default_detail = "The search index is not ready. It is being built, or has to be: run manage.py build_index."
    default_code = "search_unusable"
    wait = 30  # seconds, told as Retry-After


PARAMETERS = [
    OpenApiParameter(
        "q",
        str,
        description=(
            'Words; "in quotes" as a phrase; `AND`, `OR`, `NOT`, parentheses; `metasta*`; `title:`, `author:`, `year:` '
            f"and other fields; PubMed's tags. Up to {LONGEST_QUERY} characters."
        ),
    ),
    OpenApiParameter(
        "match",
        str,
        enum=MATCHES,
        description="Whether `all` words must match or `most`; chosen by what is found if not given.",
    ),
    OpenApiParameter("sort", str, enum=list(SORTS), description="What comes first; `relevance` if not given."),
    OpenApiParameter(
        "synonyms", str, enum=["on", "off"], description="Whether other names are searched too; `on` if not given."
    ),
    *(
        OpenApiParameter(name, str, many=True, description=f"{label}: any of the values given.")
        for name, label in FACETS.items()
    ),
    OpenApiParameter("page", int, description=f"From 1, up to hit {DEEPEST_HIT}."),
    OpenApiParameter("page_size", int, description=f"From 1 to {LARGEST_PAGE}; {PAGE_SIZE} if not given."),
]


class Search(Answering, APIView):
    """Everything that can be found: references, studies, trials, recommendations, policies and statements.

    Best first; without words, everything that the facets leave. As CSV the results alone, all of them up to the
    ten-thousandth.
    """

    columns = list(ResultSerializer().fields)
    serializer_class = AnswerSerializer
    refusals = (400, 503)

    @extend_schema(operation_id="search", tags=["search"], parameters=PARAMETERS)
    def get(self, request):
        query = question(request.query_params)
        if self.wants_file():
            return self.file(self._told(every_hit(query, request.user)), "search")
        answer = find(query, request.user)
        query, found = answer.query, answer.found
        return Response(
            {
                "count": found.count,
                **links(request, query, found.count),
                "described": wording.described(query, facets.labels_of),
                "match": query.match,
                "remarks": RemarkSerializer(answer.remarks, many=True).data,
                "also_searched": answer.also,
                "did_you_mean": answer.did_you_mean,
                "results": list(self._told(found.hits)),
                "facets": {
                    facet.name: FacetSerializer(facet).data for facet in facets.build(query, found.facet_counts)
                },
            }
        )

    def _told(self, hits) -> Iterator[dict]:
        return map(ResultSerializer(context={"request": self.request}).to_representation, hits)


CHOICES = {"match": MATCHES, "sort": tuple(SORTS), "synonyms": ("on", "off")}


def question(params) -> SearchQuery:
    """ParseError for whatever the search page would leave out without a word."""
    refuse_unknown(params, ["q", *CHOICES, *FACETS, *PAGING])
    for name, known in CHOICES.items():
        if params.get(name, known[0]) not in known:
            raise ParseError(f'{name}: "{params[name]}" is not one of {", ".join(known)}.')
    if len(params.get("q", "")) > LONGEST_QUERY:
        raise ParseError(f"q: longer than {LONGEST_QUERY} characters.")
    for name in FACETS:
        values = params.getlist(name)
        if "" in values:
            raise ParseError(f"{name}: a value is missing.")
        if len(values) > MOST_VALUES:
            raise ParseError(f"{name}: more than {MOST_VALUES} values.")
        if values:
            refuse_unlabelled(name, [value for value in values if name != "year" or ".." not in value])
    for value in params.getlist("year"):
        if ".." in value:
            refuse_no_years(value)
    page_size = whole_number(params, "page_size", default=PAGE_SIZE, most=LARGEST_PAGE)
    whole_number(params, "page", default=1, most=max(1, DEEPEST_HIT // page_size))
    return SearchQuery.from_params(params)


def refuse_unlabelled(facet: str, values: list[str]) -> None:
    """ParseError for a value that none of the facet's labels is for; a facet without labels takes any."""
    labels = facets.labels_of(facet)
    for value in values:
        if labels and value not in labels:
            raise ParseError(f'{facet}: there is no {FACETS[facet].lower()} "{value}".')


def refuse_no_years(value: str) -> None:
    """ParseError for a range that holds no year."""
    try:
        fields.year(value)
    except fields.LeftOut as problem:
        raise ParseError(f"year: {problem}.") from problem


def find(query: SearchQuery, user) -> asking.Answer:
    try:
        return asking.ask(query, viewer=user)
    except IndexUnusable as error:
        raise SearchUnusable from error


def every_hit(query: SearchQuery, user) -> Iterator:
    """The hits of all pages, fetched as they are used. ParseError at once where there are too many."""
    query = replace(query, page=1, page_size=LARGEST_PAGE)
    answer = find(query, user)
    query, first = answer.query, answer.found
    if first.count > DEEPEST_HIT:
        raise ParseError(
            f"This finds {first.count}, and a file holds at most {DEEPEST_HIT}. Narrow it, or ask for a page."
        )
    return _pages(query, first, user)


def _pages(query: SearchQuery, found: Found, user) -> Iterator:
    while found.hits:
        yield from found.hits
        query = query.on_page(query.page + 1)
        found = find(query, user).found


def links(request, query: SearchQuery, count: int) -> dict[str, str | None]:
    """The addresses of the next and the previous page, in the form of every other list."""
    address = request.build_absolute_uri()
    last = min(-(-count // query.page_size), DEEPEST_HIT // query.page_size)
    following = replace_query_param(address, "page", query.page + 1) if query.page < last else None
    before = None
    if query.page == 2:
        before = remove_query_param(address, "page")
    elif query.page > 2:
        before = replace_query_param(address, "page", query.page - 1)
    return {"next": following, "previous": before}
