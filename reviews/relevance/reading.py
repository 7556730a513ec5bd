"""What the order of likely relevance is made of, and which cycles want one."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from reviews.models import Candidate, ReviewCycle, ScreeningDecision
from reviews.vocabulary import DECIDED, CycleState, ScreeningStatus, Stage

# A work that is not decided, however far its readers are. What one reader said and another has yet to say is not
# learned from: the order would tell the second what the first one thinks.
UNDECIDED = tuple(each for each in ScreeningStatus if each not in (*DECIDED, ScreeningStatus.NOT_YET))
MOST_LEARNED = 10_000  # decisions learned from, the latest
AFTER = 10  # new decisions, or decisions taken back, make a cycle want a new order


@dataclass(frozen=True)
class ToOrder:
    """The works of one cycle to be put in order: `keys[i]` is the row of the text `undecided[i]`."""

    keys: list[int]
    undecided: list[str]
    included: list[str]
    excluded: list[str]
    asked: str
    earlier: int  # of included and excluded, those of earlier cycles


def works_to_order(cycle: ReviewCycle) -> ToOrder:
    undecided = cycle.candidates.filter(title_abstract__in=UNDECIDED).order_by("position")
    rows = list(undecided.values_list("pk", "title", "abstract"))
    decided = list(
        Candidate.objects.filter(cycle__policy=cycle.policy_id, title_abstract__in=DECIDED)
        .order_by("-pk")
        .values_list("title_abstract", "cycle_id", "title", "abstract")[:MOST_LEARNED]
    )
    return ToOrder(
        keys=[key for key, *_ in rows],
        undecided=[_text(*texts) for _, *texts in rows],
        included=[_text(*texts) for status, _, *texts in decided if status == ScreeningStatus.INCLUDED],
        excluded=[_text(*texts) for status, _, *texts in decided if status == ScreeningStatus.EXCLUDED],
        asked=" ".join([cycle.question, *map(str, cycle.highlighted)]),
        earlier=sum(cycle_id != cycle.pk for _, cycle_id, *_ in decided),
    )


def _text(title: str, abstract: str) -> str:
    return f"{title} {abstract}"


def decisions_in_order(cycle: ReviewCycle) -> list[bool]:
    """Of each work decided by title and abstract, in the order they were decided: whether it was included."""
    said = ScreeningDecision.objects.filter(
        stage=Stage.TITLE_ABSTRACT,
        taken_back_at=None,
        candidate__cycle=cycle,
        candidate__title_abstract__in=DECIDED,
    )
    last: dict[int, bool] = {}
    for candidate, status in said.order_by("pk").values_list("candidate_id", "candidate__title_abstract"):
        last.pop(candidate, None)  # of two readers' words it is the later that decides
        last[candidate] = status == ScreeningStatus.INCLUDED
    return list(last.values())


def count_undecided(cycle: ReviewCycle) -> int:
    return cycle.candidates.filter(title_abstract__in=UNDECIDED).count()


def count_decided(cycle: ReviewCycle) -> dict[str, int]:
    """{"included": 12, "excluded": 340}"""
    return cycle.candidates.aggregate(
        included=Count("pk", filter=Q(title_abstract=ScreeningStatus.INCLUDED)),
        excluded=Count("pk", filter=Q(title_abstract=ScreeningStatus.EXCLUDED)),
    )


def cycles_wanting_order() -> list[ReviewCycle]:
    """Those with works that have no place yet, or with enough decided since their works got one; the oldest first."""
    undecided = Candidate.objects.filter(cycle=OuterRef("pk"), title_abstract__in=UNDECIDED)
    cycles = (
        ReviewCycle.objects.exclude(state=CycleState.CLOSED)
        .filter(Exists(undecided))
        .annotate(has_unordered=Exists(undecided.filter(relevance=None)))
        .select_related("relevance_order")
        .order_by("pk")
    )
    decided = dict(
        Candidate.objects.filter(cycle__in=[cycle.pk for cycle in cycles], title_abstract__in=DECIDED)
        .order_by()
        .values_list("cycle")
        .annotate(Count("pk"))
    )
    return [cycle for cycle in cycles if cycle.has_unordered or _has_news(cycle, decided.get(cycle.pk, 0))]


def _has_news(cycle: ReviewCycle, decided: int) -> bool:
    order = getattr(cycle, "relevance_order", None)
    return order is None or abs(decided - order.decisions) >= AFTER
