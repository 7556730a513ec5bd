from django.urls import path

from reviews.views import cycles, literature, requests, sources

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path(
        "reviews/<path:key>/literature/<slug:table>.csv",
        literature.review_literature_file,
        name="review-literature-file",
    ),
    path("reviews/<path:key>/literature/", literature.review_literature, name="review-literature"),
    path("reviews/<path:key>/sources/", sources.review_sources, name="review-sources"),
    path("policies/<path:key>/requests/", requests.policy_requests, name="policy-requests"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
