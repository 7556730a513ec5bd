import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from reviews.models import Candidate, RelevanceOrder, ScreeningDecision
from reviews.relevance.actions import KIND

pytestmark = pytest.mark.usefixtures("starter_base")


def address(cycle, name="review-progress"):
    return reverse(name, args=[cycle.key])


def fill(cycle, words, undecided):
    """Decided works, i for an inclusion and x for an exclusion, then undecided ones."""
    status = {"i": "included", "x": "excluded"}
    first = cycle.candidates.count() + 1
    texts = [status[word] for word in words] + ["undecided"] * undecided
    rows = Candidate.objects.bulk_create(
        Candidate(key=f"{cycle.key}/c-{n}", cycle=cycle, position=n, title=f"Work {n}", title_abstract=text)
        for n, text in enumerate(texts, start=first)
    )
    ScreeningDecision.objects.bulk_create(
        ScreeningDecision(
            candidate=row,
            stage="title_abstract",
            by="ann",
            verdict="include" if word == "i" else "exclude",
            reason="" if word == "i" else "design",
        )
        for row, word in zip(rows, words, strict=False)
    )


def shown(client, cycle, **headers):
    answer = client.get(address(cycle), headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_review_without_works_says_so(client, cycle):
    page = shown(client, cycle)
    assert "No work has been found yet." in page
    assert "Not ordered by likely relevance yet." in page
    assert "Order anew now" not in page


def test_counts_and_the_estimate_are_shown(client, cycle):
    fill(cycle, "ixix" * 10 + "x" * 200, undecided=60)
    page = shown(client, cycle)
    assert '<b class="num">240</b> of 300 <span class="num">(80%)</span>' in page
    assert 'Excluded since the last inclusion</dt><dd><b class="num">201</b>' in page
    assert "Probably at most 2 of the undecided are to be included: at least 90.9% of all inclusions are found." in page
    assert "Less than 95% of all inclusions found: p = 0.052." in page


def test_before_fifty_decisions_no_estimate_is_given(client, cycle):
    fill(cycle, "ix" * 20, undecided=60)
    assert "An estimate comes after 50 decisions" in shown(client, cycle)


def test_where_nothing_is_ruled_out_that_is_said(client, cycle):
    fill(cycle, "xi" * 30, undecided=3)
    assert "rule nothing out" in shown(client, cycle)


def test_when_all_is_decided_nothing_is_estimated(client, cycle):
    fill(cycle, "xi" * 30, undecided=0)
    page = shown(client, cycle)
    assert "Nothing is left to decide." in page
    assert "Computed" not in page


def test_the_order_says_when_and_from_what_it_was_learned(client, cycle):
    fill(cycle, "xi" * 30, undecided=5)
    at = timezone.now().replace(year=2026, month=3, day=2, hour=12, minute=0)
    order = RelevanceOrder(cycle=cycle, ordered_at=at, took=1, included=20, excluded=25, earlier=0, learned=True)
    order.save()
    assert "Ordered on 2026-03-02 12:00, learned from 45 decisions; 15 decided since." in shown(client, cycle)
    RelevanceOrder.objects.update(earlier=1200, included=30, excluded=30)
    assert "learned from 60 decisions and 1,200 of earlier reviews." in shown(client, cycle)
    RelevanceOrder.objects.update(learned=False)
    assert "by likeness to the question and the highlighted terms" in shown(client, cycle)


def test_htmx_gets_the_panel_alone_and_its_form_leads_back_to_the_page_around_it(client, cycle):
    fill(cycle, "", undecided=5)
    queue = "http://testserver/reviews/x/queue/?order=relevance"
    panel = shown(client, cycle, **{"HX-Request": "true", "HX-Current-URL": queue})
    assert panel.startswith("<section")
    assert 'name="back" value="/reviews/x/queue/?order=relevance"' in panel


def test_a_new_order_is_asked_for_and_the_page_says_so(client, cycle):
    fill(cycle, "", undecided=5)
    answer = client.post(address(cycle, "review-order"), {"back": "/reviews/?page=1"})
    assert answer.headers["Location"] == "/reviews/?page=1"
    assert Job.objects.filter(kind=KIND).count() == 1
    page = shown(client, cycle)
    assert "A new order is being learned." in page
    assert "Order anew now" not in page


@pytest.mark.parametrize("elsewhere", ["", "https://elsewhere.example/", "//elsewhere.example/"])
def test_it_leads_to_no_other_site(client, cycle, elsewhere):
    assert client.post(address(cycle, "review-order"), {"back": elsewhere}).headers["Location"] == address(cycle)


def test_of_a_closed_review_no_order_is_asked_for(client, cycle):
    type(cycle).objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred")
    answer = client.post(address(cycle, "review-order"), follow=True)
    assert "This review is closed" in answer.content.decode()
    assert not Job.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize("role", ["Reader", None])
@pytest.mark.parametrize("state", ["open", "closed"])
def test_readers_do_not_see_how_a_review_is_screened(client, cycle, account, role, state):
    type(cycle).objects.filter(pk=cycle.pk).update(state=state, outcome="deferred" if state == "closed" else "")
    client.logout()
    if role:
        client.force_login(account(role))
    assert client.get(address(cycle)).status_code == 404


def test_queries_do_not_grow_with_works(client, cycle, django_assert_max_num_queries):
    fill(cycle, "xi" * 100, undecided=100)
    client.get(address(cycle))
    with django_assert_max_num_queries(14):
        client.get(address(cycle))
