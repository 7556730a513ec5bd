"""What all answers of the API share: formats, files, refusals."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer

from search.parameters import PAGING

FORMAT = (
    "How the answer is written; json if not given. Any other is a file, of the whole list unless a page is asked for."
)


class KnownFormats(DefaultContentNegotiation):
    def filter_renderers(self, renderers, format):
        fitting = [renderer for renderer in renderers if renderer.format == format]
        if not fitting:
            known = ", ".join(renderer.format for renderer in renderers)
            raise ParseError(f'There is no format "{format}" here. Known are: {known}.')
        return fitting


class Refusal(serializers.Serializer):
    detail = serializers.CharField(help_text="What was wrong with the request, in a sentence.")


class Schema(AutoSchema):
    """Tells files and refusals apart from the JSON they are given beside."""

    def get_override_parameters(self):
        formats = OpenApiParameter("format", str, enum=self.map_renderers("format"), description=FORMAT)
        return [*super().get_override_parameters(), formats]

    def get_response_serializers(self):
        told = {(200, JSONRenderer.media_type): super().get_response_serializers()}
        for media_type in self.map_renderers("media_type"):
            told.setdefault((200, media_type), OpenApiTypes.STR)
        return told | {(status, JSONRenderer.media_type): Refusal for status in self.view.refusals}


class Answering:
    """For views of the API: lists as files, and whatever goes wrong as JSON.

    A file is of a format whose renderer has `lines`. It holds the whole list unless a page is asked for, and is
    written row by row, so that no list is too long for memory.
    """

    columns: Sequence[str]  # the keys of a row, in order
    refusals: Sequence[int] = (400, 404)
    schema = Schema()
    http_method_names = ["get", "head"]
    content_negotiation_class = KnownFormats

    def wants_file(self) -> bool:
        paged = any(name in self.request.query_params for name in PAGING)
        return hasattr(self.request.accepted_renderer, "lines") and not paged

    def file(self, rows: Iterable[dict], name: str) -> StreamingHttpResponse:
        renderer = self.request.accepted_renderer
        return StreamingHttpResponse(
            (line.encode() for line in renderer.lines(rows, self.columns)),
            content_type=f"{renderer.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.{renderer.extension}"'},
        )

    def handle_exception(self, exc):
        if isinstance(exc, PermissionDenied) and not self.request.user.is_authenticated:
            exc = NotAuthenticated(str(exc) or None)  # who has not signed in may do what others may: 401, not 403
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = JSONRenderer.media_type
        return super().handle_exception(exc)
