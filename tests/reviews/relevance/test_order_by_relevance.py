import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from jobs import running
from jobs.models import Job
from reviews.models import Candidate, RelevanceOrder, ScreeningDecision
from reviews.relevance import tasks
from reviews.relevance.actions import KIND, ask_for_order, order_by_relevance
from reviews.relevance.reading import AFTER, decisions_in_order
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
LIVER, HEART = "Radioembolization of liver tumours with yttrium", "Beta blockers after myocardial infarction"


@pytest.fixture
def writer(account):
    return account("Writer")


def decided(cycle, title, status):
    """A work, with the word of one reader that settled it."""
    row = world.candidate(cycle, title, title_abstract=status)
    verdict, reason = ("include", "") if status == "included" else ("exclude", "population")
    ScreeningDecision.objects.create(candidate=row, stage="title_abstract", by="ann", verdict=verdict, reason=reason)
    return row


def titles_in_order(cycle):
    undecided = cycle.candidates.exclude(title_abstract__in=["included", "excluded"])
    return list(undecided.order_by("-relevance").values_list("title", flat=True))


def test_undecided_works_get_the_order_learned_from_the_decisions(cycle):
    decided(cycle, f"{LIVER}: a trial", "included")
    decided(cycle, f"{HEART}: a trial", "excluded")
    for title in (f"{HEART}: a letter", f"{LIVER}: a letter", "Knees"):
        world.candidate(cycle, title)
    order = order_by_relevance(cycle)
    assert titles_in_order(cycle) == [f"{LIVER}: a letter", "Knees", f"{HEART}: a letter"]
    assert (order.included, order.excluded, order.earlier, order.learned) == (1, 1, 0, True)


def test_before_any_decision_the_question_and_the_highlighted_terms_give_the_order(cycle):
    cycle.question, cycle.highlighted = "Is it safe?", ["yttrium", "liver"]
    cycle.save()
    world.candidate(cycle, HEART)
    world.candidate(cycle, LIVER)
    assert order_by_relevance(cycle).learned is False
    assert titles_in_order(cycle) == [LIVER, HEART]


def test_decisions_of_the_policys_earlier_cycles_are_learned_from(cycle, writer):
    decided(cycle, f"{LIVER}: a trial", "included")
    decided(cycle, f"{HEART}: a trial", "excluded")
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred")
    following = world.opened(writer)
    world.candidate(following, HEART)
    world.candidate(following, LIVER)
    order = order_by_relevance(following)
    assert titles_in_order(following) == [LIVER, HEART]
    assert (order.decisions, order.earlier, order.learned) == (0, 2, True)


def test_it_orders_and_never_decides(cycle):
    """Nothing but `relevance` of the undecided is written, whatever their state."""
    decided(cycle, f"{LIVER}: a trial", "included")
    decided(cycle, f"{HEART}: a trial", "excluded")
    for status in ("undecided", "second_needed", "maybe", "conflict", "not_yet"):
        world.candidate(cycle, f"{LIVER} {status}", title_abstract=status)
    before = {row["key"]: row for row in Candidate.objects.values()}
    decisions = list(ScreeningDecision.objects.values())
    order_by_relevance(cycle)
    placed = set()
    for row in Candidate.objects.values():
        if row["relevance"] is not None:
            placed.add(row["title_abstract"])
        assert row | {"relevance": None} == before[row["key"]]
    assert placed == {"undecided", "second_needed", "maybe", "conflict"}
    assert list(ScreeningDecision.objects.values()) == decisions


def test_what_one_of_two_readers_said_is_not_learned_from(cycle):
    """Else the order would tell the second what the first one thinks."""
    decided(cycle, f"{LIVER}: a trial", "included")
    decided(cycle, f"{HEART}: a trial", "excluded")
    for title in (f"{HEART}: a letter", f"{LIVER}: a letter"):
        world.candidate(cycle, title)
    order_by_relevance(cycle)
    before = titles_in_order(cycle)
    first = cycle.candidates.get(title=f"{HEART}: a letter")
    Candidate.objects.filter(pk=first.pk).update(title_abstract="second_needed")
    ScreeningDecision.objects.create(candidate=first, stage="title_abstract", by="ann", verdict="include")
    order_by_relevance(cycle)
    assert titles_in_order(cycle) == before


def test_places_are_written_in_a_number_of_queries_that_grows_with_batches_not_works(
    cycle, django_assert_max_num_queries, monkeypatch
):
    decided(cycle, LIVER, "included")
    decided(cycle, HEART, "excluded")
    world.candidate(cycle, "A work")
    order_by_relevance(cycle)
    for n in range(40):
        world.candidate(cycle, f"Another work {n}")
    with django_assert_max_num_queries(10):
        order_by_relevance(cycle)


def worker_looks() -> int:
    asked = tasks.ask_where_wanted()
    while running.run_next():
        pass
    return asked


def test_the_worker_orders_a_cycle_with_works_that_have_no_place(cycle):
    assert worker_looks() == 0
    world.candidate(cycle, LIVER)
    assert worker_looks() == 1
    assert cycle.candidates.get().relevance is not None
    RelevanceOrder.objects.update(ordered_at=timezone.now() - timedelta(hours=1))
    assert worker_looks() == 0


def test_the_worker_orders_again_after_ten_decisions(cycle):
    for n in range(AFTER + 5):
        world.candidate(cycle, f"{HEART} {n}")
    worker_looks()
    RelevanceOrder.objects.update(ordered_at=timezone.now() - timedelta(hours=1))
    rows = list(cycle.candidates.all())
    for row in rows[: AFTER - 1]:
        Candidate.objects.filter(pk=row.pk).update(title_abstract="excluded")
    assert worker_looks() == 0
    Candidate.objects.filter(pk=rows[AFTER].pk).update(title_abstract="included")
    assert worker_looks() == 1
    assert RelevanceOrder.objects.get().decisions == AFTER


def test_a_cycle_that_was_just_ordered_rests(cycle):
    world.candidate(cycle, LIVER)
    worker_looks()
    RelevanceOrder.objects.update(ordered_at=timezone.now(), took=100)
    world.candidate(cycle, HEART)
    assert worker_looks() == 0
    RelevanceOrder.objects.update(ordered_at=timezone.now() - timedelta(seconds=301))
    assert worker_looks() == 1


def test_a_cycle_that_could_not_be_ordered_is_left_alone_for_a_while(cycle, monkeypatch):
    def fail(*_, **__):
        raise MemoryError("too much")

    world.candidate(cycle, LIVER)
    monkeypatch.setattr(tasks, "order_by_relevance", fail)
    assert [worker_looks(), worker_looks()] == [1, 0]
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=11))
    assert worker_looks() == 1


def test_a_closed_cycle_is_not_ordered(cycle):
    world.candidate(cycle, LIVER)
    running.enqueue(KIND, cycle=cycle.pk)
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred")
    assert worker_looks() == 0
    assert cycle.candidates.get().relevance is None


def test_who_screens_may_ask_for_a_new_order_and_twice_asks_once(cycle, writer):
    ask_for_order(cycle, by=writer)
    ask_for_order(cycle, by=writer)
    assert Job.objects.filter(kind=KIND).count() == 1


def test_readers_may_not_ask_for_a_new_order(cycle, account):
    with pytest.raises(PermissionDenied):
        ask_for_order(cycle, by=account("Reader"))
    assert not Job.objects.filter(kind=KIND).exists()


def test_of_a_closed_cycle_no_order_is_asked_for(cycle, writer):
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    with pytest.raises(ValidationError, match="closed"):
        ask_for_order(cycle, by=writer)


def test_decisions_stand_in_the_order_they_settled_a_work(cycle):
    first = world.candidate(cycle, "one", title_abstract="included")
    second = decided(cycle, "two", "excluded")
    for name in ("ann", "bob"):
        ScreeningDecision.objects.create(candidate=first, stage="title_abstract", by=name, verdict="include")
    ScreeningDecision.objects.create(
        candidate=second, stage="title_abstract", by="bob", verdict="include", taken_back_at=timezone.now()
    )
    world.candidate(cycle, "three", title_abstract="second_needed")
    assert decisions_in_order(cycle) == [False, True]


def test_the_web_server_does_not_load_the_learning_library():
    """It takes a second and a hundred megabytes; only the worker needs it, when it orders."""
    program = "import config.wsgi, config.urls, reviews.relevance.actions, sys; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, check=False).returncode == 0
