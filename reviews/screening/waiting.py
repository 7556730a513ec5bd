"""What waits for a person in screening: works to judge, and conflicts to settle. For My work."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from audit.permissions import may
from evidence.models import FullText
from evidence.vocabulary import RetrievalState
from reviews.models import Assignment, Candidate, ReviewCycle, ScreeningDecision
from reviews.permissions import visible_cycles
from reviews.vocabulary import CycleState, ReviewTask, ScreeningStatus, Stage

NOT_RETRIEVED = Exists(FullText.objects.filter(reference=OuterRef("reference"), state=RetrievalState.NOT_RETRIEVED))


@dataclass(frozen=True)
class Waiting:
    cycle: ReviewCycle
    stage: Stage
    number: int
    show: str  # of the queue

    @property
    def url(self) -> str:
        return f"{reverse('review-screening', args=[self.cycle.key])}?stage={self.stage}&show={self.show}"


def needs_my_decision(user) -> list[Waiting]:
    """Cycles in screening of which this person is a reader, or which name none, with the works without their word."""
    return _counted(_cycles(user, ReviewTask.READER), "mine", lambda stage: without_word_of(user, stage))


def conflicts_to_settle(user) -> list[Waiting]:
    """Of cycles of which this person is the third reader, or which name none: conflicts they had no part in."""
    return _counted(_cycles(user, ReviewTask.THIRD_READER), "conflicts", lambda stage: in_conflict_without(user, stage))


def without_word_of(user, stage: str) -> Q:
    """Still asks for a word, and has none of this person. A report that was not retrieved asks nobody."""
    waits = Q(**{stage: ScreeningStatus.SECOND_NEEDED}) & ~Exists(_words(user, stage))
    asks = Q(**{stage: ScreeningStatus.UNDECIDED}) | waits
    return asks & ~NOT_RETRIEVED if stage == Stage.FULL_TEXT else asks


def in_conflict_without(user, stage: str) -> Q:
    return Q(**{stage: ScreeningStatus.CONFLICT}) & ~Exists(_words(user, stage))


def _words(user, stage: str) -> QuerySet[ScreeningDecision]:
    return ScreeningDecision.objects.filter(
        candidate=OuterRef("pk"), stage=stage, by=user.get_username(), taken_back_at=None
    )


def _cycles(user, task: str) -> list[ReviewCycle]:
    if not may(user, "screen"):
        return []
    assigned = Assignment.objects.filter(cycle=OuterRef("pk"), task=task, until=None)
    mine = Exists(assigned.filter(name=user.get_username())) | ~Exists(assigned)
    cycles = visible_cycles(user).filter(mine, state=CycleState.SCREENING)
    return list(cycles.select_related("policy__payer").order_by("due_on", "pk"))


def _counted(cycles: list[ReviewCycle], show: str, asked) -> list[Waiting]:
    """Two queries, however many cycles."""
    by_pk = {cycle.pk: cycle for cycle in cycles}
    found = []
    for stage in Stage if cycles else ():
        rows = Candidate.objects.filter(asked(stage), cycle__in=by_pk).order_by()
        counts = dict(rows.values_list("cycle").annotate(Count("pk")))
        found += [Waiting(by_pk[pk], stage, counts[pk], show) for pk in by_pk if pk in counts]
    return found
