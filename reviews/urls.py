from django.urls import path, re_path

from reviews.views import cycles, flow, full_texts

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/full-texts/", full_texts.full_texts, name="review-full-texts"),
    path("reviews/<path:key>/flow/", flow.flow, name="review-flow"),
    re_path(r"^reviews/(?P<key>.+)/flow\.(?P<form>svg|png|csv)$", flow.flow_file, name="review-flow-file"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
