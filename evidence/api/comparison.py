"""Studies side by side at /api/v1/compare/studies/."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.comparison import presenting, serializers
from evidence.comparison.aligning import only_differences
from evidence.comparison.asked import MOST_STUDIES, asked
from evidence.comparison.gathering import gathered
from evidence.comparison.values import Comparison
from evidence.permissions import studies_seen_by
from search.parameters import refuse_unknown
from search.rest import Answering


class CompareStudies(Answering, APIView):
    """Studies side by side: what is told of each, every figure as printed, and where columns are not alike.

    As CSV a line for each figure and each thing said, with its document and place.
    """

    columns = presenting.COLUMNS
    serializer_class = serializers.StudiesComparedSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="compare_studies",
        tags=["compare"],
        parameters=[
            OpenApiParameter("ids", str, description=f"Keys of studies, joined by commas: {MOST_STUDIES} at most."),
            OpenApiParameter(
                "only", str, enum=[presenting.ONLY_DIFFERENCES], description="Leaves out rows that do not differ."
            ),
        ],
    )
    def get(self, request):
        comparison = self._comparison(request)
        if self.wants_file():
            return self.file(presenting.lines(comparison), "studies-compared")
        return Response(serializers.told(comparison))

    def _comparison(self, request) -> Comparison:
        refuse_unknown(request.query_params, ["ids", "only"])
        wanted = asked(request.query_params.getlist("ids"))
        if wanted.left_out:
            raise ParseError(f"ids: more than {MOST_STUDIES} studies.")
        if (only := request.query_params.get("only", "")) not in ("", presenting.ONLY_DIFFERENCES):
            raise ParseError(f'only: "{only}" is not {presenting.ONLY_DIFFERENCES}.')
        found = gathered(studies_seen_by(request.user), wanted.keys)
        if found.unknown:
            raise ParseError(f'ids: there is no study with the key "{found.unknown[0]}".')
        return only_differences(found.comparison) if only else found.comparison
