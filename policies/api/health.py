"""The health of a policy at /api/v1/policy-health/."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from policies import permissions
from policies.health.reading import sections_of
from policies.presenters.health import finding_rows
from policies.serializers.health import FindingSerializer, KindSerializer, PolicyHealthSerializer
from search.parameters import refuse_unknown
from search.rest import Answering

POLICY = OpenApiParameter("policy", str, required=True, description="By key: policy.")


class PolicyHealth(Answering, APIView):
    """What is not in order in the newest version of a policy: evidence owed, disagreements, what was overtaken.

    `policy` must be given. As CSV the findings alone.
    """

    columns = list(FindingSerializer().fields)
    serializer_class = PolicyHealthSerializer

    @extend_schema(operation_id="policy_health", tags=["policy-health"], parameters=[POLICY])
    def get(self, request):
        refuse_unknown(request.query_params, ["policy"])
        keys = request.query_params.getlist("policy")
        if len(keys) != 1:
            raise ParseError("policy: give the key of one policy.")
        version = permissions.get_version_or_404(request.user, keys[0])
        sections = sections_of(version, request.user)
        rows = finding_rows(version.policy.key, sections, request.build_absolute_uri)
        if self.wants_file():
            return self.file(rows, f"health-{version.policy.key.replace('/', '-')}")
        return Response(
            {
                "policy": version.policy.key,
                "version": version.key,
                "count": len(rows),
                "kinds": KindSerializer(sections, many=True).data,
                "results": rows,
            }
        )
