"""What is to be known before a review goes to the committee: places that nobody looked at."""

from django.db.models import Count, Q
from django.urls import reverse

from reviews.cycles.hindrances import Hindrance
from reviews.models import ReviewCycle


def unchecked(cycle: ReviewCycle) -> list[Hindrance]:
    """A sentence, or none. It hinders nothing: not looking can be right, and the packet says it."""
    counts = cycle.source_checks.aggregate(all=Count("pk"), open=Count("pk", filter=Q(checked_on=None)))
    if not counts["open"]:
        return []
    sentence = f"{counts['open']} of {counts['all']} other sources are not checked yet."
    return [Hindrance(sentence, f"{reverse('review-sources', args=[cycle.key])}#checklist")]
