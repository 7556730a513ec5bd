from django.urls import path

from reviews.views import cycles, imports

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/import/", imports.review_import, name="review-import"),
    path("reviews/<path:key>/records.csv", imports.review_import_records, name="review-import-records"),
    path("reviews/<path:key>/records/settle/", imports.review_import_settle, name="review-import-settle"),
    path("reviews/<path:key>/records/", imports.review_import_batch, name="review-import-batch"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
