"""What depends on a piece of evidence or a code, at /api/v1/impact/."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from policies.impact.dependencies import dependencies_of
from policies.impact.subjects import KINDS, NotAnswerable, Subject, asked
from policies.presenters.impact import dependency_rows, summary
from policies.serializers.impact import DependencySerializer, ImpactSerializer, SubjectSerializer
from search.parameters import refuse_unknown
from search.rest import Answering

MEANINGS = {
    "reference": "By key: a work, with the studies it reports and the guideline versions it prints.",
    "study": "By key: a study, with its reports and the reviews that include it.",
    "guideline": "By key: a guideline in all its versions.",
    "code": "A code as policies list it.",
}


class Impact(Answering, APIView):
    """The statements and policies that depend on one reference, study, guideline or code, and by which way.

    Exactly one parameter is asked for. As CSV the ways alone.
    """

    columns = list(DependencySerializer().fields)
    serializer_class = ImpactSerializer
    refusals = (400,)

    @extend_schema(
        operation_id="impact",
        tags=["impact"],
        parameters=[OpenApiParameter(kind, str, description=MEANINGS[kind]) for kind in KINDS],
    )
    def get(self, request):
        refuse_unknown(request.query_params, KINDS)
        subject = wanted(request)
        found = dependencies_of(subject, request.user)
        rows = dependency_rows(found, request.build_absolute_uri)
        if self.wants_file():
            return self.file(rows, "impact")
        answer = {"subject": SubjectSerializer(subject).data, "summary": summary(found)}
        return Response(answer | {"count": len(rows), "results": rows})


def wanted(request) -> Subject:
    try:
        subject = asked(request.query_params, request.user)
    except NotAnswerable as error:
        raise ParseError(str(error)) from error
    if subject is None:
        raise ParseError(f"Ask about one of {', '.join(KINDS)}.")
    return subject
