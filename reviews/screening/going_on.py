"""Where one goes on to after a word."""

from django.urls import reverse

from reviews.models import Candidate
from reviews.screening.queue import QueueQuery
from reviews.screening.reading import Queue


def address_after(candidate: Candidate, query: QueueQuery, user) -> str:
    """The next work of the queue, the order kept; the queue itself where none is left."""
    following = Queue(candidate.cycle, query, user).next_after(candidate)
    if following:
        return reverse("candidate", args=[following]) + query.of().url
    return reverse("review-screening", args=[candidate.cycle.key]) + query.of().url
