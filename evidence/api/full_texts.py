"""The full text of a work at /api/v1/references/<key>/: by the same actions as on its page, and for members only."""

from django.core.exceptions import ValidationError
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence import permissions
from evidence.full_texts import actions, reading, uploading
from evidence.models import Reference
from evidence.serializers.full_texts import FileSent, FullTextSerializer, RetrievalNoted
from evidence.writing import Writing
from search.parameters import refuse_unknown
from search.rest import Answering


def told(reference: Reference) -> Response:
    kept = reading.with_full_texts(Reference.objects.all()).get(pk=reference.pk)
    return Response(FullTextSerializer(reading.full_text_of(kept)).data)


class ReferenceFullText(Writing, Answering, APIView):
    serializer_class = FullTextSerializer
    http_method_names = ["get", "head", "post"]

    @extend_schema(operation_id="reference_full_text", tags=["references"], responses=FullTextSerializer)
    def get(self, request, key):
        """Whether the full text of a work was had, and its files."""
        refuse_unknown(request.query_params, ())
        permissions.refuse(permissions.objection_to_reading_full_texts(request.user))
        return told(permissions.get_or_404(request.user, Reference.objects.all(), key))

    @extend_schema(
        operation_id="reference_retrieval", tags=["references"], request=RetrievalNoted, responses=FullTextSerializer
    )
    def post(self, request, key):
        """Notes where the search for it stands."""
        reference = permissions.get_reference_to_keep_or_refuse(request.user, key)
        actions.note_retrieval(reference=reference, by=request.user, **self.asked(RetrievalNoted))
        return told(reference)


class ReferenceFiles(Writing, Answering, APIView):
    parser_classes = [MultiPartParser]
    http_method_names = ["post"]

    def initialize_request(self, request, *args, **kwargs):
        uploading.bound(request)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        operation_id="reference_file_add",
        tags=["references"],
        request={"multipart/form-data": FileSent},
        responses={201: FullTextSerializer},
    )
    def post(self, request, key):
        """Keeps a file of the work, sent as the field "file" of a form."""
        reference = permissions.get_reference_to_keep_or_refuse(request.user, key)
        file = request.data.get("file")
        if request.bounded.too_large:
            raise ValidationError(actions.too_large(request.bounded.too_large[0]))
        if not hasattr(file, "chunks"):
            raise ParseError('Send the file as the field "file" of multipart/form-data.')
        actions.add_file(reference=reference, name=file.name, chunks=file.chunks(), by=request.user)
        return Response(told(reference).data, status=201)


URLS = [
    path("references/<path:key>/full-text/", ReferenceFullText.as_view(), name="reference-full-text"),
    path("references/<path:key>/files/", ReferenceFiles.as_view(), name="reference-files"),
]
