"""The committee's packet: a page to read and print, and the same as DOCX and as PDF."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.full_texts.reading import places_for
from policies.paper.page import page_block
from policies.views.paper import file_answer
from reviews import permissions
from reviews.packet.reading import packet_of
from reviews.presenters.around import around


@require_safe
@csp_update({"img-src": [SELF, "data:"]})  # its drawings stand in the page itself
def review_packet(request, key):
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    paper = packet_of(cycle, request.user, timezone.localdate())
    place = places_for(request.user)
    told = {"paper": paper, "blocks": [page_block(block, place) for block in paper.blocks]}
    return render(request, "reviews/packet.html", around(request.user, cycle, "review-packet") | told)


@require_safe
def review_packet_file(request, key, form):
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    return file_answer(request, packet_of(cycle, request.user, timezone.localdate()), form)
