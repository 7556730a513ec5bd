from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from search import asking, facets, index, suggesting, without_index, wording
from search.engines.base import IndexUnusable
from search.query import DEEPEST_HIT, MATCHES, SORT_LABELS, SearchQuery


@require_safe
def search(request):
    """One page: whole, or only its results where htmx asks for them."""
    query = SearchQuery.from_params(request.GET)
    try:
        answer = asking.ask(query, viewer=request.user)
    except IndexUnusable:
        found = without_index.find(query, viewer=request.user)
        return _rendered(request, {"query": query, "unusable": True, "named": found, "progress": index.progress()})
    if answer.query.match != query.match and not request.htmx:
        return HttpResponseRedirect(answer.query.url)  # so that the address says how it was matched
    rendered = _rendered(request, _context(answer))
    if request.htmx:
        rendered["HX-Push-Url"] = answer.query.url
    return rendered


def _context(answer: asking.Answer) -> dict:
    query, found = answer.query, answer.found
    pages = max(1, -(-found.count // query.page_size))
    built = {facet.name: facet for facet in facets.build(query, found.facet_counts)}
    return {
        "answer": answer,
        "notice": index.notice(),
        "query": query,
        "found": found,
        "described": wording.described(query, facets.labels_of),
        "chips": [(facet, value) for facet in built.values() for value in facet.selected],
        "tabs": built.pop(facets.TABS),
        "years": built.pop(facets.BARS),
        "facets": [facet for facet in built.values() if facet.values],
        "any_type": query.choosing(facets.TABS, ()),
        "sorts": [(label, query.sorted_by(sort), sort == query.sort) for sort, label in SORT_LABELS.items()],
        "other_match": {match: query.matching(match) for match in MATCHES},
        "suggested": query.with_text(answer.did_you_mean) if answer.did_you_mean else None,
        "pages": pages,
        "first": query.on_page(1),
        "previous": query.on_page(query.page - 1) if query.page > 1 else None,
        "next": query.on_page(query.page + 1) if query.page < min(pages, DEEPEST_HIT // query.page_size) else None,
    }


def _rendered(request, context: dict) -> HttpResponse:
    only_results = request.htmx.target == "results" and not request.htmx.history_restore_request
    answer = render(request, "search/_results.html" if only_results else "search/search.html", context)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


@require_safe
def suggestions(request):
    """Options for the box while one types."""
    try:
        found = suggesting.suggest(request.GET.get("q", ""), viewer=request.user)
    except IndexUnusable:
        found = []
    return render(request, "search/_suggestions.html", {"suggestions": found})


@require_safe
def ready(request):
    """For whoever waits until the site answers."""
    return HttpResponse("ready\n", content_type="text/plain")
