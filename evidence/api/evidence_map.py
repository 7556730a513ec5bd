"""The evidence map at /api/v1/evidence-map/."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence import vocabulary as words
from evidence.mapping import presenting
from evidence.mapping.reading import CONDITION_LEVEL, INTERVENTION_LEVEL, evidence_map
from evidence.permissions import studies_seen_by
from search.parameters import refuse_unknown, whole_number
from search.rest import Answering

DEEPEST = 99


class MapCellSerializer(serializers.Serializer):
    condition = serializers.CharField(help_text="Key; empty for all conditions.")
    condition_label = serializers.CharField(help_text="How it reads.")
    intervention = serializers.CharField(help_text="Key; empty for all interventions.")
    intervention_label = serializers.CharField(help_text="How it reads.")
    endpoint = serializers.CharField(help_text="The one asked for; else empty.")
    studies = serializers.IntegerField(help_text="Distinct studies; 0 is a gap.")
    randomized = serializers.IntegerField(help_text="Of them randomized trials.")
    controlled = serializers.IntegerField(help_text="Of them with a control group, not randomized.")
    uncontrolled = serializers.IntegerField(help_text="Of them without a control group.")
    reviews = serializers.IntegerField(help_text="Of them reviews and pooled analyses.")
    other = serializers.IntegerField(help_text="Of them others, or of a design that is not stated.")
    participants = serializers.IntegerField(
        help_text="Computed: the largest number printed of each primary study, added up. Reviews are left out."
    )
    participants_not_printed = serializers.IntegerField(help_text="Primary studies of which no number is printed.")
    search = serializers.CharField(help_text="Address of the search that finds these studies.")


class MapSerializer(serializers.Serializer):
    cells = MapCellSerializer(many=True, help_text="Every pair of terms, gaps too.")


LEVEL = "How deep the tree of {} is shown, from 1, the broadest terms; {} if not given."


class ShowMap(Answering, APIView):
    """How many studies there are of each condition and intervention, by design. Broader terms hold narrower ones."""

    columns = presenting.COLUMNS
    serializer_class = MapSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="evidence_map",
        tags=["evidence-map"],
        parameters=[
            OpenApiParameter(
                "endpoint", str, enum=words.Endpoint.values, description="Only studies with results of it."
            ),
            OpenApiParameter("condition_level", int, description=LEVEL.format("conditions", CONDITION_LEVEL)),
            OpenApiParameter("intervention_level", int, description=LEVEL.format("interventions", INTERVENTION_LEVEL)),
        ],
    )
    def get(self, request):
        asked = request.query_params
        refuse_unknown(asked, ["endpoint", "condition_level", "intervention_level"])
        endpoint = asked.get("endpoint", "")
        if endpoint and endpoint not in words.Endpoint.values:
            raise ParseError(f'endpoint: "{endpoint}" is not one of {", ".join(words.Endpoint.values)}.')
        found = evidence_map(
            studies_seen_by(request.user),
            endpoint=endpoint,
            condition_level=whole_number(asked, "condition_level", default=CONDITION_LEVEL, most=DEEPEST),
            intervention_level=whole_number(asked, "intervention_level", default=INTERVENTION_LEVEL, most=DEEPEST),
        )
        if self.wants_file():
            return self.file(presenting.lines(found), "evidence-map")
        return Response({"cells": list(presenting.lines(found))})
