"""The health of a policy at /api/v1/policies/<key>/health/."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from policies import permissions
from policies.health.reading import sections_of
from policies.presenters.health import finding_rows
from policies.serializers.health import FindingSerializer, KindSerializer, PolicyHealthSerializer
from search.parameters import refuse_unknown
from search.rest import Answering


class PolicyHealth(Answering, APIView):
    """What is not in order in the newest version of a policy: evidence owed, disagreements, what was overtaken.

    As CSV the findings alone.
    """

    columns = list(FindingSerializer().fields)
    serializer_class = PolicyHealthSerializer

    @extend_schema(operation_id="policies_health", tags=["policies"])
    def get(self, request, key):
        refuse_unknown(request.query_params, ())
        version = permissions.get_version_or_404(request.user, key)
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
