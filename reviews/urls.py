from django.urls import path

from reviews.views import cycles, progress

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/progress/", progress.review_progress, name="review-progress"),
    path("reviews/<path:key>/order/", progress.review_order, name="review-order"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
