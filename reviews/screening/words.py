"""The words on a candidate as they stand, and what is shown of them to whom. Reads only."""

from django.db.models import Q, QuerySet

from reviews.models import Candidate, ReviewCycle, ScreeningDecision
from reviews.screening.standing import WAITING, Word
from reviews.screening.turns import Readers
from reviews.vocabulary import ReviewTask, ScreeningStatus, Stage

NOT_IN = (ScreeningStatus.NOT_YET, *WAITING)


def words_by_stage(candidate: Candidate) -> dict[str, list[Word]]:
    """Those that were not taken back, in the order in which they were said."""
    found: dict[str, list[Word]] = {stage: [] for stage in Stage}
    for row in candidate.decisions.filter(taken_back_at=None).order_by("pk"):
        found[row.stage].append(Word(row.by, row.verdict, row.reason, row.note, row.look_again, row.settles))
    return found


def readers_of(cycle: ReviewCycle) -> Readers:
    named: dict[str, list[str]] = {}
    for task, name in cycle.assignments.filter(until=None).values_list("task", "name"):
        named.setdefault(task, []).append(name)
    third = named.get(ReviewTask.THIRD_READER, ())
    return Readers(cycle.readers_needed, tuple(named.get(ReviewTask.READER, ())), tuple(third))


def decisions_shown_to(user) -> QuerySet[ScreeningDecision]:
    """Their own; and those of others once all words of the stage are in. This is the one place that says so."""
    seen = Q(by=user.get_username()) | Q(candidate__cycle__readers_needed=1)
    for stage in Stage:
        seen |= Q(stage=stage) & ~Q(**{f"candidate__{stage}__in": NOT_IN})
    return ScreeningDecision.objects.filter(seen)


def is_blind(cycle: ReviewCycle, status: str) -> bool:
    """Whether what is said now is kept from others, the trail's readers too: another word is still to come."""
    return cycle.readers_needed > 1 and status in NOT_IN
