"""The forms of a review: anonymous, wrong role, success, and refused with what was typed still there."""

import pytest
from django.urls import reverse

from reviews.models import ReviewCycle
from tests.policies.publishing.world import ASKED, in_days, reworded
from tests.reviews import world
from tests.reviews.cycles.world import People, assigned, fresh, in_deciding, in_drafting, published

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def writer(client, people):
    client.force_login(people.writer)
    return client


def text(answer) -> str:
    return answer.content.decode()


PAGES = ["review-edit", "review-close", "review-draft"]


@pytest.mark.parametrize("name", PAGES)
def test_a_form_asks_to_sign_in_and_says_who_may(client, people, name):
    address = reverse(name, args=[world.opened(people.writer).key])
    assert client.get(address).status_code == 302
    client.force_login(people.reader)
    assert client.get(address).status_code == 403
    client.force_login(people.writer)
    assert client.get(address).status_code == 200


def test_a_review_is_opened_with_the_stored_day_proposed(writer, people):
    cycle = world.opened(people.writer)
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred", next_due_on=in_days(40))
    page = text(writer.get("/reviews/new/?policy=bcbsma-292"))
    assert f'name="due_on" value="{in_days(40)}"' in page
    answer = writer.post("/reviews/new/", {"policy": "bcbsma-292", "type": "annual", "due_on": str(in_days(30))})
    opened = ReviewCycle.objects.get(previous=cycle)
    assert answer.url == f"/reviews/{opened.key}/"
    assert opened.due_on == in_days(30)


def test_a_review_that_cannot_be_opened_comes_back_with_what_was_typed(writer, people):
    told = {"policy": "med140", "type": "interim", "due_on": str(in_days(30)), "trigger_source": "A <b>letter</b>."}
    answer = writer.post("/reviews/new/", told)
    assert answer.status_code == 400
    assert "Say what the interim review is opened for" in text(answer)
    assert "A &lt;b&gt;letter&lt;/b&gt;." in text(answer)
    assert f'value="{in_days(30)}"' in text(answer)


@pytest.mark.parametrize("wrong", [{"due_on": "soon"}, {"type": "king"}, {"policy": "no\x00ne"}, {"policy": "x"}])
def test_what_is_no_value_of_the_form_is_said_in_a_sentence(writer, wrong):
    answer = writer.post("/reviews/new/", {"policy": "med140", "type": "annual"} | wrong)
    assert answer.status_code == 400
    assert "Nothing was done." in text(answer)


def test_a_policy_with_a_review_in_progress_is_offered_no_second(writer, people):
    cycle = world.opened(people.writer)
    page = text(writer.get("/reviews/new/?policy=bcbsma-292"))
    assert f'href="/reviews/{cycle.key}/"' in page
    assert "<button>Open the review</button>" not in page
    assert 'value="bcbsma-292"' not in text(writer.get("/reviews/new/"))


def test_what_a_review_asks_is_written_and_kept_in_the_form_when_refused(writer, people):
    cycle = world.opened(people.writer)
    address = reverse("review-edit", args=[cycle.key])
    told = {"question": "Does it help?", "highlighted": "survival\nY-90", "readers_needed": "2", "due_on": ""}
    assert writer.post(address, told | {"criteria": "Trials."}).status_code == 302
    assert (fresh(cycle).highlighted, fresh(cycle).readers_needed) == (["survival", "Y-90"], 2)
    assert "survival&#10;Y-90" in text(writer.get(address))
    refused = writer.post(address, told | {"criteria": "Half written", "readers_needed": "7"})
    assert refused.status_code == 400
    assert "Half written" in text(refused)
    assert "One or two people read each record" in text(refused)


def test_somebody_is_asked_and_asked_no_more(writer, people):
    cycle = world.opened(people.writer)
    address = reverse("review-assign", args=[cycle.key])
    answer = writer.post(address, {"name": "rita", "task": "reader", "due_on": str(in_days(9))}, follow=True)
    assert "rita is asked to be reader, and told of it" in text(answer)
    assert str(in_days(9)) in text(answer)
    row = cycle.assignments.get()
    assert "rita is not asked any more" in text(writer.post(reverse("assignment-end", args=[row.pk]), follow=True))


def test_a_refused_assignment_keeps_the_choice(writer, people):
    cycle = world.opened(people.writer)
    told = {"name": "rita", "task": "writer", "due_on": str(in_days(9))}
    answer = writer.post(reverse("review-assign", args=[cycle.key]), told)
    assert answer.status_code == 400
    assert "rita has no role that may begin and edit drafts" in text(answer)
    assert f'value="{in_days(9)}"' in text(answer)


@pytest.mark.parametrize("pk", [0, 10**17])
def test_an_assignment_that_there_is_not_is_not_found(writer, pk):
    assert writer.post(f"/reviews/assignments/{pk}/end/").status_code == 404


def test_a_review_is_taken_on_by_its_button_and_the_page_says_what_is_in_the_way(writer, people):
    cycle = world.opened(people.writer)
    address = reverse("review-move", args=[cycle.key])
    assert "Begin screening" in text(writer.get(cycle.get_absolute_url()))
    assert writer.post(address, {"move": "skip"}).status_code == 302
    page = text(writer.get(cycle.get_absolute_url()))
    assert "<b>Put to the committee</b>: not yet." in page
    assert f'<a href="/reviews/{cycle.key}/draft/">There is no draft of this review' in page
    refused = writer.post(address, {"move": "decide"})
    assert refused.status_code == 400
    assert fresh(cycle).state == "drafting"


def test_the_draft_of_a_review_is_begun_and_shown_beside_the_text_in_force(writer, people):
    cycle = in_drafting(people)
    answer = writer.post(reverse("review-draft", args=[cycle.key]), {"how": "begin"})
    draft = fresh(cycle).version
    assert answer.url == f"/drafts/{draft.key}/"
    page = text(writer.get(cycle.get_absolute_url()))
    assert "Health, beside the draft" in page
    assert f'href="/drafts/{draft.key}/"' in page


def test_an_open_draft_is_offered_to_be_taken(writer, people):
    draft, cycle = reworded(people), in_drafting(people)
    address = reverse("review-draft", args=[cycle.key])
    assert draft.key in text(writer.get(address))
    assert writer.post(address, {"how": "take"}).status_code == 302
    assert fresh(cycle).version == draft


def test_no_change_is_sent_to_be_signed_or_comes_back_as_it_was_typed(writer, people):
    cycle = in_drafting(people)
    address = reverse("review-draft", args=[cycle.key])
    told = {"how": "reaffirm", "reviewed_on": str(in_days(0)), "literature": "Nothing new.", "approvers": ASKED[:1]}
    refused = writer.post(address, told)
    assert refused.status_code == 400
    assert "Nothing new." in text(refused)
    assert writer.post(address, told | {"approvers": ASKED}).status_code == 302
    assert fresh(cycle).version.purpose == "reaffirmation"


def test_a_retirement_names_what_replaces_the_policy(writer, people):
    cycle = in_drafting(people, type="retirement")
    address = reverse("review-draft", args=[cycle.key])
    told = {"how": "retire", "reason": "Merged.", "approvers": ASKED}
    for wrong in ("nothing", "a\x00b"):
        assert writer.post(address, told | {"replaced_by": wrong}).status_code == 400
    assert writer.post(address, told | {"replaced_by": "med140"}).status_code == 302
    assert fresh(cycle).version.replaced_by.key == "med140"


def test_a_form_that_says_nothing_does_nothing(writer, people):
    cycle = in_drafting(people)
    for name, said in (
        ("review-draft", "Choose what the review brings"),
        ("review-close", "Choose how the review ends"),
    ):
        answer = writer.post(reverse(name, args=[cycle.key]))
        assert answer.status_code == 400
        assert said in text(answer)


def test_a_review_is_closed_and_the_next_one_opened(writer, people):
    cycle = in_deciding(people)
    address = reverse("review-close", args=[cycle.key])
    assert "A review closes on a version that is published" in text(writer.get(address))
    published(cycle, people, next_review_on=in_days(300))
    page = text(writer.get(address))
    assert "<b>Reaffirmed</b>" in page
    assert f'says of its next review: <span class="num">{in_days(300)}</span>' in page
    told = {"how": "close", "next_due_on": str(in_days(365)), "opens_next": "1"}
    answer = writer.post(address, told, follow=True)
    assert "Closed: reaffirmed. review-2 is open." in text(answer)
    following = ReviewCycle.objects.get(previous=cycle)
    assert f'<a href="{following.get_absolute_url()}">review-2</a>, open' in text(answer)
    assert "Who changed this review" in text(answer)


def test_a_review_is_deferred_with_a_reason_that_is_not_lost(writer, people):
    cycle = world.opened(people.writer)
    address = reverse("review-close", args=[cycle.key])
    told = {"how": "defer", "reason": "Nobody is free.", "next_due_on": str(in_days(-1))}
    refused = writer.post(address, told)
    assert refused.status_code == 400
    assert text(refused).count("Nobody is free.") == 1
    assert "Closed: deferred." in text(writer.post(address, told | {"next_due_on": ""}, follow=True))
    assert "This review is closed" in text(writer.get(address))


def test_an_approver_may_close_and_sees_no_button_that_is_not_theirs(client, people):
    cycle = in_deciding(people)
    published(cycle, people)
    client.force_login(people.approvers[0])
    page = text(client.get(reverse("review-close", args=[cycle.key])))
    assert "Close the review" in page
    assert "Open the next annual review at once" not in page
    assert "Ask them" not in text(client.get(cycle.get_absolute_url()))


def test_a_reader_of_a_closed_review_sees_its_outcome_and_no_names(client, people):
    cycle = in_deciding(people)
    assigned(cycle, people)
    assert client.get(cycle.get_absolute_url()).status_code == 404
    published(cycle, people)
    ReviewCycle.objects.filter(pk=cycle.pk).update(question="What will it cost?")
    client.force_login(people.writer)
    client.post(reverse("review-close", args=[cycle.key]), {"how": "close"})
    client.logout()
    page = text(client.get(cycle.get_absolute_url()))
    assert "Reaffirmed" in page
    for hidden in ("rita", "will", "What will it cost?", "People", "Who changed"):
        assert hidden not in page
