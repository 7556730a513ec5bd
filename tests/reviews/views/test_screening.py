import csv
import io

import pytest
from django.urls import reverse

from reviews.screening import actions
from reviews.screening.actions import Said
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("starter_base")
TITLE = "title_abstract"


@pytest.fixture
def writer(account):
    return account("Writer")


@pytest.fixture
def cycle(writer):
    return world.screening(writer)


def queue(cycle, asked: str = "") -> str:
    return reverse("review-screening", args=[cycle.key]) + asked


@pytest.mark.parametrize("role", [None, "Reader"])
def test_the_queue_is_for_members_of_a_closed_review_too(client, account, cycle, role):
    world.candidate(cycle)
    if role:
        client.force_login(account(role))
    assert client.get(queue(cycle)).status_code == 404
    cycle.state, cycle.outcome = "closed", "reaffirmed"
    cycle.save()
    assert client.get(queue(cycle)).status_code == 404


def test_an_empty_queue_says_what_to_do_next(client, writer, cycle):
    client.force_login(writer)
    page = client.get(queue(cycle)).content.decode()
    assert "Nothing here waits for your decision." in page
    assert reverse("review-screening-add", args=[cycle.key]) in page


def test_the_reason_of_an_exclusion_stands_at_the_stage_at_which_it_was_excluded(client, writer, cycle):
    work = world.candidate(cycle, title_abstract="included", full_text="excluded", excluded_because="population")
    client.force_login(writer)
    for stage, told in (("full_text", True), ("title_abstract", False)):
        (row,) = client.get(queue(cycle, f"?show=all&stage={stage}")).context["rows"]
        assert row.because == ("Wrong population" if told else "")
        page = client.get(f"{work.get_absolute_url()}?stage={stage}").content.decode()
        assert ('<span class="muted">Wrong population</span>' in page) is told


def test_only_who_can_judge_what_is_shown_is_led_into_it(client, writer, cycle, account):
    for status in ("undecided", "conflict"):
        world.candidate(cycle, title_abstract=status)
    world.read_by(cycle, "ada", "ben", third="cy")
    for name, leads in (("ada", {"all"}), ("cy", {"mine", "conflicts"}), ("writer", set())):
        client.force_login(writer if name == "writer" else account("Reviewer", name))
        shows = ("all", "conflicts") + (("mine",) if name == "cy" else ())
        assert {show for show in shows if client.get(queue(cycle, f"?show={show}")).context["start"]} == leads
    assert "No work of this stage is here." in client.get(queue(cycle, "?show=maybe")).content.decode()


def test_the_queue_leads_into_itself(client, writer, cycle):
    work = world.candidate(cycle)
    client.force_login(writer)
    page = client.get(queue(cycle, "?order=newest"))
    assert page.context["start"] == f"{work.get_absolute_url()}?stage=title_abstract&order=newest"


@pytest.mark.parametrize("asked", ["?page=99999", "?stage=%00&show=%00&q=%00", "?page=-1&order=x", "?q=%25_%27%22"])
def test_what_cannot_be_asked_is_a_page_all_the_same(client, writer, cycle, asked):
    world.candidate(cycle)
    client.force_login(writer)
    assert client.get(queue(cycle, asked)).status_code == 200


def test_what_is_shown_is_what_is_saved_as_a_file(client, writer, cycle):
    works = [world.candidate(cycle, f"=Work {n}", doi="10.1000/x", pmid=str(n), authors=["A B", "C D"]) for n in (1, 2)]
    actions.decide(candidate=works[0], stage=TITLE, said=Said("exclude", "design", "a letter", True), by=writer)
    client.force_login(writer)
    answer = client.get(queue(cycle, "?show=excluded&format=csv"))
    (row,) = csv.DictReader(io.StringIO(b"".join(answer).decode()))
    assert (row["title"], row["authors"], row["doi"], row["pmid"]) == ("'=Work 1", "A B; C D", "10.1000/x", "1")
    assert (row["title_abstract"], row["excluded_because"]) == ("Excluded", "Wrong study design")
    assert row["decisions"] == "Title and abstract: writer: Exclude, wrong study design, look again (a letter)"


def test_undo_shows_the_work_whose_word_was_taken_back(client, writer, cycle):
    work = world.candidate(cycle)
    actions.decide(candidate=work, stage=TITLE, said=Said("maybe"), by=writer)
    client.force_login(writer)
    undo = reverse("review-screening-undo", args=[cycle.key])
    answer = client.post(f"{undo}?stage=title_abstract&order=found")
    assert answer.url == f"{work.get_absolute_url()}?stage=title_abstract&order=found"
    answer = client.post(undo, follow=True)
    assert "nothing to undo" in answer.content.decode()


def test_a_work_added_by_hand_is_shown(client, writer, cycle):
    client.force_login(writer)
    add = reverse("review-screening-add", args=[cycle.key])
    answer = client.post(
        add, {"origin": "website", "origin_note": "nice.org.uk", "title": "Guidance", "authors": "A\nB"}
    )
    work = cycle.candidates.get()
    assert answer.url == work.get_absolute_url()
    assert (work.origin, work.authors) == ("website", ["A", "B"])


def test_a_refused_work_keeps_what_was_typed(client, writer, cycle):
    client.force_login(writer)
    add = reverse("review-screening-add", args=[cycle.key])
    typed = {"origin": "website", "title": "Guidance <b>", "doi": "not a doi"}
    answer = client.post(add, typed)
    assert answer.status_code == 400
    assert "Guidance &lt;b&gt;" in answer.content.decode()
    assert "This is no DOI." in answer.content.decode()


def test_a_known_work_is_told_with_its_address(client, writer, cycle):
    there = world.candidate(cycle, pmid="12")
    client.force_login(writer)
    typed = {"origin": "website", "title": "Guidance", "pmid": "12"}
    answer = client.post(reverse("review-screening-add", args=[cycle.key]), typed)
    assert answer.status_code == 400
    assert there.get_absolute_url() in answer.content.decode()
