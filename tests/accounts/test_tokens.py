"""Tokens, with which programs sign in: /accounts/tokens/ and the API."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import AccessToken
from accounts.secrets import digest_of
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PRIVATE = "/api/v1/history/?type=policy&key=p"  # an answer that Readers are refused


def bearer(secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


@pytest.fixture
def writer(account):
    return account("Writer")


def test_token_is_shown_once_and_signs_its_owner_in(client, writer):
    client.force_login(writer)
    answer = client.post("/accounts/tokens/", {"name": "Monthly export"})
    secret = re.search(r'<output class="code">([^<]+)</output>', answer.content.decode())[1]
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get("/accounts/tokens/").content.decode()
    program = Client()
    assert program.get(PRIVATE).status_code == 401
    assert program.get(PRIVATE, **bearer(secret)).status_code == 200


def test_only_a_digest_is_kept_and_the_trail_tells_of_no_token(writer):
    secret = actions.make_token(name="export", by=writer)
    kept = AccessToken.objects.values().get()
    assert kept["digest"] == digest_of(secret)
    assert secret not in str(kept)
    assert secret.startswith(kept["opening"])
    event = AuditEvent.objects.first()
    assert (event.event, event.by, event.target_key) == ("account.token_made", "writer", "writer")
    assert secret not in str(event.after)


def test_revoked_token_signs_nobody_in(client, writer):
    secret = actions.make_token(name="export", by=writer)
    client.force_login(writer)
    client.post(f"/accounts/tokens/{AccessToken.objects.get().pk}/revoke/")
    answer = Client().get(PRIVATE, **bearer(secret))
    assert answer.status_code == 401
    assert "This token is not known" in answer.json()["detail"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert AuditEvent.objects.first().event == "account.token_revoked"


@pytest.mark.parametrize("sent", ["Bearer nonsense", "Bearer", "Bearer a b", "Bearer é", "Bearer " + "x" * 5000])
def test_bad_token_is_told_in_a_sentence(client, db, sent):
    answer = client.get("/api/v1/", HTTP_AUTHORIZATION=sent.encode().decode("latin-1"))
    assert answer.status_code == 401
    assert answer.json()["detail"].endswith(".")


def test_token_may_what_its_owner_may(client, account):
    secret = actions.make_token(name="export", by=account("Reader"))
    answer = client.get(PRIVATE, **bearer(secret))
    assert answer.status_code == 403
    assert "see who changed what" in answer.json()["detail"]


def test_nobody_sees_or_revokes_anothers_token(client, writer, account):
    actions.make_token(name="mine alone", by=writer)
    token = AccessToken.objects.get()
    other = account("Administrator")
    client.force_login(other)
    assert "mine alone" not in client.get("/accounts/tokens/").content.decode()
    assert client.post(f"/accounts/tokens/{token.pk}/revoke/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.revoke_token(token=token, by=other)
    assert AccessToken.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_token_without_a_name_it_can_have_is_refused_and_what_was_typed_stays(client, writer, name):
    client.force_login(writer)
    answer = client.post("/accounts/tokens/", {"name": name})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert f'value="{name}"'.encode() in answer.content
    assert not AccessToken.objects.exists()


def test_two_tokens_of_one_name_and_too_many_are_refused(writer, monkeypatch):
    actions.make_token(name="export", by=writer)
    with pytest.raises(ValidationError, match="already"):
        actions.make_token(name=" export ", by=writer)
    monkeypatch.setattr(actions, "MOST_TOKENS", 1)
    with pytest.raises(ValidationError, match="Revoke one first"):
        actions.make_token(name="another", by=writer)


def test_use_is_noted_once_a_day(client, writer, django_assert_num_queries):
    secret = actions.make_token(name="export", by=writer)
    client.get("/api/v1/", **bearer(secret))
    assert AccessToken.objects.get().last_used_on == timezone.localdate()
    with django_assert_num_queries(1):
        client.get("/api/v1/", **bearer(secret))


def test_token_of_a_page_number_out_of_all_bounds_is_not_there(client, writer):
    client.force_login(writer)
    assert client.post(f"/accounts/tokens/{'9' * 40}/revoke/").status_code == 404


def test_session_is_held_to_csrf_where_the_api_writes_and_a_token_is_not(writer):
    """Asked of the authentication itself: the first address that writes is for others to add."""
    from rest_framework.exceptions import PermissionDenied as Refused
    from rest_framework.settings import api_settings
    from rest_framework.test import APIRequestFactory
    from rest_framework.views import APIView

    def authenticated(**headers):
        request = APIRequestFactory(enforce_csrf_checks=True).post("/api/v1/", **headers)
        request.user = writer
        return APIView().initialize_request(request).user

    classes = [each.__name__ for each in api_settings.DEFAULT_AUTHENTICATION_CLASSES]
    assert classes == ["BearerToken", "SessionAuthentication"]
    with pytest.raises(Refused, match="CSRF"):
        authenticated()
    assert authenticated(**bearer(actions.make_token(name="export", by=writer))) == writer
