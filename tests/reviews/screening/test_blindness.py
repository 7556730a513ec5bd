"""A reader is shown nothing of what another said before both words are in: in no page, file, answer or trail."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.roles import ROLES
from reviews.screening import actions
from reviews.screening.actions import Said
from reviews.screening.queue import SHOWS
from reviews.screening.words import decisions_shown_to
from tests.reviews import world

pytestmark = [pytest.mark.usefixtures("starter_base"), pytest.mark.walk]
TITLE = "title_abstract"
SECRET = "Zebrafish"
OF_CYCLE = ("review", "review-literature", "review-progress", "review-flow", "review-packet")
SAYINGS = {
    "include": Said("include"),
    "maybe": Said("maybe", look_again=True, note=SECRET),
    "exclude": Said("exclude", "design", SECRET, look_again=True),
}


@pytest.fixture
def people(account):
    return {name: account("Reviewer", name) for name in ("ada", "ben", "eve")}


@pytest.fixture
def work(account, people):
    cycle = world.read_by(world.screening(account("Writer")), "ada", "ben", third="eve")
    world.candidate(cycle, "Another")
    return world.candidate(cycle, run=world.searched(cycle), abstract="Words.")


@pytest.fixture
def everything(account):
    """Somebody with all roles."""
    user = account("Approver", "boss")
    user.groups.set(Group.objects.filter(name__in=ROLES))
    return user


def addresses_of(work) -> list[str]:
    """Every address that tells of the candidate or its cycle, in all its forms."""
    queue = reverse("review-screening", args=[work.cycle.key])
    decisions = reverse("api:candidate-decisions", args=[work.key])
    found = [f"{queue}?show={show}{form}" for show in SHOWS for form in ("", "&format=csv", f"&q={SECRET}")]
    found += [f"{work.get_absolute_url()}?stage={TITLE}&show={show}" for show in SHOWS]
    found += [f"{reverse('api:candidates-list')}?{asked}" for asked in ("", "format=csv", f"q={SECRET}")]
    found += [f"{reverse('api:candidates-list')}?{asked}=design" for asked in ("excluded_because",)]
    found += [f"{reverse('api:candidates-list')}?title_abstract={name}" for name in ("excluded", "second_needed")]
    found += [reverse("api:candidates-detail", args=[work.key]), decisions, f"{decisions}?format=csv"]
    for kind, key in (("candidate", work.key), ("review_cycle", work.cycle.key), ("policy", work.cycle.policy.key)):
        found += [reverse("history", args=[kind, key]), f"{reverse('api:history')}?type={kind}&key={key}"]
    found += [f"{reverse('audit')}?text={text}" for text in ("", SECRET, "exclude", "design")]
    found += [f"{reverse('audit')}?event=candidate.judged", f"{reverse('api:history')}?format=csv"]
    found += [reverse(name, args=[work.cycle.key]) for name in OF_CYCLE]
    return [*found, reverse("reviews"), reverse("my-work"), reverse("home"), reverse("search") + "?q=trial"]


def told(user, work) -> dict[str, str]:
    """What each address answers, but for what differs from one asking to the next."""
    client = Client()
    client.force_login(user)
    found = {}
    for address in addresses_of(work):
        answer = client.get(address)
        text = b"".join(answer) if answer.streaming else answer.content
        plain = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text.decode())
        plain = re.sub(r"hx-headers=\'[^\']*\'", "", plain)
        plain = re.sub(r'"id":\d+|^\d+(?=,)', "ID", plain, flags=re.MULTILINE)  # PostgreSQL gives no number twice
        found[address] = f"{answer.status_code} " + re.sub(r"\d\d:\d\d(:\d\d(\.\d+)?)?", "TIME", plain)
    return found


def told_after(said: Said, reader, work, by) -> dict[str, str]:
    with transaction.atomic():
        actions.decide(candidate=work, stage=TITLE, said=said, by=by)
        found = told(reader, work)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("who", ["ben", "eve", "boss"])
def test_nothing_differs_by_what_the_first_reader_said(work, people, everything, who):
    reader = everything if who == "boss" else people[who]
    answers = {name: told_after(said, reader, work, people["ada"]) for name, said in SAYINGS.items()}
    for address, answer in answers["include"].items():
        assert answers["exclude"][address] == answer, address
        assert answers["maybe"][address] == answer, address
        asked = f"={SECRET}" in address  # and stands in the form again
        assert SECRET not in answer or asked, address


def test_once_both_words_are_in_they_are_told(work, people, everything):
    actions.decide(candidate=work, stage=TITLE, said=SAYINGS["exclude"], by=people["ada"])
    actions.decide(candidate=work, stage=TITLE, said=Said("include"), by=people["ben"])
    answers = told(everything, work)
    queue = reverse("review-screening", args=[work.cycle.key])
    for address in (
        f"{work.get_absolute_url()}?stage={TITLE}&show=all",
        f"{queue}?show=conflicts",
        f"{queue}?show=all&format=csv",
        reverse("api:candidate-decisions", args=[work.key]),
        reverse("history", args=["candidate", work.key]),
        f"{reverse('audit')}?text=exclude",
    ):
        assert SECRET in answers[address], address


def test_ones_own_word_is_shown_before_the_other_is_in(work, people):
    actions.decide(candidate=work, stage=TITLE, said=SAYINGS["exclude"], by=people["ada"])
    assert SECRET in told(people["ada"], work)[f"{work.get_absolute_url()}?stage={TITLE}&show=all"]


def test_a_word_taken_back_before_the_other_was_in_is_not_told(work, people):
    actions.decide(candidate=work, stage=TITLE, said=SAYINGS["exclude"], by=people["ada"])
    actions.take_back(candidate=work, stage=TITLE, by=people["ada"])
    assert not decisions_shown_to(people["ben"]).exists()
    assert decisions_shown_to(people["ada"]).count() == 1


def test_what_was_said_by_title_does_not_open_the_full_text(work, people):
    for name in ("ada", "ben"):
        actions.decide(candidate=work, stage=TITLE, said=Said("include"), by=people[name])
    actions.decide(candidate=work, stage="full_text", said=SAYINGS["exclude"], by=people["ada"])
    shown = decisions_shown_to(people["ben"]).values_list("stage", "by")
    assert set(shown) == {(TITLE, "ada"), (TITLE, "ben")}


def test_where_one_reads_nothing_is_hidden(account, people):
    work = world.candidate(world.screening(account("Writer")))
    actions.decide(candidate=work, stage=TITLE, said=Said("maybe"), by=people["ada"])
    assert decisions_shown_to(people["ben"]).count() == 1
