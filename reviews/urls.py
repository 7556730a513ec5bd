from django.urls import path

from reviews.views import candidates, cycles, screening

urlpatterns = [
    path("reviews/", cycles.review_list, name="reviews"),
    path("reviews/<path:key>/screening/", screening.review_screening, name="review-screening"),
    path("reviews/<path:key>/screening/add/", screening.screening_add, name="screening-add"),
    path("reviews/<path:key>/screening/undo/", screening.screening_undo, name="screening-undo"),
    path("candidates/<path:key>/judge/", candidates.candidate_judge, name="candidate-judge"),
    path("candidates/<path:key>/reopen/", candidates.candidate_reopen, name="candidate-reopen"),
    path("candidates/<path:key>/", candidates.candidate, name="candidate"),
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
