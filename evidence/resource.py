"""What every resource of the API does: a list to be narrowed, paged or saved as a file, and each row by its key."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from evidence.filtering import Filter, Parameters
from search.parameters import refuse_unknown
from search.rest import Answering

BATCH = 500  # rows of a file read at a time


class Resource(Answering, ReadOnlyModelViewSet):
    """`rows` gives the rows a user may see, with all the serializer reads prefetched."""

    lookup_field = "key"
    lookup_value_converter = "path"  # keys hold slashes
    filter_backends = [Parameters]
    filters: dict[str, Filter] = {}
    rows: Callable[[Any], QuerySet]

    def get_queryset(self) -> QuerySet:
        # A generated schema asks without a request.
        user = self.request.user if self.request else AnonymousUser()
        rows = type(self).rows(user)
        return rows if "key" in rows.model._meta.ordering else rows.order_by(*rows.model._meta.ordering, "pk")

    @property
    def columns(self) -> list[str]:
        return list(self.get_serializer().fields)

    def list(self, request, *args, **kwargs):
        if self.wants_file():
            return self.file(self._told(self.filter_queryset(self.get_queryset())), self.basename)
        return super().list(request, *args, **kwargs)

    def _told(self, rows: QuerySet) -> Iterator[dict]:
        serializer: BaseSerializer = self.get_serializer()
        return map(serializer.to_representation, rows.iterator(chunk_size=BATCH))

    def retrieve(self, request, *args, **kwargs):
        refuse_unknown(request.query_params, ())
        return super().retrieve(request, *args, **kwargs)

    def get_object(self):
        found = None
        if "\x00" not in self.kwargs["key"]:
            found = self.get_queryset().filter(key=self.kwargs["key"]).first()
        if found is None:
            raise Http404(f'There is nothing with the key "{self.kwargs["key"]}" in {self.basename}.')
        return found


def resource(
    about: str,
    rows: Callable[[Any], QuerySet],
    serializer: type[BaseSerializer],
    filters: dict[str, Filter],
    kind: type[Resource] = Resource,
    **attributes,
) -> type[Resource]:
    """A view set. `about` describes it to the API's readers; `kind` is what it does besides."""
    names = {"__doc__": about, "rows": staticmethod(rows), "serializer_class": serializer, "filters": filters}
    return type(f"{serializer.__name__.removesuffix('Serializer')}Resource", (kind,), names | attributes)
