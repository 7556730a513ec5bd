"""What `make demo` makes over the starter base."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from audit.models import AuditEvent
from audit.roles import ROLES, roles_of
from config import demo
from evidence.models import FlagAcceptance
from policies.models import ChangeReview, GuidelineReason
from search.models import SavedSearch


def test_demo_has_an_account_for_each_role_and_work_in_progress(starter_base):
    made = demo.build()
    assert set(made.passwords) == set(demo.PEOPLE)
    for name, password in made.passwords.items():
        assert roles_of(authenticate(username=name, password=password)) == {demo.PEOPLE[name]}
    assert set(demo.PEOPLE.values()) == set(ROLES)
    assert [model.objects.count() for model in (SavedSearch, FlagAcceptance, ChangeReview, GuidelineReason)] == [
        2,
        1,
        1,
        1,
    ]
    assert {"writer", "second-writer", "librarian"} <= set(AuditEvent.objects.values_list("by", flat=True))


def test_demo_made_already_keeps_what_it_has(starter_base):
    demo.build()
    assert demo.build() is None
    assert User.objects.count() == len(demo.PEOPLE)


def test_no_demo_is_made_in_a_base_with_accounts(starter_base):
    User.objects.create_user("ada")
    with pytest.raises(demo.NotForDemoError, match="base of its own"):
        demo.build()
    assert User.objects.count() == 1


def test_demo_that_fails_half_way_leaves_nothing(starter_base, monkeypatch):
    def fail(people):
        raise RuntimeError("half way")

    monkeypatch.setattr(demo, "WORK", [demo.saved_searches, fail])
    with pytest.raises(RuntimeError, match="half way"):
        demo.build()
    assert not User.objects.exists()


def test_demo_is_refused_outside_its_own_folder_and_over_another_database(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="a folder named demo"):
        call_command("demo")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("demo")
