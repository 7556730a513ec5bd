"""Sign-off through its actions: asked for, given, voided, and never by who wrote."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError

import audit.actions
from audit.models import AuditEvent
from audit.roles import APPROVER, ROLES, WRITER
from evidence.models import Measurement
from policies import lifecycle
from policies.drafts import actions as drafts
from policies.drafts import undoing
from policies.drafts.content import content_of
from policies.models import Criterion, PolicyVersion
from policies.signing import actions
from policies.signing.readiness import lacks
from policies.signing.standing import Standing
from search.models import Change
from tests.policies.drafts.world import HCC, begin

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def approvers(account):
    return [account(APPROVER, name) for name in ("ann", "bob")]


@pytest.fixture
def draft(writer):
    return begin(writer)


@pytest.fixture
def submitted(draft, writer, approvers):
    return actions.submit(version=draft, by=writer, approvers=["ann", "bob"])


def status(version) -> str:
    return PolicyVersion.objects.get(pk=version.pk).status


def approve(version, *users):
    for user in users:
        actions.sign(version=version, by=user, verdict="approved")


def edit(version, by, text="Reworded."):
    now = PolicyVersion.objects.get(pk=version.pk)
    drafts.change_row(version=now, part="statement", key=HCC, by=by, edition=now.edition, values={"text": text})


def test_a_draft_is_sent_to_be_signed_told_to_the_trail_and_to_search(draft, writer, approvers):
    Change.objects.all().delete()
    version = actions.submit(version=draft, by=writer, approvers=["ann", "bob"])
    assert status(version) == "in_review"
    assert Standing(version).names == ["ann", "bob"]
    event = AuditEvent.objects.first()
    assert (event.event, event.by, event.before) == ("policy_version.submitted", "writer", {"status": "draft"})
    assert event.after == {"status": "in_review", "approvers": ["ann", "bob"], "edition": 0}
    keys = set(version.statements.values_list("key", flat=True))
    assert set(Change.objects.filter(type="statement").values_list("key", flat=True)) == keys


def test_two_approvals_make_it_approved_and_one_does_not(submitted, approvers):
    ann, bob = approvers
    approve(submitted, ann)
    assert status(submitted) == "in_review"
    approve(submitted, bob)
    assert status(submitted) == "approved"
    assert AuditEvent.objects.first().after["signed_by"] == ["bob", "ann"]


def test_one_approver_counts_once_however_often_they_sign(submitted, approvers):
    approve(submitted, approvers[0], approvers[0])
    assert status(submitted) == "in_review"
    assert [word.void for word in Standing(submitted).words] == [
        "",
        "a later word of the same approver took its place",
    ]


def test_a_returned_version_is_a_draft_again_with_the_comments(submitted, approvers):
    actions.sign(version=submitted, by=approvers[0], verdict="returned", comments="The cohort is too small.")
    assert status(submitted) == "draft"
    assert AuditEvent.objects.first().why == "The cohort is too small."


@pytest.mark.parametrize("verdict", ["returned", "approved_with_comments"])
def test_a_word_that_owes_comments_is_refused_without(submitted, approvers, verdict):
    with pytest.raises(ValidationError, match="Write the comments"):
        actions.sign(version=submitted, by=approvers[0], verdict=verdict, comments="  ")
    assert not submitted.signoffs.exists()


def test_an_edit_voids_what_was_signed_and_says_what_changed(submitted, writer, approvers):
    approve(submitted, *approvers)
    edit(submitted, writer)
    assert status(submitted) == "in_review"
    standing = Standing(PolicyVersion.objects.get(pk=submitted.pk))
    assert standing.standing == []
    assert [[e.what for e in word.edits] for word in standing.words] == [["Statement changed"]] * 2
    approve(submitted, *approvers)
    assert status(submitted) == "approved"


def test_what_was_signed_holds_again_when_the_edit_is_undone(submitted, writer, approvers):
    approve(submitted, approvers[0])
    edit(submitted, writer)
    now = PolicyVersion.objects.get(pk=submitted.pk)
    undoing.undo(version=now, by=writer, edition=now.edition)
    approve(submitted, approvers[1])
    assert status(submitted) == "approved"


def test_a_new_name_of_the_version_voids_what_was_signed(submitted, writer, approvers):
    approve(submitted, *approvers)
    now = PolicyVersion.objects.get(pk=submitted.pk)
    values = {"label": "Spring"}
    drafts.change_row(version=now, part="version", key=now.key, by=writer, edition=now.edition, values=values)
    assert status(submitted) == "in_review"
    assert Standing(PolicyVersion.objects.get(pk=submitted.pk)).standing == []


def test_what_a_sign_off_binds_to_is_read_in_as_many_queries_whatever_its_size(
    submitted, django_assert_max_num_queries
):
    sizes = set()
    for version in [submitted, *PolicyVersion.objects.filter(origin="read")]:
        with django_assert_max_num_queries(38):  # fewer where it links to nothing of a kind
            sizes.add(len(content_of(version)["parts"]["criterion"]))
    assert len(sizes) > 2


def test_a_corrected_figure_voids_what_was_signed_and_is_named(submitted, approvers):
    approve(submitted, *approvers)
    figure = Measurement.objects.filter(evidence_links__statement__version=submitted).first()
    Measurement.objects.filter(pk=figure.pk).update(as_reported="Corrected")
    word = Standing(submitted).words[0]
    assert word.evidence == (f"measurement {figure.key}",)
    approve(submitted, approvers[0])  # which reopens it first
    assert status(submitted) == "in_review"
    approve(submitted, approvers[1])
    assert status(submitted) == "approved"


def test_a_page_of_another_content_signs_nothing(submitted, writer, approvers):
    read = Standing(submitted).hash
    edit(submitted, writer)
    with pytest.raises(ValidationError, match="changed after you opened this page"):
        actions.sign(version=submitted, by=approvers[0], verdict="approved", content_hash=read)
    assert not submitted.signoffs.exists()


def test_nobody_signs_what_they_wrote(submitted, writer, approvers):
    ann = approvers[0]
    ann.groups.add(Group.objects.get(name=WRITER))
    edit(submitted, ann)
    with pytest.raises(PermissionDenied, match="nobody signs what they wrote"):
        approve(submitted, ann)


def test_the_word_of_who_wrote_afterwards_and_undid_it_does_not_count(submitted, approvers):
    ann, bob = approvers
    approve(submitted, ann)
    ann.groups.add(Group.objects.get(name=WRITER))
    edit(submitted, User.objects.get(pk=ann.pk))
    now = PolicyVersion.objects.get(pk=submitted.pk)
    undoing.undo(version=now, by=User.objects.get(pk=ann.pk), edition=now.edition)
    approve(submitted, bob)
    assert status(submitted) == "in_review"
    assert {word.void for word in Standing(PolicyVersion.objects.get(pk=submitted.pk)).words} == {
        "",
        "the approver wrote on the draft",
    }


@pytest.mark.parametrize("role", sorted(set(ROLES) - {APPROVER}))
def test_only_approvers_sign(submitted, account, role):
    other = User.objects.filter(username=role.lower()).first() or account(role)
    with pytest.raises(PermissionDenied, match="Approvers sign off drafts that others wrote"):
        approve(submitted, other)


def test_an_approver_who_is_not_asked_is_told_who_is(submitted, account):
    with pytest.raises(ValidationError, match=r"You are not asked to sign this version. Asked: ann, bob"):
        approve(submitted, account(APPROVER, "eve"))


def test_all_that_is_not_ready_is_told_at_once(draft, writer, account):
    account(APPROVER, "ann")
    account(WRITER, "will")
    statement = draft.statements.get(key=HCC)
    statement.text = ""
    statement.save()
    root = Criterion.objects.get(statement=statement, parent=None)
    Criterion.objects.filter(pk=root.pk).update(logic="at_least", minimum=99)
    leaf = Criterion.objects.filter(statement=statement, logic="condition").first()
    Criterion.objects.filter(pk=leaf.pk).update(text="")
    with pytest.raises(ValidationError) as refused:
        actions.submit(version=draft, by=writer, approvers=["ann", "will", "nobody"])
    told = "\n".join(refused.value.messages)
    assert "has no text." in told
    assert "asks for at least 99 of the" in told
    assert "will is no Approver." in told
    assert 'There is no active account "nobody".' in told
    assert len(refused.value.messages) == 5
    assert status(draft) == "draft"


def test_a_draft_without_a_statement_or_with_an_empty_group_is_not_ready(draft):
    Criterion.objects.filter(statement__key=HCC, logic="condition").delete()
    assert [lack.sentence for lack in lacks(draft) if "nothing under it" in lack.sentence]
    draft.statements.all().delete()
    assert [lack.sentence for lack in lacks(draft)] == [
        "The draft holds no statement. Add one, with its position and its text."
    ]


def test_an_author_is_not_asked(draft, writer, approvers):
    approvers[0].groups.add(Group.objects.get(name=WRITER))
    edit(draft, approvers[0])
    with pytest.raises(ValidationError, match="ann wrote on this draft"):
        actions.submit(version=draft, by=writer, approvers=["ann", "bob"])


@pytest.mark.parametrize(("needed", "names"), [(2, ["ann"]), (3, ["ann", "bob"])])
def test_fewer_approvers_than_the_setting_are_refused(draft, writer, approvers, settings, needed, names):
    settings.SIGNOFFS_NEEDED = needed
    with pytest.raises(ValidationError, match=f"Name {needed} approvers; here are {len(names)}"):
        actions.submit(version=draft, by=writer, approvers=names)


def test_an_approver_who_left_is_replaced_with_a_reason(submitted, writer, approvers, account):
    account(APPROVER, "cai")
    approve(submitted, approvers[0])
    with pytest.raises(ValidationError, match="Say why"):
        actions.reassign(version=submitted, from_name="ann", to_name="cai", by=writer, reason="")
    actions.reassign(version=submitted, from_name="ann", to_name="cai", by=writer, reason="Left the plan.")
    standing = Standing(submitted)
    assert standing.names == ["bob", "cai"]
    assert standing.words[0].void == "the approver is not asked any more"
    assert AuditEvent.objects.first().why == "Left the plan."


@pytest.mark.parametrize(
    ("from_name", "to_name", "told"),
    [("eve", "cai", "eve is not asked"), ("ann", "bob", "bob is asked already"), ("ann", "x\x00", "no active account")],
)
def test_a_replacement_that_makes_no_sense_is_refused(submitted, writer, account, from_name, to_name, told):
    account(APPROVER, "cai")
    with pytest.raises(ValidationError, match=told):
        actions.reassign(version=submitted, from_name=from_name, to_name=to_name, by=writer, reason="Left.")


def test_sent_again_those_who_approved_this_very_text_are_not_asked_anew(submitted, writer, approvers):
    ann, bob = approvers
    approve(submitted, ann)
    actions.recall(version=submitted, by=writer)
    before = {each.name: each.asked_at for each in Standing(submitted).asked}
    actions.submit(version=submitted, by=writer, approvers=["ann", "bob"])
    after = {each.name: each.asked_at for each in Standing(submitted).asked}
    assert (after["ann"], after["bob"] > before["bob"]) == (before["ann"], True)
    approve(submitted, bob)
    assert status(submitted) == "approved"


MOVES = {
    "submit": lambda v, w, a: actions.submit(version=v, by=w, approvers=["ann", "bob"]),
    "recall": lambda v, w, a: actions.recall(version=v, by=w),
    "approve": lambda v, w, a: actions.sign(version=v, by=a, verdict="approved"),
    "return": lambda v, w, a: actions.sign(version=v, by=a, verdict="returned", comments="No."),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("now", lifecycle.VersionStatus.values)
def test_a_move_from_another_status_is_refused_with_what_can_be_done(submitted, writer, approvers, now, name):
    fields = {"published_at": submitted.edits.model._meta.get_field("at").to_python("2026-01-01T00:00Z")}
    PolicyVersion.objects.filter(pk=submitted.pk).update(
        status=now, published_by="x", **(fields if now == "published" else {})
    )
    allowed = lifecycle.move(name).start == now
    # An approved version whose sign-offs do not hold is open to approvers again.
    if allowed or (now == "approved" and name in ("approve", "return")):
        MOVES[name](submitted, writer, approvers[0])
        return
    with pytest.raises(ValidationError, match=f"this one is {lifecycle.label(lifecycle.VersionStatus(now))}"):
        MOVES[name](submitted, writer, approvers[0])
    assert status(submitted) == now


@pytest.mark.parametrize("name", [*MOVES, "reassign"])
def test_nothing_is_done_where_the_trail_cannot_be_written(submitted, writer, approvers, account, monkeypatch, name):
    account(APPROVER, "cai")
    if name == "submit":
        actions.recall(version=submitted, by=writer)
    before = (status(submitted), list(submitted.approvers_asked.values()), submitted.signoffs.count())

    def broken(**told):
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr(audit.actions, "record", broken)
    moves = MOVES | {
        "reassign": lambda v, w, a: actions.reassign(version=v, from_name="ann", to_name="cai", by=w, reason="Left.")
    }
    with pytest.raises(RuntimeError, match="the trail is broken"):
        moves[name](submitted, writer, approvers[0])
    assert (status(submitted), list(submitted.approvers_asked.values()), submitted.signoffs.count()) == before


def test_an_edit_of_what_is_approved_is_told_as_a_move_too(submitted, writer, approvers):
    approve(submitted, *approvers)
    edit(submitted, writer)
    told = AuditEvent.objects.get(event="policy_version.reopened")
    assert (told.by, told.before, told.after) == ("writer", {"status": "approved"}, {"status": "in_review"})
    edit(submitted, writer, "Reworded again.")
    assert AuditEvent.objects.filter(event="policy_version.reopened").count() == 1
