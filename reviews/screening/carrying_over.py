"""What last year was put off comes again: a new cycle begins with it."""

from django.db.models import Max, Q

from reviews import telling
from reviews.models import Candidate, ReviewCycle
from reviews.vocabulary import CandidateOrigin, ScreeningStatus

BATCH = 500
CARRIED = (
    *("kind", "title", "folded_title", "authors", "authors_et_al", "journal", "published", "year", "volume", "issue"),
    *("pages", "abstract", "keywords", "publication_types", "language", "url", "doi", "pmid", "reference_id"),
)


def carry_over(*, cycle: ReviewCycle, by) -> int:
    """Candidates of the cycle before that were marked "look again", or left as a maybe, are judged anew in this one.

    Within the transaction that opens the cycle. Returns how many there are.
    """
    if cycle.previous_id is None:
        return 0
    maybe = Q(title_abstract=ScreeningStatus.MAYBE) | Q(full_text=ScreeningStatus.MAYBE)
    rows = Candidate.objects.filter(Q(look_again=True) | maybe, cycle=cycle.previous_id).order_by("position")
    start = 1 + (cycle.candidates.aggregate(last=Max("position"))["last"] or 0)
    made = [_again(row, cycle, position) for position, row in enumerate(rows.iterator(chunk_size=BATCH), start)]
    if made:
        Candidate.objects.bulk_create(made, batch_size=BATCH)
        telling.tell(cycle, "candidates_carried_over", by=by, after={"candidates": len(made)})
    return len(made)


def _again(row: Candidate, cycle: ReviewCycle, position: int) -> Candidate:
    return Candidate(
        key=f"{cycle.key}/c-{position}",
        cycle=cycle,
        position=position,
        origin=CandidateOrigin.CARRIED_OVER,
        previous=row,
        **{name: getattr(row, name) for name in CARRIED},
    )
