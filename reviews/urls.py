from django.urls import path

from reviews.views import cycles

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
