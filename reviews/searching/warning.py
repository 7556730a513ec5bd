"""What is to be known before screening begins and before it ends: that nothing was searched."""

from django.urls import reverse

from reviews.cycles.hindrances import Hindrance
from reviews.models import ReviewCycle


def unsearched(cycle: ReviewCycle) -> list[Hindrance]:
    """It hinders nothing: works can come in by other ways, and the packet says that no search is recorded."""
    if cycle.search_runs.exists():
        return []
    sentence = "No search is recorded in this review. Record it, and import what it found."
    return [Hindrance(sentence, reverse("review-literature", args=[cycle.key]))]
