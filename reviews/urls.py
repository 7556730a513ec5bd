from django.urls import path, re_path

from reviews.views import candidates, cycles, flow, imports, keeping, literature, packet, progress, screening, work

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/mine/", work.my_work, name="my-work"),
    path("reviews/notices/read/", work.notices_read, name="notices-read"),
    path("reviews/by-writer/", work.reviews_by_writer, name="reviews-by-writer"),
    path("reviews/new/", keeping.review_new, name="review-new"),
    path("reviews/assignments/<int:pk>/end/", keeping.assignment_end, name="assignment-end"),
    path("reviews/<path:key>/edit/", keeping.review_edit, name="review-edit"),
    path("reviews/<path:key>/assign/", keeping.review_assign, name="review-assign"),
    path("reviews/<path:key>/move/", keeping.review_move, name="review-move"),
    path("reviews/<path:key>/draft/", keeping.review_draft, name="review-draft"),
    path("reviews/<path:key>/close/", keeping.review_close, name="review-close"),
    path(
        "reviews/<path:key>/literature/<slug:table>.csv",
        literature.review_literature_file,
        name="review-literature-file",
    ),
    path("reviews/<path:key>/literature/", literature.review_literature, name="review-literature"),
    path("reviews/<path:key>/screening/", screening.review_screening, name="review-screening"),
    path("reviews/<path:key>/screening/add/", screening.screening_add, name="screening-add"),
    path("reviews/<path:key>/screening/undo/", screening.screening_undo, name="screening-undo"),
    path("candidates/<path:key>/judge/", candidates.candidate_judge, name="candidate-judge"),
    path("candidates/<path:key>/reopen/", candidates.candidate_reopen, name="candidate-reopen"),
    path("candidates/<path:key>/", candidates.candidate, name="candidate"),
    path("reviews/<path:key>/progress/", progress.review_progress, name="review-progress"),
    path("reviews/<path:key>/order/", progress.review_order, name="review-order"),
    path("reviews/<path:key>/import/", imports.review_import, name="review-import"),
    path("reviews/<path:key>/records.csv", imports.review_import_records, name="review-import-records"),
    path("reviews/<path:key>/records/settle/", imports.review_import_settle, name="review-import-settle"),
    path("reviews/<path:key>/records/", imports.review_import_batch, name="review-import-batch"),
    path("reviews/<path:key>/flow/", flow.flow, name="review-flow"),
    re_path(r"^reviews/(?P<key>.+)/flow\.(?P<form>svg|png|csv)$", flow.flow_file, name="review-flow-file"),
    path("reviews/<path:key>/packet/", packet.review_packet, name="review-packet"),
    path("reviews/<path:key>/packet.docx", packet.review_packet_file, {"form": "docx"}, name="review-packet-docx"),
    path("reviews/<path:key>/packet.pdf", packet.review_packet_file, {"form": "pdf"}, name="review-packet-pdf"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
