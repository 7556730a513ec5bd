"""The pages of signing and publishing: who sees them, what they show, and what their forms do."""

import html
import re

import pytest
from django.contrib.auth.models import Group

from audit.models import AuditEvent
from audit.roles import APPROVER, LIBRARIAN, READER, WRITER
from policies.drafts import actions as drafts
from policies.drafts import undoing
from policies.models import ChangeReview, PolicyVersion
from policies.publishing import actions
from policies.publishing.changes import changes_of, predecessor
from policies.publishing.drafting import DAY_TO_COME
from policies.signing import actions as signing
from policies.signing.standing import Standing
from tests.policies.drafts.world import begin
from tests.policies.publishing.world import ASKED, People, again, approved, class_all, in_days, reworded, signed

pytestmark = pytest.mark.usefixtures("starter_base")
SIGNING, PUBLISHING = "/drafts/bcbsma-292/v2/signing/", "/drafts/bcbsma-292/v2/publishing/"
SCREENS = [f"/policies/bcbsma-292/{name}/" for name in ("reaffirm", "retire", "correct")]


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def draft(people):
    return reworded(people)


@pytest.fixture
def submitted(draft, people):
    return signing.submit(version=draft, by=people.writer, approvers=ASKED)


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, address: str, status: int = 302, **values) -> str:
    answer = client.post(address, values)
    assert answer.status_code == status, re.findall(r"<li>(.*?)</li>", answer.content.decode())[:20]
    return answer.content.decode()


@pytest.mark.parametrize("address", [SIGNING, PUBLISHING])
def test_how_a_version_is_signed_is_for_members(client, draft, account, address):
    post = address + {SIGNING: "submit/", PUBLISHING: "publish/"}[address]
    assert client.get(address).status_code == client.post(post).status_code == 302  # to sign in
    client.force_login(account(READER))
    assert "There is no such version" in page(client, address, 404)
    send(client, post, 404)
    client.force_login(account(LIBRARIAN))
    page(client, address)
    send(client, post, 403, approvers=ASKED)
    assert client.post(address).status_code == client.get(post).status_code == 405


def test_a_draft_is_sent_signed_and_published_through_its_pages(client, draft, people):
    client.force_login(people.writer)
    assert "ann" in page(client, SIGNING)
    change = changes_of(draft, predecessor(draft))[0].change
    send(client, PUBLISHING + "class/", change=change.name, change_class="clarified", reason="Reads clearer.")
    send(client, SIGNING + "submit/", approvers=ASKED)
    for approver in people.approvers:
        client.force_login(approver)
        shown = page(client, SIGNING)
        content = re.search(r'name="content" value="(\w{64})"', shown)[1]
        assert "/compare/versions/?ids=" in shown
        send(client, SIGNING + "sign/", verdict="approved_with_comments", comments="Good.", content=content)
    client.force_login(people.writer)
    assert "Go on to publish it" in page(client, SIGNING)
    day = re.search(r'name="effective_on" required value="([\d-]+)"', page(client, PUBLISHING))[1]
    assert day == in_days(0).isoformat()
    send(client, PUBLISHING + "publish/", effective_on=in_days(3).isoformat(), next_review_on="")
    assert again(draft).status == "published"
    assert "in force from" in page(client, PUBLISHING)
    assert "Good." in page(client, SIGNING)
    assert "not changed any more" not in page(client, PUBLISHING)


def test_what_was_typed_into_the_texts_goes_out_and_what_stands_as_drafted_is_drafted_with_the_day(
    client, draft, people
):
    version = signed(draft, people)
    change = changes_of(draft, predecessor(draft))[0].change
    client.force_login(people.writer)
    send(client, PUBLISHING + "class/", change=change.name, change_class="clarified", reason="Reads clearer.")
    shown = html.unescape(re.search(r'name="bulletin"[^>]*>(.*?)</textarea>', page(client, PUBLISHING), re.S)[1])
    assert DAY_TO_COME in shown
    typed = {"change_summary": "Typed and not kept.", "bulletin": shown.replace("\n", "\r\n")}
    send(client, PUBLISHING + "publish/", effective_on=in_days(3).isoformat(), **typed)
    version = again(version)
    assert version.change_summary == "Typed and not kept."
    assert version.bulletin == shown.strip().replace(DAY_TO_COME, in_days(3).isoformat())


def test_an_approver_publishes_with_the_texts_as_they_stand(client, draft, people):
    signed(draft, people)
    client.force_login(people.approvers[0])
    shown = page(client, PUBLISHING)
    assert 'name="effective_on"' in shown
    assert 'name="bulletin"' not in shown
    assert "Only keep the texts" not in shown


def test_a_refused_publication_says_all_that_is_wrong_and_loses_nothing_typed(client, draft, people):
    version = signed(draft, people)
    client.force_login(people.writer)
    shown = send(client, PUBLISHING + "publish/", 400, effective_on=in_days(-3).isoformat(), history_text="My own row.")
    assert "2 things are in the way" in shown
    assert "not classed yet" in shown
    assert "is over." in shown
    assert "My own row." in shown
    assert again(version).status == "approved"


@pytest.mark.parametrize("day", ["", "soon", "2026-13-01", "\x00", "9" * 50])
def test_a_day_that_is_none_is_a_sentence(client, draft, people, day):
    signed(draft, people)
    client.force_login(people.writer)
    assert re.search(
        "Write it as 2027-01-31|Say on which day", send(client, PUBLISHING + "publish/", 400, effective_on=day)
    )


def test_texts_are_kept_without_voiding_a_sign_off(client, submitted, people):
    signing.sign(version=submitted, by=people.approvers[0], verdict="approved")
    client.force_login(people.writer)
    drafted = page(client, PUBLISHING)
    assert "The whole policy, and the evidence for each statement" in drafted
    send(client, PUBLISHING + "announce/", change_summary="Short.", bulletin="Dear all")
    assert "Dear all" in page(client, PUBLISHING)
    assert len(Standing(again(submitted)).standing) == 1
    send(client, PUBLISHING + "announce/", 400, change_summary="x\x00", bulletin="")


def test_an_author_and_one_who_is_not_asked_see_why_they_do_not_sign(client, submitted, people, account):
    people.writer.groups.add(Group.objects.get(name=APPROVER))
    eve = account(APPROVER, "eve")
    for user, told, status in ((people.writer, "nobody signs what they wrote", 403), (eve, "not among those", 400)):
        client.force_login(user)
        assert told in page(client, SIGNING)
        send(client, SIGNING + "sign/", status, verdict="approved")


def test_blind_an_approver_sees_the_others_word_after_their_own(client, submitted, people, settings):
    settings.SIGNOFFS_BLIND = True
    ann, bob = people.approvers
    signing.sign(version=submitted, by=ann, verdict="approved_with_comments", comments="Unmistakable.")
    client.force_login(bob)
    for address in (SIGNING, "/history/policy_version/bcbsma-292/v2/"):
        shown = page(client, address)
        assert "Unmistakable." not in shown
        assert "pproved with comments" not in shown.replace("> Approved with comments</label>", "")
    client.force_login(people.writer)
    assert "Unmistakable." in page(client, SIGNING)
    signing.sign(version=submitted, by=bob, verdict="approved")
    client.force_login(bob)
    assert "Unmistakable." in page(client, SIGNING)


def test_home_says_what_waits_for_whom(client, submitted, people):
    client.force_login(people.approvers[0])
    assert "Waiting for your signature" in page(client, "/")
    client.force_login(people.writer)
    assert "Waiting for your signature" not in page(client, "/")
    signing.sign(version=submitted, by=people.approvers[0], verdict="returned", comments="Too short.")
    assert "Returned to you" in page(client, "/")
    assert "Too short." in page(client, "/")
    client.logout()
    assert "Too short." not in page(client, "/")
    client.force_login(people.approvers[0])
    assert "Waiting for your signature" not in page(client, "/")


@pytest.mark.parametrize("address", SCREENS)
def test_the_screens_of_one_step_are_for_writers(client, account, address):
    assert client.get(address).status_code == 302
    client.force_login(account(APPROVER))
    assert "Writers begin and edit drafts." in page(client, address, 403)
    assert client.post(address).status_code == 403
    client.force_login(account(WRITER))
    page(client, address)
    shown = send(client, address, 400, reason="", literature="Mine, typed")
    assert "Nothing was done." in shown
    assert "Mine, typed" in shown or "literature" not in shown


def test_a_policy_that_is_not_there_has_no_screens(client, people):
    client.force_login(people.writer)
    for address in SCREENS:
        for key in ("no/such", "%00"):
            assert client.get(address.replace("bcbsma-292", key)).status_code == 404


def test_reviewed_with_no_change_is_one_screen(client, people):
    client.force_login(people.writer)
    values = {"reviewed_on": in_days(0).isoformat(), "literature": "Nothing new.", "next_review_on": ""}
    send(client, SCREENS[0], approvers=ASKED, **values)
    version = PolicyVersion.objects.get(purpose="reaffirmation")
    assert (version.status, Standing(version).names) == ("in_review", ASKED)


def test_retiring_names_what_replaces_it_and_a_correction_begins_a_draft(client, people):
    client.force_login(people.writer)
    send(client, SCREENS[1], 400, reason="Merged.", approvers=ASKED, replaced_by="no/such")
    send(client, SCREENS[1], reason="Merged.", approvers=ASKED, replaced_by="med140")
    version = PolicyVersion.objects.get(purpose="retirement")
    assert version.replaced_by.key == "med140"
    assert "has a draft already" in send(client, SCREENS[2], 400, reason="A typo.")


def test_the_pages_ask_a_number_of_queries_that_does_not_grow(client, people, django_assert_max_num_queries):
    version = approved(people)
    client.force_login(people.writer)
    for address in (SIGNING, PUBLISHING):
        client.get(address)
        with django_assert_max_num_queries(110):
            page(client, address)
    assert again(version).status == "approved"


def test_a_withdrawal_is_an_approvers(client, people):
    actions.publish(version=approved(people), by=people.writer, effective_on=in_days(5))
    client.force_login(people.approvers[0])
    assert "It never takes effect" in page(client, PUBLISHING)
    send(client, PUBLISHING + "withdraw/", 400, reason="")
    send(client, PUBLISHING + "withdraw/", reason="Too early.")
    assert "Too early." in page(client, PUBLISHING)
    assert AuditEvent.objects.filter(event="policy_version.withdrawn").get().why == "Too early."


def test_a_change_that_is_gone_is_not_classed(client, people):
    begin(people.writer)
    client.force_login(people.writer)
    shown = send(client, PUBLISHING + "class/", 400, change="text:nothing", change_class="clarified", reason="")
    assert "not there any more" in shown
    assert not ChangeReview.objects.exists()


def test_what_is_classed_shows_who_and_the_notice(client, draft, people):
    class_all(draft, people, "tightened")
    client.force_login(people.approvers[0])
    shown = page(client, PUBLISHING)
    assert '<b class="num">60</b> days' in shown
    assert in_days(60).isoformat() in shown
    assert "will, " in shown


def test_an_approver_who_left_is_told_apart(people, client):
    client.force_login(people.writer)
    signing.submit(version=reworded(people), by=people.writer, approvers=ASKED)
    assert "Cannot sign any more" not in page(client, SIGNING)
    people.approvers[1].is_active = False
    people.approvers[1].save()
    told = page(client, SIGNING)
    assert told.count("Cannot sign any more") == 1
    assert "in place of bob" in told


def test_an_edit_undone_leaves_the_sign_offs_and_says_what_is_to_be_done(people, client):
    client.force_login(people.writer)
    version = approved(people)
    values = {"text": "Otherwise."}
    key = next(row.key for row in version.statements.all() if row.stable_key == "bcbsma-292/hcc")
    drafts.change_row(
        version=version, part="statement", key=key, by=people.writer, edition=version.edition, values=values
    )
    now = again(version)
    undoing.undo(version=now, by=people.writer, edition=now.edition)
    assert "Enough sign-offs hold" in page(client, SIGNING)
    signing.sign(version=again(version), by=people.approvers[0], verdict="approved")
    assert again(version).status == "approved"


def test_the_next_draft_begins_from_what_is_to_come(people, client):
    client.force_login(people.writer)
    to_come = actions.publish(version=approved(people), by=people.writer, effective_on=in_days(90))
    client.post("/drafts/new/", {"policy": "bcbsma-292", "start": "in_force"})
    draft = to_come.policy.versions.get(status="draft")
    assert draft.based_on == to_come
    assert changes_of(draft, predecessor(draft)) == []
