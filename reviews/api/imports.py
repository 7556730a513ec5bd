"""Files of search results at /api/v1/review-imports/, by the same actions as the pages."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from evidence.filtering import Key, Parameters, Word
from evidence.resource import Resource
from evidence.writing import BoundedJSON, Writing
from reviews import permissions
from reviews.importing.counting import with_outcomes
from reviews.importing.reading import record_of, records_of
from reviews.importing.settling import settle
from reviews.importing.staging import stage_import
from reviews.models import ImportRecord, ReviewCycle, SearchRun
from reviews.serializers.imports import ImportBatchSerializer, ImportRecordSerializer, NewImport, RecordSettled
from reviews.vocabulary import ImportState, KnownBecause, RecordOutcome
from search.rest import Answering


def batches(user):
    return with_outcomes(permissions.visible_batches(user).select_related("run__cycle"), by="batch")


class ReviewImports(Writing, Resource):
    """Files of what searches found, with how their records ended. For those who may read reviews in progress."""

    basename = "review-imports"
    rows = staticmethod(batches)
    serializer_class = ImportBatchSerializer
    parser_classes = [MultiPartParser, BoundedJSON]
    filters = {
        "run": Key(SearchRun, "run", seen=permissions.visible_runs),
        "cycle": Key(ReviewCycle, "run__cycle", seen=permissions.visible_cycles),
        "state": Word(ImportState, "state"),
    }
    http_method_names = ["get", "head", "post"]

    @extend_schema(request={"multipart/form-data": NewImport}, responses={201: ImportBatchSerializer})
    def create(self, request):
        """Brings a file (as multipart/form-data) into a search; the worker reads it. Ask for its state afterwards."""
        if objection := permissions.objection_to(request.user, "search_literature"):
            raise PermissionDenied(objection)  # before the body is looked at
        asked = self.asked(NewImport)
        run = permissions.get_run_or_404(request.user, asked["run"])
        batch = stage_import(run=run, by=request.user, file=asked["file"], file_name=asked["file"].name)
        return Response(ImportBatchSerializer(batches(request.user).get(pk=batch.pk)).data, status=201)


class ReviewImportRecords(Writing, Answering, ListAPIView):
    serializer_class = ImportRecordSerializer
    filter_backends = [Parameters]
    filters = {
        "outcome": Word(RecordOutcome, "outcome"),
        "known_because": Word(KnownBecause, "known_because"),
    }
    columns = ImportRecordSerializer.Meta.fields
    http_method_names = ["get", "head", "post"]

    def get_queryset(self):
        if "key" not in self.kwargs:  # a generated schema asks so
            return ImportRecord.objects.none()
        return records_of(permissions.get_batch_or_404(self.request.user, self.kwargs["key"]))

    @extend_schema(operation_id="review_import_records", tags=["review-imports"])
    def get(self, request, *args, **kwargs):
        """The records of a file in its order, each with what became of it."""
        if self.wants_file():
            rows = self.filter_queryset(self.get_queryset()).iterator(chunk_size=500)
            return self.file(map(self.get_serializer().to_representation, rows), "records")
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="review_import_settle",
        tags=["review-imports"],
        request=RecordSettled,
        responses=ImportRecordSerializer,
    )
    def post(self, request, key):
        """Says of one record what it is, or takes that back."""
        batch = permissions.get_batch_or_404(request.user, key)
        if objection := permissions.objection_to(request.user, "search_literature"):
            raise PermissionDenied(objection)
        asked = self.asked(RecordSettled)
        if (record := record_of(batch, str(asked["record"]))) is None:
            raise Http404("There is no such record in this file.")
        settled = settle(record=record, answer=asked["answer"], by=request.user)
        return Response(ImportRecordSerializer(settled).data)


RESOURCES = {"review-imports": ReviewImports}
