"""Comments through their actions: said, answered, resolved, reopened; refused; and what outlives a removed row."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEvent
from audit.roles import ADMINISTRATOR, APPROVER, LIBRARIAN, REVIEWER, WRITER
from policies.drafts import actions, comments, discussion
from policies.models import Comment, Criterion
from tests.policies.drafts.world import HCC, begin, hash_of

pytestmark = pytest.mark.usefixtures("starter_base")

ABOUT = "bcbsma-292/hcc"  # the stable key


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def draft(writer):
    return begin(writer)


@pytest.fixture
def said(account, draft):
    return comments.comment(version=draft, about=ABOUT, text="Is this so?", by=account(REVIEWER))


def test_a_comment_is_kept_and_told_and_changes_nothing_that_is_signed(draft, account):
    before = hash_of(draft), draft.edition
    row = comments.comment(version=draft, about=ABOUT, text="  Is this so?\r\nReally? ", by=account(REVIEWER))
    assert (row.text, row.by, row.about) == ("Is this so?\nReally?", "reviewer", ABOUT)
    event = AuditEvent.objects.get(event="policy_version.commented")
    assert (event.target_type, event.target_key, event.by) == ("policy_version", draft.key, "reviewer")
    assert event.after == {"about": ABOUT, "text": "Is this so?\nReally?"}
    draft.refresh_from_db()
    assert (hash_of(draft), draft.edition) == before


def test_a_criterion_is_commented_on_by_its_stable_key(writer, draft):
    criterion = Criterion.objects.filter(statement__key=HCC).last()
    comments.comment(version=draft, about=criterion.stable_key, text="Which one?", by=writer)
    (thread,) = discussion.threads(draft)
    assert (thread.about.url, thread.about.text) == (criterion.get_absolute_url(), criterion.text)


@pytest.mark.parametrize("about", ["", "no-such", HCC, "med140/i", "a\x00b"])
def test_what_the_draft_has_not_cannot_be_commented_on(writer, draft, about):
    with pytest.raises(ValidationError, match="no such statement or criterion"):
        comments.comment(version=draft, about=about, text="x", by=writer)


@pytest.mark.parametrize(
    ("text", "said"), [("", "Write what"), (" \n ", "Write what"), ("a\x00", "plain text"), ("x" * 5001, "5000")]
)
def test_a_text_that_cannot_be_kept_is_refused(writer, draft, text, said):
    with pytest.raises(ValidationError, match=said):
        comments.comment(version=draft, about=ABOUT, text=text, by=writer)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("role", [LIBRARIAN, ADMINISTRATOR])
def test_who_may_not_comment_is_told_who_may(account, draft, said, role):
    other = account(role)
    for act in (
        lambda: comments.comment(version=draft, about=ABOUT, text="x", by=other),
        lambda: comments.answer(to=said, text="x", by=other),
        lambda: comments.resolve(comment=said, by=other),
        lambda: comments.reopen(comment=said, by=other),
    ):
        with pytest.raises(PermissionDenied, match="comment on drafts"):
            act()
    assert Comment.objects.count() == 1


def test_it_is_answered_resolved_and_opened_again(account, writer, draft, said):
    answer = comments.answer(to=said, text="It is.", by=writer)
    again = comments.answer(to=answer, text="Thank you.", by=account(APPROVER))
    assert again.answers_id == said.pk  # one remark, one row of answers
    comments.resolve(comment=said, by=writer)
    (thread,) = discussion.threads(draft)
    assert not thread.is_open
    assert [each.text for each in thread.answers] == ["It is.", "Thank you."]
    assert thread.first.resolved_by == "writer"
    with pytest.raises(ValidationError, match="writer resolved it already"):
        comments.resolve(comment=said, by=writer)
    with pytest.raises(ValidationError, match="Reopen it to answer"):
        comments.answer(to=said, text="But", by=writer)
    comments.reopen(comment=said, by=writer)
    assert sum(discussion.open_by_key(draft).values()) == 1
    with pytest.raises(ValidationError, match="open already"):
        comments.reopen(comment=said, by=writer)
    events = AuditEvent.objects.filter(target_type="policy_version", event__contains="comment").order_by("pk")
    assert [each.event.partition(".")[2] for each in events] == [
        "commented",
        "comment_answered",
        "comment_answered",
        "comment_resolved",
        "comment_reopened",
    ]


def test_the_open_ones_come_first(writer, draft, said):
    second = comments.comment(version=draft, about=ABOUT, text="And this?", by=writer)
    comments.resolve(comment=said, by=writer)
    assert [thread.first.pk for thread in discussion.threads(draft)] == [second.pk, said.pk]
    assert discussion.open_by_key(draft) == {ABOUT: 1}
    assert list(discussion.open_by_statement(draft).values()) == [1]


def test_a_comment_on_a_row_that_was_removed_stays_and_says_so(writer, draft):
    criterion = Criterion.objects.filter(statement__key=HCC, parent__isnull=False).first()
    comments.comment(version=draft, about=criterion.stable_key, text="Needed?", by=writer)
    actions.remove_row(version=draft, part="criterion", key=criterion.key, by=writer, edition=0)
    (thread,) = discussion.threads(draft)
    assert thread.about.is_gone
    assert (thread.about.name, thread.about.text) == ("Criterion", criterion.text)
    assert discussion.open_by_statement(draft) == {}
    comments.answer(to=thread.first, text="Gone.", by=writer)


def test_comments_of_a_closed_version_are_closed(writer, draft, said):
    type(draft).objects.filter(pk=draft.pk).update(status="withdrawn")
    for act in (
        lambda: comments.comment(version=draft, about=ABOUT, text="x", by=writer),
        lambda: comments.answer(to=said, text="x", by=writer),
        lambda: comments.resolve(comment=said, by=writer),
    ):
        with pytest.raises(ValidationError, match="comments are closed"):
            act()


def test_a_comment_whose_trail_cannot_be_written_is_not_kept(writer, draft, monkeypatch):
    def fail(**told):
        raise RuntimeError("no room")

    monkeypatch.setattr("audit.actions.record", fail)
    with pytest.raises(RuntimeError):
        comments.comment(version=draft, about=ABOUT, text="x", by=writer)
    assert not Comment.objects.exists()
