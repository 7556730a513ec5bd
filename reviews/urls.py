from django.urls import path

from reviews.views import calendar, cycles, keeping, work

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendar.calendar_feed, name="calendar-feed"),
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
    path("reviews/<path:key>/", cycles.review, name="review"),  # after the longer ones
]
