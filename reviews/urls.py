from django.urls import path

from reviews.views import cycles, packet

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/packet/", packet.review_packet, name="review-packet"),
    path("reviews/<path:key>/packet.docx", packet.review_packet_file, {"form": "docx"}, name="review-packet-docx"),
    path("reviews/<path:key>/packet.pdf", packet.review_packet_file, {"form": "pdf"}, name="review-packet-pdf"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
