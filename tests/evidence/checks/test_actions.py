import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

import audit.actions
from audit.models import AuditEvent
from evidence.checks import gathering, tasks
from evidence.checks import running as checks_running
from evidence.checks.actions import accept_flag, run_checks, withdraw_acceptance
from evidence.models import (
    Arm,
    ArmSize,
    CheckRun,
    Document,
    EffectEstimate,
    Flag,
    FlagAcceptance,
    Measurement,
    Outcome,
    Study,
    StudyAccount,
)
from jobs import running
from jobs.models import Job
from search import changes

pytestmark = pytest.mark.django_db


def make_study(name: str, value: str = "225") -> Measurement:
    """A study of which one document tells one proportion, of two arms, and an effect."""
    document = Document.objects.get_or_create(key="doc", defaults={"kind": "policy", "title": "Doc"})[0]
    study = Study.objects.create(key=name, label=name, design="rct")
    arm = Arm.objects.create(key=f"{name}/re", study=study, name="RE")
    account = StudyAccount.objects.create(
        key=f"doc/{name}", document=document, study=study, participants="40", lines="7"
    )
    ArmSize.objects.create(key=f"doc/{name}/re", account=account, arm=arm, participants="20")
    outcome = Outcome.objects.create(key=f"doc/{name}/orr", account=account, endpoint="orr", lines="8")
    EffectEstimate.objects.create(
        key=f"doc/{name}/effect",
        outcome=outcome,
        as_reported="p=0.5",
        measure="comparison",
        intervention_arm=arm,
        p_value="0.5",
    )
    return Measurement.objects.create(
        key=f"doc/{name}/orr/1", outcome=outcome, arm=arm, as_reported=f"{value}%", statistic="proportion", value=value
    )


def change(figure: Measurement, value: str) -> None:
    figure.value, figure.as_reported = value, f"{value}%"
    figure.save()


def test_a_run_puts_what_it_finds_in_the_place_of_the_flags_before():
    figure = make_study("Kulik")
    reports = []
    run = run_checks(report=lambda done, total: reports.append((done, total)))
    flag = Flag.objects.get()
    assert (flag.rule, flag.grade, flag.study.key, flag.document.key) == (
        "percent_at_most_100",
        "impossible",
        "Kulik",
        "doc",
    )
    assert flag.figures[0] | {"url": ""} == {
        "kind": "measurement",
        "key": "doc/Kulik/orr/1",
        "text": "225%",
        "about": "Objective response, RE",
        "document": "doc",
        "location": "line 8",
        "url": "",
    }
    assert (run.figures, run.flags, reports[-1]) == (2, 1, (2, 2))
    change(figure, "25")
    run_checks()
    assert not Flag.objects.exists()
    assert CheckRun.objects.get().flags == 0


def test_a_run_that_fails_leaves_the_flags_as_they_were(monkeypatch):
    figure = make_study("Kulik")
    run_checks()
    before = Flag.objects.get()
    change(figure, "325")

    def full(*args, **options):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Flag.documents.through.objects, "bulk_create", full)
    with pytest.raises(DatabaseError):
        run_checks()
    assert Flag.objects.get() == before


def test_the_same_figures_keep_their_fingerprint_from_run_to_run():
    make_study("Kulik")
    run_checks()
    first = Flag.objects.get().fingerprint
    make_study("Other")
    run_checks()
    assert Flag.objects.filter(fingerprint=first).count() == 1
    assert Flag.objects.count() == 2


def test_an_acceptance_holds_until_the_figure_changes(account):
    figure = make_study("Kulik")
    run_checks()
    accept_flag(flag=Flag.objects.get(), reason="Printed so; the article has 22%.", by=account("Librarian"))
    run_checks()
    flag = Flag.objects.with_acceptance().get()
    assert (flag.accepted, flag.accepted_because, flag.accepted_by) == (
        True,
        "Printed so; the article has 22%.",
        "librarian",
    )
    assert not Flag.objects.open().exists()
    change(figure, "226")
    run_checks()
    flag = Flag.objects.with_acceptance().get()
    assert (flag.accepted, flag.accepted_because) == (False, None)
    assert Flag.objects.open().get() == flag


@pytest.mark.parametrize(
    ("role", "may"),
    [("Librarian", True), ("Administrator", True), ("Reader", False), ("Writer", False), ("Approver", False)],
)
def test_librarians_and_administrators_accept_flags(account, role, may):
    make_study("Kulik")
    run_checks()
    flag, by = Flag.objects.get(), account(role)
    if may:
        accept_flag(flag=flag, reason="Known.", by=by)
        withdraw_acceptance(flag=flag, reason="A slip.", by=by)
    else:
        for act in (
            lambda: accept_flag(flag=flag, reason="Known.", by=by),
            lambda: withdraw_acceptance(flag=flag, reason="A slip.", by=by),
        ):
            with pytest.raises(PermissionDenied, match="Librarians"):
                act()
    assert not FlagAcceptance.objects.exists()


def test_a_reason_is_required_and_a_flag_is_accepted_once(account):
    make_study("Kulik")
    run_checks()
    flag, by = Flag.objects.get(), account("Librarian")
    for reason in ("", "  \n", "x" * 2001):
        with pytest.raises(ValidationError):
            accept_flag(flag=flag, reason=reason, by=by)
    with pytest.raises(ValidationError, match="not accepted"):
        withdraw_acceptance(flag=flag, reason="A slip.", by=by)
    accept_flag(flag=flag, reason="Known.", by=by)
    with pytest.raises(ValidationError, match="accepted already"):
        accept_flag(flag=flag, reason="Again.", by=by)
    for reason in ("", "  \n", "x" * 2001):
        with pytest.raises(ValidationError):
            withdraw_acceptance(flag=flag, reason=reason, by=by)
    assert FlagAcceptance.objects.get().reason == "Known."


def test_accepting_and_withdrawing_are_recorded_in_the_same_transaction(account, monkeypatch):
    make_study("Kulik")
    run_checks()
    flag, by = Flag.objects.get(), account("Librarian")
    accept_flag(flag=flag, reason="Known.", by=by)
    withdraw_acceptance(flag=flag, reason="A slip.", by=by)
    events = AuditEvent.objects.filter(target_key=flag.fingerprint).order_by("id")
    assert [(event.event, event.by, event.why) for event in events] == [
        ("flag.accepted", "librarian", "Known."),
        ("flag.acceptance_withdrawn", "librarian", "A slip."),
    ]

    def broken(**told):
        raise DatabaseError("no audit")

    monkeypatch.setattr(audit.actions, "record", broken)
    with pytest.raises(DatabaseError):
        accept_flag(flag=flag, reason="Known.", by=by)
    assert not FlagAcceptance.objects.exists()


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        run_checks()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_studies_and_flags():
    make_study("first")
    run_checks()
    few = queries()
    for name in "abcdefghij":
        make_study(name)
    run_checks()
    assert queries() == few


def test_studies_beyond_a_chunk_are_read_in_a_chunk_of_their_own(monkeypatch):
    monkeypatch.setattr(gathering, "CHUNK", 2)
    for name in "abcde":
        make_study(name)
    assert [[study.study for study in chunk] for chunk in gathering.studies()] == [["a", "b"], ["c", "d"], ["e"]]
    assert run_checks().flags == 5


def test_the_worker_checks_again_after_a_change_and_only_then(monkeypatch):
    monkeypatch.setattr(tasks, "REST", 0)
    figure = make_study("Kulik")
    assert tasks.follow() == 1
    assert tasks.follow() == 0  # it waits in the queue already
    assert running.run_next()
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert Flag.objects.count() == 1
    assert tasks.follow() == 0
    change(figure, "25")
    changes.record("study", ["Kulik"])
    assert tasks.follow() == 1
    assert running.run_next()
    assert not Flag.objects.exists()


def test_the_worker_checks_again_after_the_rules_have_changed(monkeypatch):
    monkeypatch.setattr(tasks, "REST", 0)
    make_study("Kulik")
    run_checks()
    assert tasks.follow() == 0
    rules = checks_running.all_rules()
    monkeypatch.setattr(checks_running, "all_rules", lambda: dict(list(rules.items())[1:]))
    assert tasks.follow() == 1


def test_the_worker_rests_from_checking_after_a_long_run(monkeypatch):
    make_study("Kulik")
    run_checks()
    changes.record("study", ["Kulik"])
    monkeypatch.setattr(tasks, "REST", 10**9)
    assert tasks.follow() == 0
