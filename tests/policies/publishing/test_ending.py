"""Reviewed with no change, corrected, retired, withdrawn."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from policies import permissions
from policies.drafts import actions as drafts
from policies.models import Policy, PolicyVersion
from policies.publishing import actions, ending
from policies.publishing.changes import predecessor
from policies.publishing.noting import notes_on
from policies.signing import actions as signing
from tests.policies.publishing.world import ASKED, People, again, approved, class_all, in_days, signed, source

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def policy():
    return Policy.objects.get(key="bcbsma-292")


def publish(version, people, **terms):
    return actions.publish(version=version, by=people.writer, **{"effective_on": in_days(0)} | terms)


def sign_all(version, people):
    for approver in people.approvers:
        signing.sign(version=again(version), by=approver, verdict="approved")
    return again(version)


def in_force(policy, days: int = 0) -> list[PolicyVersion]:
    return list(policy.versions.filter(permissions.in_force(in_days(days))))


def reaffirmed(policy, people, **values):
    asked = {"reviewed_on": in_days(0), "literature": "Searched; nothing new.", "next_review_on": in_days(365)}
    return ending.reaffirm(policy=policy, by=people.writer, approvers=ASKED, **asked | values)


def retired(policy, people, **values):
    return ending.retire(policy=policy, by=people.writer, reason="Merged.", approvers=ASKED, **values)


def test_reviewed_with_no_change_is_signed_and_published_like_any_other(policy, people):
    version = reaffirmed(policy, people, searched_through=in_days(-3))
    assert version.status == "in_review"
    publish(sign_all(version, people), people, next_review_on=in_days(365))
    assert in_force(policy) == [version]
    assert version.history.order_by("position").first().text == f"Reviewed; no change. Effective {in_days(0)}."
    dates = dict(version.dates.values_list("kind", "on"))
    assert (dates["last_review"], dates["next_review"]) == (in_days(0).isoformat(), in_days(365).isoformat())
    assert dates["literature_searched_through"] == in_days(-3).isoformat()
    assert again(version).purpose_reason == "Searched; nothing new."


def test_reviewed_with_no_change_holds_no_change(policy, people):
    version = reaffirmed(policy, people)
    row = version.statements.first()
    drafts.change_row(
        version=version, part="statement", key=row.key, by=people.writer, edition=version.edition, values={"text": "X."}
    )
    class_all(version, people)
    with pytest.raises(ValidationError, match="begun as “reviewed, no change”, and it changes the text"):
        publish(sign_all(version, people), people)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reviewed_on": in_days(1)}, "has not been held yet"),
        ({"literature": " "}, "Say what was looked through"),
    ],
)
def test_a_review_that_says_nothing_is_refused_and_leaves_no_draft(policy, people, values, told):
    with pytest.raises(ValidationError, match=told):
        reaffirmed(policy, people, **values)
    assert not policy.versions.filter(status="draft").exists()


def test_a_review_whose_approvers_are_refused_leaves_no_draft(policy, people):
    with pytest.raises(ValidationError, match="Name 2 approvers"):
        ending.reaffirm(
            policy=policy,
            by=people.writer,
            approvers=[],
            reviewed_on=in_days(0),
            literature="None.",
            next_review_on=None,
        )
    assert not policy.versions.filter(purpose="reaffirmation").exists()


def test_a_retirement_ends_on_its_day_and_says_what_replaces_it(policy, people, client):
    other = Policy.objects.get(key="med140")
    version = sign_all(retired(policy, people, replaced_by=other), people)
    with pytest.raises(ValidationError, match="Say on which day the policy ends"):
        publish(version, people)
    with pytest.raises(ValidationError, match="asks for 60 days of notice"):
        publish(version, people, ends_on=in_days(59))
    publish(version, people, ends_on=in_days(60))
    assert in_force(policy) == in_force(policy, 59) == [version]
    assert in_force(policy, 60) == []
    assert "Ends on" in client.get("/policies/bcbsma-292/").content.decode()
    PolicyVersion.objects.filter(pk=version.pk).update(superseded_on=in_days(0))
    page = client.get("/policies/bcbsma-292/").content.decode()
    assert "Retired on" in page
    assert other.get_absolute_url() in page
    assert "Merged." in page


def test_a_policy_is_not_replaced_by_itself(policy, people):
    with pytest.raises(ValidationError, match="not replaced by itself"):
        retired(policy, people, replaced_by=policy)


def test_a_correction_needs_a_reason_and_both_pages_show_it(policy, people, client):
    first = publish(approved(people), people)
    with pytest.raises(ValidationError, match="Say what is wrong"):
        drafts.begin_draft(policy=policy, by=people.writer, based_on=first, purpose="correction")
    version = drafts.begin_draft(
        policy=policy, by=people.writer, based_on=first, purpose="correction", reason="A threshold was mistyped."
    )
    row = version.statements.first()
    drafts.change_row(
        version=version, part="statement", key=row.key, by=people.writer, edition=0, values={"text": "X."}
    )
    class_all(version, people)
    publish(signed(version, people), people, effective_on=in_days(30))
    assert [each.key for each in notes_on(again(first), people.writer).corrected_by] == [version.key]
    assert "A threshold was mistyped." in client.get("/policies/bcbsma-292/").content.decode()
    assert notes_on(again(version), people.writer).corrects


def correction(people, client) -> PolicyVersion:
    """Of what is in force, begun on its page, with one text put right."""
    client.force_login(people.writer)
    page = client.post("/policies/bcbsma-292/correct/", {"reason": "A threshold was mistyped."}, follow=True)
    assert "is not corrected by it" in page.content.decode()
    version = PolicyVersion.objects.get(policy__key="bcbsma-292", status="draft")
    row = version.statements.first()
    drafts.change_row(
        version=version, part="statement", key=row.key, by=people.writer, edition=0, values={"text": "X."}
    )
    class_all(version, people)
    return signed(version, people)


def test_what_is_in_force_is_corrected_while_another_text_is_to_come(policy, people, client):
    to_come = publish(approved(people), people, effective_on=in_days(90))
    version = correction(people, client)
    assert version.based_on == predecessor(version) == source()
    with pytest.raises(ValidationError, match="is over"):
        publish(version, people, effective_on=in_days(-1))
    publish(version, people, effective_on=in_days(30))
    assert source().superseded_on == in_days(30)
    assert [in_force(policy, days) for days in (29, 30, 89, 90)] == [[source()], [version], [version], [to_come]]
    assert predecessor(again(version)) == source() == predecessor(again(to_come))


def test_a_correction_goes_on_where_the_text_to_come_is_withdrawn(policy, people, client):
    to_come = publish(approved(people), people, effective_on=in_days(90))
    version = publish(correction(people, client), people, effective_on=in_days(30))
    ending.withdraw(version=again(to_come), by=people.approvers[0], reason="Published too early.")
    assert in_force(policy, 90) == [version]
    assert again(version).superseded_on is None


def test_a_correction_of_a_text_to_come_does_not_begin_before_it(policy, people):
    to_come = publish(approved(people), people, effective_on=in_days(90))
    version = drafts.begin_draft(
        policy=policy, by=people.writer, based_on=to_come, purpose="correction", reason="A threshold was mistyped."
    )
    version = signed(version, people)
    assert predecessor(version) == to_come
    with pytest.raises(ValidationError, match=r"is published for .* already"):
        publish(version, people, effective_on=in_days(30))
    publish(version, people, effective_on=in_days(90))
    assert in_force(policy, 90) == [version]


def test_withdrawn_before_its_day_the_text_before_goes_on(policy, people):
    version = publish(approved(people), people, effective_on=in_days(30))
    ending.withdraw(version=version, by=people.approvers[0], reason="Published too early.")
    assert in_force(policy, 30) == [source()]
    assert source().superseded_on is None
    assert again(version).withdrawn_because == "Published too early."


def test_withdrawn_while_in_force_nothing_takes_its_place_and_the_days_before_stay(policy, people):
    version = publish(approved(people), people)
    # As if it had been in force for ten days.
    PolicyVersion.objects.filter(pk=version.pk).update(effective_on=in_days(-10))
    PolicyVersion.objects.filter(pk=source().pk).update(superseded_on=in_days(-10))
    ending.withdraw(version=again(version), by=people.approvers[0], reason="Unsafe.")
    assert in_force(policy) == []
    assert in_force(policy, -1) == [version]
    assert source().superseded_on == in_days(-10)


def test_withdrawing_needs_a_reason_and_an_approver(people):
    version = publish(approved(people), people)
    with pytest.raises(ValidationError, match="Say why"):
        ending.withdraw(version=version, by=people.approvers[0], reason="")
    with pytest.raises(PermissionDenied, match="Approvers and Administrators withdraw"):
        ending.withdraw(version=version, by=people.writer, reason="Unsafe.")
    assert again(version).status == "published"


def test_one_published_for_the_day_of_another_supersedes_it_before_it_ever_came(policy, people):
    first = publish(approved(people, text="One."), people, effective_on=in_days(90))
    second = publish(approved(people, text="Two."), people, effective_on=in_days(90))
    first = again(first)
    assert list(policy.versions.filter(permissions.upcoming())) == [second]
    assert first.state.words == f"Superseded on {in_days(90)}, in force on no day"
    assert in_force(policy) == [source()]
    assert in_force(policy, 90) == [second]
    found = permissions.searched_statements().filter(version__policy=policy)
    assert {row.version for row in found.select_related("version")} == {source(), second}


def test_what_never_comes_is_in_nobodys_way(policy, people):
    first = publish(approved(people, text="One."), people, effective_on=in_days(90))
    second = publish(approved(people, text="Two."), people, effective_on=in_days(90))
    ending.withdraw(version=second, by=people.approvers[0], reason="Too early.")
    assert in_force(policy, 90) == [source()]
    third = publish(approved(people, text="Three."), people, effective_on=in_days(60))
    assert in_force(policy, 90) == [third]
    assert again(first).state.never_began
