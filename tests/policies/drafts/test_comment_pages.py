"""The pages of comments: who reads them, what they show, and what their forms do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.roles import LIBRARIAN, REVIEWER, WRITER
from policies.drafts import comments
from policies.models import Comment, PolicyVersion
from tests.policies.drafts.world import HCC, begin

pytestmark = pytest.mark.usefixtures("starter_base")

PAGE = "/drafts/bcbsma-292/v2/comments/"
ABOUT = "bcbsma-292/hcc"


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def draft(writer):
    return begin(writer)


@pytest.fixture
def said(draft, writer):
    return comments.comment(version=draft, about=ABOUT, text="Is <b>this</b> so?\nReally?", by=writer)


@pytest.fixture
def reviewer(client, account):
    user = account(REVIEWER)
    client.force_login(user)
    return user


def shown(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def posts(said) -> dict:
    return {
        f"{PAGE}add/": {"about": ABOUT, "text": "x"},
        f"{PAGE}{said.pk}/answer/": {"text": "x"},
        f"{PAGE}{said.pk}/settle/": {"state": "resolved"},
    }


def test_comments_do_not_exist_for_who_is_not_signed_in(client, said):
    assert client.get(PAGE).status_code == 404
    for url, data in posts(said).items():
        assert client.post(url, data)["Location"].startswith("/accounts/login/")
    assert Comment.objects.count() == 1


def test_who_may_not_comment_reads_and_is_told_who_may(client, account, said):
    client.force_login(account(LIBRARIAN))
    page = shown(client, PAGE)
    assert "Writers, Reviewers and Approvers comment on drafts." in page
    assert "<textarea" not in page
    assert f'href="{PAGE.removesuffix("comments/")}evidence/"' not in page  # which is for writers
    for url, data in posts(said).items():
        assert client.post(url, data).status_code == 403


def test_what_is_said_is_text_with_its_lines(client, reviewer, said):
    page = shown(client, PAGE)
    assert "Is &lt;b&gt;this&lt;/b&gt; so?<br>Really?" in page


def test_open_and_resolved_ones_can_be_asked_for(client, reviewer, draft, said, writer):
    done = comments.comment(version=draft, about=ABOUT, text="Settled long ago", by=writer)
    comments.resolve(comment=done, by=writer)
    assert "Settled long ago" not in shown(client, f"{PAGE}?state=open")
    assert "Really?" not in shown(client, f"{PAGE}?state=resolved")
    for state in ("", "nonsense"):
        page = shown(client, f"{PAGE}?state={state}")
        assert page.index("Really?") < page.index("Settled long ago")


def test_it_is_said_answered_resolved_and_reopened_on_the_pages(client, reviewer, draft):
    answer = client.post(f"{PAGE}add/", {"about": ABOUT, "text": "Why so?", "back": f"/statements/{HCC}/"})
    row = Comment.objects.get()
    assert answer["Location"] == f"/statements/{HCC}/#comment-{row.pk}"
    assert "Why so?" in shown(client, f"/statements/{HCC}/")
    answer = client.post(f"{PAGE}{row.pk}/answer/", {"text": "For this."})
    assert answer["Location"] == f"{PAGE}#comment-{row.pk}"
    client.post(f"{PAGE}{row.pk}/settle/", {"state": "resolved"})
    assert "Resolved" in shown(client, f"{PAGE}?about={ABOUT}")
    client.post(f"{PAGE}{row.pk}/settle/", {"state": "open"})
    row.refresh_from_db()
    assert row.resolved_at is None


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""])
def test_one_comes_back_to_a_page_of_ours_alone(client, reviewer, draft, back):
    answer = client.post(f"{PAGE}add/", {"about": ABOUT, "text": "x", "back": back})
    assert answer["Location"].startswith(f"{PAGE}#")


@pytest.mark.parametrize("about", [ABOUT, "no-such", "a\x00b"])
def test_a_refused_comment_comes_back_as_it_was_typed(client, reviewer, draft, about):
    answer = client.post(f"{PAGE}add/", {"about": about, "text": "kept\x00" if about == ABOUT else "kept"})
    assert answer.status_code == 400
    assert "kept" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_an_answer_that_is_refused_comes_back_where_it_was_typed(client, reviewer, draft, said):
    answer = client.post(f"{PAGE}{said.pk}/answer/", {"text": "y" * 5001})
    assert answer.status_code == 400
    assert "y" * 5001 in answer.content.decode()


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_a_comment_that_is_not_there_is_not_found(client, reviewer, draft, pk):
    for act in ("answer", "settle"):
        assert client.post(f"{PAGE}{pk}/{act}/", {"text": "x", "state": "open"}).status_code == 404


def test_a_state_that_is_none_is_not_found(client, reviewer, said):
    assert client.post(f"{PAGE}{said.pk}/settle/", {"state": "perhaps"}).status_code == 404


def test_a_comment_of_another_draft_is_not_found(client, reviewer, draft, writer, said):
    other = begin(writer, "med140")
    assert client.post(f"/drafts/{other.key}/comments/{said.pk}/answer/", {"text": "x"}).status_code == 404


def test_a_get_of_what_only_saves_leads_to_the_list(client, reviewer, said):
    for url in posts(said):
        assert client.get(url)["Location"] == PAGE


def test_comments_of_a_published_version_stay_readable_for_who_reads_drafts(client, reviewer, draft, said):
    PolicyVersion.objects.filter(pk=draft.pk).update(status="withdrawn")
    page = shown(client, PAGE)
    assert "Really?" in page
    assert "its comments are closed" in page
    assert "<textarea" not in page
    assert client.post(f"{PAGE}add/", {"about": ABOUT, "text": "late"}).status_code == 400
    client.logout()
    assert client.get(PAGE).status_code == 404
    assert "Really?" not in shown(client, f"/statements/{HCC}/")


def test_no_comment_shows_on_the_statement_of_a_version_in_force(client, reviewer, said):
    assert "Really?" not in shown(client, f"/statements/{ABOUT}/")


def test_the_number_of_queries_does_not_grow_with_what_is_said(client, reviewer, draft, writer, said):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(client, PAGE)
            shown(client, f"/statements/{HCC}/")
        return len(captured)

    comments.answer(to=said, text="One.", by=writer)
    before = count()
    for n in range(8):
        about = draft.statements.all()[n % 3].stable_key
        row = comments.comment(version=draft, about=about, text=f"More {n}", by=writer)
        comments.answer(to=row, text="Yes.", by=writer)
    assert count() == before
