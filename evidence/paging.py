from django.core.paginator import Paginator
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination

from search.parameters import whole_number
from search.query import LARGEST_PAGE


class Pages(PageNumberPagination):
    """`{count, next, previous, results}`. A page that is not there is 404, a size out of range 400."""

    page_size_query_param = "page_size"
    max_page_size = LARGEST_PAGE
    page_query_description = "Which page of the list, from 1. A page after the last is 404."
    page_size_query_description = f"Rows on a page, from 1 to {LARGEST_PAGE}. Anything else is refused with 400."

    def get_page_size(self, request):
        return whole_number(request.query_params, "page_size", default=self.page_size, most=self.max_page_size)

    def get_page_number(self, request, paginator: Paginator) -> int:
        number = whole_number(request.query_params, "page", default=1)
        if number > paginator.num_pages:
            raise NotFound(f"There is no page {number}: the list has {paginator.num_pages}.")
        return number

    def get_paginated_response_schema(self, schema):
        """The list's shape, every part of it always there."""
        described = super().get_paginated_response_schema(schema)
        return described | {"required": ["count", "next", "previous", "results"]}
