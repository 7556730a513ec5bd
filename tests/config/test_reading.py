"""READING=members: every address asks for an account with a role, but those one signs in by."""

import json
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client

from accounts import actions
from config.reading import OPEN
from tests.addresses import World, every_name, example_of
from tests.processes import environment

pytestmark = pytest.mark.walk

# What is refused to a Reader by an act is refused alike in both settings, and is no page to read.
OPEN_WITHOUT_ROLE = {*OPEN, "own-password"}


@pytest.fixture
def members(settings):
    settings.READING = "members"


@pytest.mark.usefixtures("members", "starter_index")
def test_nobody_reads_anything_without_signing_in():
    world, faults = World(None), []
    for name in every_name():
        address = example_of(name, world)
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            if name in OPEN:
                fault = answer.status_code not in (200, 302, 405)
            elif name.startswith("api:"):
                fault = answer.status_code != 401 or not json.loads(answer.content)["detail"].endswith(".")
            else:
                fault = answer.status_code != 302 or not answer.url.startswith("/accounts/login/?next=")
            faults += [f"{method} {address}: {answer.status_code}"] if fault else []
    assert faults == []


@pytest.mark.usefixtures("members", "starter_index")
def test_an_account_without_a_role_is_told_what_to_do():
    person = User.objects.create_user("ada")
    client, world, faults = Client(), World(person), []
    client.force_login(person)
    for name in every_name():
        if name in OPEN_WITHOUT_ROLE:
            continue
        answer = client.get(example_of(name, world))
        if answer.status_code != 403 or b"Ask an Administrator" not in answer.content:
            faults.append(f"{name}: {answer.status_code}")
    assert faults == []
    assert client.get("/accounts/password/").status_code == 200


@pytest.mark.usefixtures("starter_index")
def test_reader_reads_with_members_what_everybody_reads_without(account, settings):
    reader, faults = account("Reader"), []
    world, anybody, client = World(None), Client(), Client()
    client.force_login(reader)
    for name in every_name():
        address = example_of(name, world)
        settings.READING = "public"
        public = anybody.get(address)
        settings.READING = "members"
        if public.status_code == 200 and name not in OPEN and client.get(address).status_code != 200:
            faults.append(name)
    assert faults == []


@pytest.mark.usefixtures("members")
def test_address_that_is_none_tells_nothing(client, db):
    assert client.get("/no/such/page/").status_code == 404
    assert client.get("/api/v1/no-such/").status_code == 401


@pytest.mark.usefixtures("members")
def test_token_reads_and_a_bad_one_is_refused_in_a_sentence(client, account):
    secret = actions.make_token(name="export", by=account("Reader"))
    assert client.get("/api/v1/studies/", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 200
    refused = client.get("/api/v1/studies/", HTTP_AUTHORIZATION="Bearer x")
    assert refused.status_code == 401
    assert "not known" in refused.json()["detail"]
    assert client.get("/studies/", HTTP_AUTHORIZATION=f"Bearer {secret}").status_code == 302  # a page is no API


@pytest.mark.usefixtures("members")
def test_fragment_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get("/search/suggestions/?q=l", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/x/")
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/x/"


@pytest.mark.usefixtures("members")
def test_no_cache_between_keeps_what_members_read(client, account):
    client.force_login(account("Reader"))
    assert "private" in client.get("/studies/").headers["Cache-Control"]


@pytest.mark.usefixtures("members")
def test_sign_in_says_that_reading_is_for_members_and_leads_back(client, account):
    page = client.get("/accounts/login/?next=/studies/").content.decode()
    assert "for members" in page
    assert 'value="/studies/"' in page


def test_public_reading_asks_nobody(client, starter_base, settings):
    assert settings.READING == "public"
    assert client.get("/studies/").status_code == 200
    assert "private" not in client.get("/studies/").headers.get("Cache-Control", "")


def test_setting_of_another_word_is_refused_with_what_there_is(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=django_settings.BASE_DIR,
        env=environment(tmp_path, READING="everyone"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert 'READING is "everyone". Set READING=public or READING=members' in done.stderr
