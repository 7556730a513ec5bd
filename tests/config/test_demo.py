"""What `make demo` makes over the starter base."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from audit.models import AuditEvent
from audit.roles import ROLES, roles_of
from config import demo
from evidence.models import CertaintyOfEvidence, FlagAcceptance, Study, Verification
from evidence.vocabulary import Certainty
from policies.models import ChangeReview, Comment, EvidenceLink, GuidelineReason, PolicyVersion
from policies.permissions import PUBLIC
from policies.signing.standing import Standing
from policies.vocabulary import VersionStatus
from reviews.models import Notice, ReviewCycle
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


def test_demo_shows_a_draft_between_two_signatures(starter_base):
    demo.build()
    draft = PolicyVersion.objects.exclude(status__in=PUBLIC).get()
    assert draft.status == VersionStatus.IN_REVIEW
    assert draft.authors == ["writer"]
    assert draft.edits.count() == 2
    standing = Standing(draft)
    assert (standing.names, [each.by for each in standing.standing]) == (["approver", "second-approver"], ["approver"])
    said, answer = Comment.objects.filter(version=draft).order_by("pk")
    assert (said.by, said.resolved_at, answer.answers, answer.by) == ("writer", None, said, "reviewer")
    assert EvidenceLink.objects.get(statement__version=draft, study__acronym="DOSISPHERE-01").note


def test_demo_shows_a_study_entered_read_again_and_appraised(starter_base):
    demo.build()
    study = Study.objects.get(acronym="DOSISPHERE-01")
    read = Verification.objects.filter(measurement__outcome__account__study=study).order_by("pk")
    assert [(each.extracted_by, each.verified_by) for each in read] == [("librarian", "reviewer"), ("librarian", "")]
    assert (study.risk_of_bias.get().by, study.risk_of_bias.get().final) == ("reviewer", "some_concerns")
    assert CertaintyOfEvidence.objects.get(studies=study).final == Certainty.MODERATE


def test_demo_shows_a_review_in_screening_with_its_people_and_days(starter_base):
    demo.build()
    cycle = ReviewCycle.objects.exclude(state="closed").get()
    assert (cycle.state, cycle.readers_needed) == ("screening", 2)
    assert cycle.due_on > timezone.localdate()
    asked = dict(cycle.assignments.values_list("name", "task"))
    assert asked == {
        "writer": "writer",
        "reviewer": "reader",
        "librarian": "reader",
        "second-writer": "third_reader",
    }
    assert set(Notice.objects.values_list("name", flat=True)) == set(asked) - {"writer"}


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
