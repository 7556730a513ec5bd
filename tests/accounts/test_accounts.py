"""Accounts, as Administrators keep them: /accounts/ and the commands."""

import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

import audit.actions
from accounts import actions
from accounts.secrets import SIGNS, new_password
from audit.models import AuditEvent
from audit.roles import ROLES, roles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(account):
    return account("Administrator")


@pytest.fixture
def pages(client, administrator):
    client.force_login(administrator)
    return client


def last() -> AuditEvent:
    return AuditEvent.objects.first()


def password_on(page: str) -> str:
    return re.search(r'<output class="code">([^<]+)</output>', page)[1]


def test_list_is_for_administrators(client, account):
    assert client.get("/accounts/").headers["Location"] == "/accounts/login/?next=/accounts/"
    client.force_login(account("Approver"))
    answer = client.get("/accounts/")
    assert answer.status_code == 403
    assert "Administrators keep accounts and their roles." in answer.content.decode()


def test_list_shows_roles_last_sign_in_and_who_is_deactivated(pages, account, administrator):
    writer = account("Writer", "ada")
    pages.force_login(administrator)
    actions.deactivate(account=writer, by=administrator, why="left")
    page = pages.get("/accounts/").content.decode()
    row = page.partition(">ada</a>")[2].partition("</tr>")[0]
    assert "Writer" in row
    assert "Never" in row
    assert "Deactivated" in row
    assert page.index(">administrator</a>") < page.index(">ada</a>")


def test_number_of_queries_does_not_grow_with_the_accounts(pages, account):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            pages.get("/accounts/")
        return len(captured)

    before = asked()
    for number in range(12):
        account("Writer", f"writer-{number}")
    assert asked() == before


def test_added_account_can_sign_in_with_the_password_shown_and_it_is_kept_nowhere(pages, client):
    given = {"name": "ada", "email": "ada@example.org", "roles": ["Writer", "Librarian"], "why": "new colleague"}
    answer = pages.post("/accounts/", given)
    password = password_on(answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    user = authenticate(username="ada", password=password)
    assert roles_of(user) == {"Writer", "Librarian"}
    assert last().event == "account.added"
    assert last().after == {"roles": ["Librarian", "Writer"], "email": "ada@example.org"}
    assert (last().by, last().why, last().target_key) == ("administrator", "new colleague", "ada")
    assert not any(password in str(row) for row in AuditEvent.objects.values())
    assert password not in pages.get("/accounts/").content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "cannot be blank"),
        ({"name": "a b"}, "Enter a valid username"),
        ({"name": "a\x00b"}, "Enter a valid username"),
        ({"name": "x" * 151}, "at most 150"),
        ({"name": "Administrator"}, "There is an account"),
        ({"name": "Fixtures"}, "stands for a program"),
        ({"name": "ada", "email": "no address"}, "valid email"),
        ({"name": "ada", "roles": ["Pope"]}, "There is no role Pope"),
        ({"name": "ada", "why": "x" * 2001}, "longer than 2000"),
        ({"name": "ada", "why": "a\x00b"}, "NUL"),
    ],
)
def test_account_that_cannot_be_is_refused_and_what_was_typed_stays(pages, given, said):
    answer = pages.post("/accounts/", given | {"email": given.get("email", "kept@example.org")})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert f'value="{given.get("email", "kept@example.org")}"' in page
    assert User.objects.count() == 1


def test_roles_are_set_exactly_with_what_they_were_and_why(pages, account):
    ada = account("Writer", "ada")
    answer = pages.post("/accounts/named/ada/roles/", {"roles": ["Approver", "Reviewer"], "why": "promoted"})
    assert answer.headers["Location"] == "/accounts/named/ada/"
    assert roles_of(User.objects.get(pk=ada.pk)) == {"Approver", "Reviewer"}
    told = {"before": last().before, "after": last().after, "why": last().why}
    assert told == {"before": {"roles": ["Writer"]}, "after": {"roles": ["Approver", "Reviewer"]}, "why": "promoted"}
    pages.post("/accounts/named/ada/roles/", {})
    assert roles_of(User.objects.get(pk=ada.pk)) == frozenset()


def test_roles_as_they_are_tell_the_trail_nothing(administrator, account):
    actions.set_roles(account=account("Writer"), roles=["Writer"], by=administrator)
    assert not AuditEvent.objects.exists()


def test_deactivated_account_cannot_sign_in_loses_its_tokens_and_is_signed_out(pages, client, account):
    ada, secret = account("Approver", "ada"), ""
    ada.set_password("a long enough one")
    ada.save()
    secret = actions.make_token(name="export", by=ada)
    other = type(client)()
    other.force_login(ada)
    assert other.get("/accounts/tokens/").status_code == 200
    assert pages.post("/accounts/named/ada/deactivate/", {"why": ""}).status_code == 400
    pages.post("/accounts/named/ada/deactivate/", {"why": "left the company"})
    assert authenticate(username="ada", password="a long enough one") is None
    assert other.get("/accounts/tokens/").status_code == 302
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert client.get("/api/v1/", **bearer).status_code == 401
    assert last().before == {"active": True, "tokens": 1}
    assert last().why == "left the company"
    pages.post("/accounts/named/ada/reactivate/", {})
    assert authenticate(username="ada", password="a long enough one") == ada
    assert client.get("/api/v1/", **bearer).status_code == 401
    assert last().event == "account.reactivated"


def test_last_administrator_is_neither_deactivated_nor_taken_the_role(pages, administrator, account):
    for address, given in (("deactivate", {"why": "left"}), ("roles", {"roles": ["Writer"]})):
        answer = pages.post(f"/accounts/named/administrator/{address}/", given)
        assert answer.status_code == 400
        assert "Make somebody else an Administrator first" in answer.content.decode()
    actions.deactivate(account=account("Administrator", "gone"), by=administrator, why="left")
    assert pages.post("/accounts/named/administrator/deactivate/", {"why": "left"}).status_code == 400
    account("Administrator", "second")
    assert pages.post("/accounts/named/administrator/deactivate/", {"why": "left"}).status_code == 302
    assert not User.objects.get(username="administrator").is_active


def test_superuser_counts_as_administrator_and_keeps_every_role(pages, administrator):
    root = User.objects.create_superuser("root")
    assert "Every role" in pages.get("/accounts/").content.decode()
    with pytest.raises(ValidationError, match="made with createsuperuser"):
        actions.set_roles(account=root, roles=["Reader"], by=administrator)
    actions.set_roles(account=administrator, roles=["Reader"], by=root)
    with pytest.raises(ValidationError, match="last Administrator"):
        actions.deactivate(account=root, by=root, why="left")


def test_refused_form_comes_back_with_what_was_typed(pages, administrator):
    page = pages.post("/accounts/named/administrator/roles/", {"roles": ["Writer"], "why": "a new job"})
    shown = page.content.decode()
    assert 'value="a new job"' in shown
    assert 'value="Writer" checked' in shown
    assert 'value="Administrator" checked' not in shown


def test_new_password_is_shown_once_and_ends_the_old_one(pages, account):
    ada = account("Writer", "ada")
    password = password_on(pages.post("/accounts/named/ada/password/", {"why": "forgot it"}).content.decode())
    assert authenticate(username="ada", password=password) == ada
    assert (last().event, last().why) == ("account.password_replaced", "forgot it")
    assert password not in pages.get("/accounts/named/ada/").content.decode()


def test_account_that_is_not_there_is_a_page_that_says_so(pages):
    assert pages.get("/accounts/named/nobody/").status_code == 404
    assert pages.post("/accounts/named/nobody/roles/").status_code == 404


@pytest.mark.parametrize("by", ["Reader", "Writer", "Reviewer", "Approver", "Librarian"])
def test_no_other_role_keeps_accounts_through_the_actions(account, by):
    person, ada = account(by), account("Writer", "ada")
    for act in (
        lambda: actions.add_account(name="new", roles=[], by=person),
        lambda: actions.set_roles(account=ada, roles=["Administrator"], by=person),
        lambda: actions.deactivate(account=ada, by=person, why="x"),
        lambda: actions.reactivate(account=ada, by=person),
        lambda: actions.give_new_password(account=ada, by=person),
    ):
        with pytest.raises(PermissionDenied, match="Administrators keep accounts"):
            act()
    with pytest.raises(PermissionDenied):
        actions.add_account(name="new", roles=[], by=AnonymousUser())


def test_nothing_is_kept_when_the_trail_cannot_be_written(administrator, account, monkeypatch):
    def fail(**_):
        raise RuntimeError("no trail")

    ada = account("Writer", "ada")
    monkeypatch.setattr(audit.actions, "record", fail)
    for act in (
        lambda: actions.add_account(name="new", roles=["Writer"], by=administrator),
        lambda: actions.set_roles(account=ada, roles=["Approver"], by=administrator),
        lambda: actions.deactivate(account=ada, by=administrator, why="x"),
        lambda: actions.make_token(name="x", by=ada),
    ):
        with pytest.raises(RuntimeError, match="no trail"):
            act()
    ada = User.objects.get(pk=ada.pk)
    assert (ada.is_active, roles_of(ada), ada.access_tokens.count()) == (True, {"Writer"}, 0)
    assert not User.objects.filter(username="new").exists()


def test_own_password_is_changed_and_the_session_goes_on(client, account):
    ada = account("Reader", "ada")
    ada.set_password("the old password")
    ada.save()
    client.force_login(ada)
    new = {"new_password1": "a quiet sentence", "new_password2": "a quiet sentence"}
    wrong = client.post("/accounts/password/", {"old_password": "no", **new})
    assert wrong.status_code == 400
    assert "entered incorrectly" in wrong.content.decode()
    short = client.post("/accounts/password/", {"old_password": "the old password", "new_password1": "short"})
    assert short.status_code == 400
    assert client.post("/accounts/password/", {"old_password": "the old password", **new}).status_code == 302
    assert authenticate(username="ada", password="a quiet sentence") == ada
    assert client.get("/accounts/password/").status_code == 200
    assert (last().event, last().by) == ("account.password_changed", "ada")


def test_passwords_are_long_of_plain_signs_and_never_the_same():
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(f"([{SIGNS}]{{5}}-){{3}}[{SIGNS}]{{5}}", password) for password in made)


def test_command_adds_an_account_and_prints_its_password(capsys):
    call_command("add_account", "ada", "--roles", "Administrator")
    printed = capsys.readouterr().out
    password = re.search(r"Password: (\S+)", printed)[1]
    assert roles_of(authenticate(username="ada", password=password)) == {"Administrator"}
    assert last().by == "add_account"
    with pytest.raises(CommandError, match="There is an account"):
        call_command("add_account", "ada")
    with pytest.raises(CommandError, match="There is no role King"):
        call_command("add_account", "bob", "--roles", "King")
    with pytest.raises(CommandError, match="add_account NAME"):
        call_command("add_account")


def test_how_the_first_administrator_is_made_is_said_until_there_is_an_account(capsys, monkeypatch, settings):
    monkeypatch.delenv("WARRANT_VAR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    call_command("add_account", how_if_none=True)
    assert "manage.py add_account NAME --roles Administrator\n" in capsys.readouterr().out
    monkeypatch.setenv("WARRANT_VAR", "elsewhere")
    call_command("add_account", how_if_none=True)
    assert f"  WARRANT_VAR={settings.VAR_DIR} " in capsys.readouterr().out
    User.objects.create_user("ada")
    call_command("add_account", how_if_none=True)
    assert capsys.readouterr().out == ""


def test_command_sets_roles(capsys, account):
    account("Writer", "ada")
    call_command("set_roles", "ada", "Approver")
    assert roles_of(User.objects.get(username="ada")) == {"Approver"}
    assert last().by == "set_roles"
    with pytest.raises(CommandError, match="no account"):
        call_command("set_roles", "nobody")
    with pytest.raises(CommandError, match="no role Pope"):
        call_command("set_roles", "ada", "Pope")


def test_page_of_the_roles_tells_each_and_says_may_in_words(client, account):
    client.force_login(account("Writer"))
    page = client.get("/roles/").content.decode()
    for name, about in ROLES.items():
        assert name in page
        assert about in page
    row = page.partition("Begin and edit drafts</th>")[2].partition("</tr>")[0]
    words = re.findall(r'data-label="(\w+)">.*?<span class="hidden">([^<]+)</span>', row)
    assert [name for name, word in words if word == "may"] == ["Writer"]
    assert len(words) == 6
