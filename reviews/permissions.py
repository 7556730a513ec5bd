"""Who may see and do what in reviews. Objects are fetched here, so that no view can forget to ask."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from audit.permissions import may, objection
from policies.models import Policy
from policies.permissions import visible_policies
from reviews import lifecycle
from reviews.models import Assignment, Candidate, ImportBatch, Notice, ReviewCycle, SearchRun, SearchStrategy
from reviews.vocabulary import CycleState


def may_read_reviews(user) -> bool:
    """Whether reviews in progress are shown to this user, and the candidates and decisions of any."""
    return may(user, "read_reviews")


def visible_cycles(user) -> QuerySet[ReviewCycle]:
    """Those of policies this user may see; only members see the ones in progress."""
    cycles = ReviewCycle.objects.filter(policy__in=visible_policies(user))
    return cycles if may_read_reviews(user) else cycles.filter(state=CycleState.CLOSED)


def get_cycle_or_404(user, key: str) -> ReviewCycle:
    cycles = visible_cycles(user).select_related("policy__payer", "document", "version", "previous")
    if (cycle := cycles.filter(key=key).first()) is None:
        raise Http404("There is no review at this address, or it is not for you to see.")
    return cycle


def get_cycle_for_members_or_404(user, key: str) -> ReviewCycle:
    """For the pages that are of members alone, of a closed review too."""
    if not may_read_reviews(user):
        raise Http404("There is no review at this address, or it is not for you to see.")
    return get_cycle_or_404(user, key)


def visible_candidates(user) -> QuerySet[Candidate]:
    return Candidate.objects.all() if may_read_reviews(user) else Candidate.objects.none()


def get_candidate_or_404(user, key: str) -> Candidate:
    candidates = visible_candidates(user).select_related("cycle__policy__payer", "run", "previous__cycle", "reference")
    if (candidate := candidates.filter(key=key).first()) is None:
        raise Http404("There is no such candidate, or it is not for you to see.")
    return candidate


def get_policy_or_404(user, key: str) -> Policy:
    if (policy := visible_policies(user).select_related("payer").filter(key=key).first()) is None:
        raise Http404("There is no policy at this address, or it is not for you to see.")
    return policy


def objection_to(user, act: str) -> str:
    """The sentence to show to who may not; "" to who may. `act` is of audit/acts.py."""
    return objection(user, act)


def objection_to_move(user, name: str) -> str:
    return objection(user, lifecycle.move(name).act)


def get_cycle_to(user, key: str, act: str) -> ReviewCycle:
    """For who may do the act of audit/acts.py. PermissionDenied for others who see the review."""
    cycle = get_cycle_or_404(user, key)
    if said := objection(user, act):
        raise PermissionDenied(said)
    return cycle


def refuse_unless(user, act: str) -> None:
    """PermissionDenied, with the sentence that says who may."""
    if said := objection(user, act):
        raise PermissionDenied(said)


def get_assignment_or_404(user, pk: int) -> Assignment:
    """Of a review that this user may take on."""
    row = Assignment.objects.select_related("cycle").filter(pk=pk, cycle__in=visible_cycles(user)).first()
    if row is None:
        raise Http404("There is no such assignment, or it is not for you to see.")
    refuse_unless(user, "keep_reviews")
    return row


def own_notices(user) -> QuerySet[Notice]:
    return Notice.objects.filter(name=user.get_username()) if user.is_authenticated else Notice.objects.none()


def visible_strategies(user) -> QuerySet[SearchStrategy]:
    return SearchStrategy.objects.all() if may_read_reviews(user) else SearchStrategy.objects.none()


def get_strategy_or_404(user, key: str) -> SearchStrategy:
    if (strategy := visible_strategies(user).select_related("policy").filter(key=key).first()) is None:
        raise Http404("There is no such search strategy, or it is not for you to see.")
    return strategy


def visible_runs(user) -> QuerySet[SearchRun]:
    return SearchRun.objects.all() if may_read_reviews(user) else SearchRun.objects.none()


def get_run_or_404(user, key: str) -> SearchRun:
    runs = visible_runs(user).select_related("cycle__policy__payer")
    if (run := runs.filter(key=key).first()) is None:
        raise Http404("There is no such search, or it is not for you to see.")
    return run


def visible_batches(user) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.all() if may_read_reviews(user) else ImportBatch.objects.none()


def get_batch_or_404(user, key: str) -> ImportBatch:
    batches = visible_batches(user).select_related("run__cycle__policy__payer")
    if (batch := batches.filter(key=key).first()) is None:
        raise Http404("There is no such import, or it is not for you to see.")
    return batch
