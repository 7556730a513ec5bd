from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from search import facets, index
from search.engines.base import IndexUnusable
from search.query import DEEPEST_HIT, SearchQuery


def search(request):
    """One page: whole, or only its results where htmx asks for them."""
    query = SearchQuery.from_params(request.GET)
    context = {"query": query}
    try:
        found = index.find(query, viewer=request.user)
    except IndexUnusable:
        context["unusable"] = True
    else:
        pages = max(1, -(-found.count // query.page_size))
        context |= {
            "found": found,
            "facets": facets.build(query, found.facet_counts),
            "pages": pages,
            "first": query.on_page(1),
            "previous": query.on_page(query.page - 1) if query.page > 1 else None,
            "next": query.on_page(query.page + 1) if query.page < min(pages, DEEPEST_HIT // query.page_size) else None,
        }
    answer = render(request, "search/_results.html" if wants_results_only(request) else "search/search.html", context)
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


def wants_results_only(request) -> bool:
    return request.htmx.target == "results" and not request.htmx.history_restore_request


def ready(request):
    """For whoever waits until the site answers."""
    return HttpResponse("ready\n", content_type="text/plain")
