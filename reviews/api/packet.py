"""The committee's packet at /api/v1/review-cycles/<key>/packet/: the page, the DOCX and the PDF as plain values."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from policies.paper.plain import plain_paper
from reviews import permissions
from reviews.packet.reading import packet_of
from reviews.serializers.packet import PacketSerializer
from search.parameters import refuse_unknown
from search.rest import Answering


class Packet(Answering, APIView):
    serializer_class = PacketSerializer
    renderer_classes = [JSONRenderer]

    @extend_schema(operation_id="review_packet", tags=["review-cycles"], responses=PacketSerializer)
    def get(self, request, key):
        """All that a review found, decided and proposes, as its page tells it; for members only."""
        refuse_unknown(request.query_params, ())
        cycle = permissions.get_cycle_for_members_or_404(request.user, key)
        paper = packet_of(cycle, request.user, timezone.localdate())
        return Response({"cycle": cycle.key, **plain_paper(paper, request.build_absolute_uri)})


URLS = [path("review-cycles/<path:key>/packet/", Packet.as_view(), name="review-packet")]
