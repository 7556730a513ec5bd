"""Why screening cannot end: no stage closes with a work undecided."""

from django.db.models import Count
from django.urls import reverse

from reviews.cycles.hindrances import Hindrance
from reviews.models import ReviewCycle
from reviews.screening.queue import OF_STATUS, QueueQuery
from reviews.screening.waiting import NOT_RETRIEVED
from reviews.vocabulary import Stage

STILL = {
    "undecided": "undecided",
    "second": "without a second reader's word",
    "conflicts": "in conflict, for a third reader to settle",
    "maybe": "a maybe",
}
OPEN = {OF_STATUS[show]: show for show in STILL}


def undecided(cycle: ReviewCycle) -> list[Hindrance]:
    """One for each stage and kind of work that is not decided, with the queue that holds them; [] where all are."""
    found = []
    for stage in Stage:
        rows = cycle.candidates.filter(**{f"{stage}__in": OPEN}).order_by()
        if stage == Stage.FULL_TEXT:  # a report that was not retrieved is not assessed
            rows = rows.exclude(NOT_RETRIEVED)
        counts = dict(rows.values_list(stage).annotate(Count("pk")))
        for status, show in OPEN.items():
            if number := counts.get(status):
                works = "1 work is" if number == 1 else f"{number} works are"
                sentence = f"{stage.label}: {works} {STILL[show]}."
                url = reverse("review-screening", args=[cycle.key]) + QueueQuery(stage=stage, show=show).url
                found.append(Hindrance(sentence, url))
    return found
