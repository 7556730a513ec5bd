import pytest
from django.urls import reverse

from reviews.models import ImportBatch, ImportRecord
from reviews.screening import actions
from reviews.screening.actions import Said
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
TITLE = "title_abstract"
QUEUE = "?stage=title_abstract&order=found"


@pytest.fixture
def people(account):
    return {name: account("Reviewer", name) for name in ("ada", "ben", "eve")} | {"writer": account("Writer")}


@pytest.fixture
def cycle(people):
    return world.screening(people["writer"], highlighted=["radioemboli*"], criteria="Adults <only>.")


def judge(client, work, asked=QUEUE, **posted):
    return client.post(reverse("candidate-judge", args=[work.key]) + asked, posted)


@pytest.mark.parametrize("role", [None, "Reader"])
def test_a_work_is_shown_to_members_alone(client, account, cycle, role):
    if role:
        client.force_login(account(role))
    assert client.get(world.candidate(cycle).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("key", ["nothing", "bcbsma-292/review-1/c-99", "%00"])
def test_a_work_that_is_not_there_is_not_found(client, people, cycle, key):
    client.force_login(people["ada"])
    assert client.get(f"/candidates/{key}/").status_code == 404


def test_terms_are_marked_and_everything_else_is_escaped(client, people, cycle):
    work = world.candidate(cycle, "Radioembolisation <i>", abstract="p<0.05 in radioembolization", authors=["<b>"])
    client.force_login(people["ada"])
    page = client.get(work.get_absolute_url()).content.decode()
    assert "<mark>Radioembolisation</mark> &lt;i&gt;" in page
    assert "p&lt;0.05 in <mark>radioembolization</mark>" in page
    assert "Adults &lt;only&gt;." in page
    assert "&lt;b&gt;" in page


def test_the_page_tells_which_records_it_came_from(client, people, cycle):
    run = world.searched(cycle)
    work = world.candidate(cycle, run=run)
    batch = ImportBatch.objects.create(
        key=f"{run.key}/1", run=run, file_name="a.ris", sha256="0" * 64, size=1, by="writer"
    )
    ImportRecord.objects.create(batch=batch, position=3, line=40, outcome="new", raw="", candidate=work)
    client.force_login(people["ada"])
    assert "PubMed: record 3 of a.ris, line 40" in client.get(work.get_absolute_url()).content.decode()


def test_a_word_leads_to_the_next_work_of_the_queue(client, people, cycle):
    works = [world.candidate(cycle, f"Work {n}") for n in range(3)]
    client.force_login(people["ada"])
    answer = judge(client, works[1], verdict="include")
    assert answer.url == works[2].get_absolute_url() + QUEUE
    answer = judge(client, works[2], exclude="design", note="a letter", look_again="1")
    assert answer.url == works[0].get_absolute_url() + QUEUE
    answer = judge(client, works[0], verdict="maybe")
    assert answer.url == reverse("review-screening", args=[cycle.key]) + QUEUE
    works[2].refresh_from_db()
    assert (works[2].excluded_because, works[2].excluded_note, works[2].look_again) == ("design", "a letter", True)


def test_a_refused_word_keeps_what_was_typed(client, people, cycle):
    work = world.candidate(cycle)
    client.force_login(people["ada"])
    answer = judge(client, work, exclude="other", note="", look_again="1")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say in the note what the other reason is." in page
    assert 'name="look_again" value="1" checked' in page
    assert not work.decisions.exists()


def test_ones_word_is_taken_back_where_it_was_said(client, people, cycle):
    work = world.candidate(cycle)
    client.force_login(people["ada"])
    judge(client, work, verdict="maybe")
    answer = judge(client, work, take_back="1")
    assert answer.url == work.get_absolute_url() + QUEUE
    work.refresh_from_db()
    assert work.title_abstract == "undecided"


def test_the_third_reader_sees_both_words_and_settles(client, people, cycle):
    world.read_by(cycle, "ada", "ben", third="eve")
    work = world.candidate(cycle)
    actions.decide(candidate=work, stage=TITLE, said=Said("include", note="a trial"), by=people["ada"])
    actions.decide(candidate=work, stage=TITLE, said=Said("exclude", "design"), by=people["ben"])
    client.force_login(people["eve"])
    page = client.get(work.get_absolute_url() + QUEUE)
    assert page.context["may"].settle
    text = " ".join(page.content.decode().split())
    assert "<b>ada</b>: Include" in text
    assert "<b>ben</b>: Exclude, wrong study design" in text
    judge(client, work, verdict="include", settles="1")
    work.refresh_from_db()
    assert work.title_abstract == "included"


def test_who_may_not_judge_is_told_why(client, people, account, cycle):
    work = world.candidate(cycle)
    client.force_login(account("Approver"))
    page = client.get(work.get_absolute_url()).content.decode()
    assert "Writers, Reviewers and Librarians judge what a search found." in page
    assert 'name="verdict"' not in page


def test_a_work_is_reopened_by_who_keeps_reviews(client, people, cycle):
    work = world.candidate(cycle)
    actions.decide(candidate=work, stage=TITLE, said=Said("exclude", "design"), by=people["ada"])
    client.force_login(people["writer"])
    reopen = reverse("candidate-reopen", args=[work.key]) + QUEUE
    assert client.post(reopen, {"why": " "}).status_code == 400
    assert client.post(reopen, {"why": "It is a trial."}).status_code == 302
    work.refresh_from_db()
    assert work.title_abstract == "undecided"


def test_a_bare_address_is_of_the_stage_the_work_has_come_to(client, people, cycle):
    work = world.candidate(cycle)
    client.force_login(people["ada"])
    assert client.get(work.get_absolute_url()).context["stage"] == TITLE
    actions.decide(candidate=work, stage=TITLE, said=Said("include"), by=people["ada"])
    assert client.get(work.get_absolute_url()).context["stage"] == "full_text"


def test_a_page_takes_as_many_queries_among_many_works(client, people, cycle, django_assert_max_num_queries):
    works = [world.candidate(cycle, f"Work {n}") for n in range(30)]
    client.force_login(people["ada"])
    with django_assert_max_num_queries(30):
        client.get(works[15].get_absolute_url() + QUEUE)
    with django_assert_max_num_queries(35):
        judge(client, works[15], verdict="maybe")
