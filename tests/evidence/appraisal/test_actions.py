import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

import audit.actions
from audit.models import AuditEvent
from evidence.appraisal import actions
from evidence.appraisal.actions import Body
from evidence.appraisal.grade import Step
from evidence.appraisal.states import as_it_stands, fingerprint, states_of
from evidence.models import CertaintyOfEvidence, RiskOfBias, Verification
from tests.evidence.appraisal.world import ROB_2, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def writer(account):
    return account("Writer")


@pytest.fixture
def librarian(account):
    return account("Librarian")


def appraise(world, by, **changed):
    given = {"study": world.trial, "instrument": "rob-2-2019", "judgements": ROB_2, "notes": {}, "by": by}
    return actions.appraise_study(**given | changed)


def body(world, **changed):
    indication = world.indication
    given = {
        "intervention": indication.intervention,
        "condition": indication.condition,
        "indication": indication,
        "endpoint": "os",
        "studies": [world.trial],
        "figures": [world.hazard],
    }
    return Body(**given | changed)


def certainty(world, by, *steps, **changed):
    return actions.grade_certainty(**{"body": body(world), "steps": steps, "by": by} | changed)


def verify(figure, by, **changed):
    return actions.verify_figure(**{"figure": figure, "seen": fingerprint(figure), "by": by} | changed)


def events(**narrowed):
    return list(AuditEvent.objects.filter(**narrowed).order_by("id"))


# Appraisals


def test_an_appraisal_takes_the_proposed_judgement_and_is_told(world, writer):
    row = appraise(world, writer, judgements=ROB_2 | {"missing": "some_concerns"}, notes={"missing": " 9 lost. "})
    assert (row.key, row.proposed, row.final, row.reason) == ("trial/1", "some_concerns", "some_concerns", "")
    assert row.domains["missing"] == {"judgement": "some_concerns", "note": "9 lost."}
    (event,) = events()
    assert (event.event, event.target_type, event.target_key) == ("study.appraised", "study", "trial")
    assert event.after["final"] == "some_concerns"
    assert (event.by, event.before) == ("writer", {})


def test_another_final_judgement_needs_a_reason(world, writer):
    with pytest.raises(ValidationError, match="Say why the final judgement"):
        appraise(world, writer, final="high")
    row = appraise(world, writer, final="high", reason="The sponsor wrote it.")
    assert (row.proposed, row.final, row.reason) == ("low", "high", "The sponsor wrote it.")
    assert events()[-1].why == "The sponsor wrote it."


def test_an_instrument_without_a_rule_needs_a_choice_with_its_reason(world, writer):
    items = "inclusion measured identified consecutive complete demographics clinical outcomes sites statistics"
    of_series = {
        "study": world.series,
        "instrument": "jbi-case-series-2020",
        "judgements": dict.fromkeys(items.split(), "yes"),
    }
    with pytest.raises(ValidationError, match="proposes no overall judgement"):
        appraise(world, writer, **of_series)
    with pytest.raises(ValidationError, match="Say why"):
        appraise(world, writer, **of_series, final="include")
    assert appraise(world, writer, **of_series, final="include", reason="All told.").proposed == ""


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"instrument": "rob-1"}, "Choose one of the instruments."),
        ({"judgements": ROB_2 | {"missing": ""}}, "Not judged yet: Missing outcome data."),
        (
            {"judgements": ROB_2 | {"missing": "serious"}},
            "Choose one of the judgements of RoB 2: Missing outcome data.",
        ),
        ({"endpoint": "mood"}, "Choose one of the outcomes"),
        ({"final": "critical", "reason": "x"}, "Choose one of the overall judgements of RoB 2."),
        ({"notes": {"missing": "x" * 2001}}, "longer than 2000"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(world, writer, changed, sentence):
    with pytest.raises(ValidationError) as refused:
        appraise(world, writer, **changed)
    assert sentence in " ".join(refused.value.messages)
    assert not RiskOfBias.objects.exists()
    assert events() == []


def test_a_later_appraisal_of_the_same_person_replaces_the_former_which_is_kept(world, writer, librarian):
    first = appraise(world, writer)
    others = [appraise(world, librarian), appraise(world, writer, endpoint="os")]
    second = appraise(world, writer, judgements=ROB_2 | {"missing": "high"})
    assert set(RiskOfBias.objects.current()) == {*others, second}
    assert second.supersedes == first
    first.refresh_from_db()
    assert first.final == "low"
    assert events()[-1].before["final"] == "low"
    assert len(set(RiskOfBias.objects.values_list("key", flat=True))) == 4


@pytest.mark.parametrize("role", ["Reader", "Approver", "Administrator"])
def test_who_may_not_appraise_is_told_who_does(world, account, role):
    with pytest.raises(PermissionDenied, match="Writers, Reviewers and Librarians appraise"):
        appraise(world, account(role))
    with pytest.raises(PermissionDenied, match="appraise studies"):
        certainty(world, account(role, name="another"))


def test_the_database_wants_a_reason_too():
    world = make_world()
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskOfBias.objects.create(
            key="x", study=world.trial, instrument="rob-2-2019", proposed="low", final="high", by="x"
        )
    RiskOfBias.objects.create(key="y", study=world.trial, instrument="rob-2-2019", proposed="low", final="low", by="x")


# Certainty


def test_a_trial_starts_high_and_is_lowered_with_reasons(world, writer):
    row = certainty(world, writer, Step("imprecision", -1, " Wide. "), Step("indirectness", 0))
    assert (row.key, row.start, row.computed, row.final) == ("y90/hcc/os/1", "high", "moderate", "moderate")
    assert row.steps == {"imprecision": {"step": -1, "reason": "Wide."}}
    assert list(row.studies.all()) == [world.trial]
    assert list(row.effect_estimates.all()) == [world.hazard]
    (event,) = events()
    assert (event.event, event.target_type, event.target_key) == ("certainty.graded", "certainty", "y90/hcc/os/1")
    assert event.after["studies"] == ["trial"]


def test_a_series_starts_low_and_may_be_raised(world, writer):
    row = certainty(
        world, writer, Step("large_effect", 1, "Twice."), body=body(world, studies=[world.series], figures=[])
    )
    assert (row.start, row.final) == ("low", "moderate")


def test_the_start_may_be_set_with_a_reason(world, writer):
    with pytest.raises(ValidationError, match="starts elsewhere"):
        certainty(world, writer, start="low")
    row = certainty(world, writer, start="low", start_reason="Stopped early.")
    assert (row.start, row.start_reason, row.final) == ("low", "Stopped early.", "low")


def test_a_reason_for_a_start_that_is_the_designs_own_is_not_kept(world, writer):
    assert certainty(world, writer, start="high", start_reason="Trials.").start_reason == ""


@pytest.mark.parametrize(
    ("steps", "changed", "sentence"),
    [
        ([Step("imprecision", -1)], {}, "Imprecision: say why it moves the certainty."),
        ([Step("large_effect", 1, "x")], {}, "What starts high is not raised"),
        ([], {"final": "low"}, "Say why the final certainty"),
        ([], {"final": "medium", "reason": "x"}, "Choose one of the four levels"),
        ([], {"start": "medium"}, "from the four levels"),
        ([], {"reason": "x" * 2001}, "longer than 2000"),
    ],
)
def test_a_grading_that_cannot_stand_is_refused(world, writer, steps, changed, sentence):
    with pytest.raises(ValidationError) as refused:
        certainty(world, writer, *steps, **changed)
    assert sentence in " ".join(refused.value.messages)
    assert not CertaintyOfEvidence.objects.exists()


def test_a_body_of_evidence_must_hold_together(world, writer):
    for changed, sentence in (
        ({"studies": [], "figures": []}, "Choose the studies"),
        ({"endpoint": "mood", "figures": []}, "Choose the outcome."),
        ({"figures": [world.series_median]}, "Not of the studies and the outcome chosen: not reached."),
        ({"endpoint": "pfs"}, "Not of the studies and the outcome chosen: HR 0.91"),
        ({"comparator": "x" * 201}, "longer than 200"),
    ):
        with pytest.raises(ValidationError) as refused:
            certainty(world, writer, body=body(world, **changed))
        assert sentence in " ".join(refused.value.messages)


def test_another_final_certainty_stands_with_its_reason(world, writer):
    row = certainty(world, writer, final="low", reason="One small trial.")
    assert (row.computed, row.final) == ("high", "low")


def test_a_grading_is_replaced_once_and_kept(world, writer):
    first = certainty(world, writer)
    second = certainty(world, writer, Step("imprecision", -1, "Wide."), supersedes=first)
    assert list(CertaintyOfEvidence.objects.current()) == [second]
    assert second.key == "y90/hcc/os/2"
    event = events()[-1]
    assert (event.event, event.before["key"]) == ("certainty.graded_again", first.key)
    with pytest.raises(ValidationError, match="replaced meanwhile"):
        certainty(world, writer, supersedes=first)


# Verification


def test_a_second_person_reads_the_same(world, writer):
    row = verify(world.hazard, writer)
    assert (row.extracted_by, row.extracted_at, row.verified_by) == ("fixtures", None, "writer")
    assert states_of([world.hazard], writer).of(world.hazard).value == "verified"
    (event,) = events()
    assert (event.event, event.target_type, event.target_key) == ("figure.verified", "figure", "doc/trial/hr")
    assert event.after == {"as_reported": "HR 0.91 (0.57-1.45)"}


def test_what_somebody_read_instead_is_kept_and_changes_no_figure(world, writer):
    verify(world.hazard, writer, read_instead=" HR 0.19 ")
    world.hazard.refresh_from_db()
    assert world.hazard.as_reported == "HR 0.91 (0.57-1.45)"
    state = states_of([world.hazard], writer).of(world.hazard)
    assert (state.value, state.read_instead) == ("disputed", "HR 0.19")
    assert events()[0].after["read_instead"] == "HR 0.19"


def test_a_figure_that_changes_is_not_verified_any_more(world, writer):
    verify(world.median, writer)
    world.median.value = "18.7"
    world.median.save()
    state = states_of([world.median], writer).of(world.median)
    assert (state.value, state.label) == ("changed", "Changed since it was verified")
    verify(world.median, writer)
    assert states_of([world.median], writer).of(world.median).value == "verified"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"seen": "something else"}, "changed while you read"),
        ({"read_instead": "x" * 401}, "longer than 400"),
        ({"read_instead": "HR 0.91 (0.57-1.45)"}, "Say that you read the same."),
    ],
)
def test_a_word_on_a_figure_that_cannot_stand_is_refused(world, writer, changed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        verify(world.hazard, writer, **changed)
    assert not Verification.objects.exists()


def test_the_same_is_not_said_twice_but_may_be_said_otherwise(world, writer, librarian):
    verify(world.hazard, writer)
    with pytest.raises(ValidationError, match="said of the figure already"):
        verify(world.hazard, librarian)
    verify(world.hazard, librarian, read_instead="HR 0.19")
    assert events()[-1].before == {"by": "writer", "read_instead": ""}
    verify(world.hazard, writer)
    assert Verification.objects.get().verified_by == "writer"


def test_nobody_verifies_what_they_entered(world, writer, librarian):
    actions.record_extraction(figures=[world.hazard], by=librarian)
    row = Verification.objects.get()
    assert (row.extracted_by, row.extracted_at is None, row.verified_by) == ("librarian", False, "")
    with pytest.raises(PermissionDenied, match="You entered this figure"):
        verify(world.hazard, librarian)
    assert verify(world.hazard, writer).verified_by == "writer"


def test_who_enters_a_figure_again_takes_back_their_own_word(world, writer, librarian):
    verify(world.hazard, librarian)
    verify(world.median, writer)
    actions.record_extraction(figures=[world.hazard, world.median], by=librarian)
    assert states_of([world.hazard], writer).of(world.hazard).value == "not_verified"
    assert states_of([world.median], writer).of(world.median).value == "verified"


@pytest.mark.parametrize("role", ["Reader", "Approver", "Administrator"])
def test_who_may_not_verify_is_told_who_does(world, account, role):
    with pytest.raises(PermissionDenied, match="Writers, Reviewers and Librarians verify figures"):
        verify(world.hazard, account(role))


def test_the_database_puts_a_figure_together_as_python_does(world, writer):
    for figure in (world.hazard, world.median, world.series_median):
        verify(figure, writer)
    kept = Verification.objects.with_state()
    assert {row.state for row in kept} == {"verified"}
    assert {row.held_to for row in kept} == {
        as_it_stands(figure) for figure in (world.hazard, world.median, world.series_median)
    }
    for figure in (world.hazard, world.median, world.series_median):
        figure.lines = "another place"
        figure.save()
    assert {row.state for row in Verification.objects.with_state()} == {"verified"}
    world.series_median.not_reached = False
    world.series_median.save()
    world.hazard.comparator_arm = None
    world.hazard.save()
    world.median.outcome.timepoint = "3 years"
    world.median.outcome.save()
    assert {row.state for row in Verification.objects.with_state()} == {"changed"}


def test_the_database_holds_one_figure_a_second_person_and_all_of_a_word(world):
    whole = {"extracted_by": "a", "verified_by": "b", "verified_at": "2026-11-25T00:00Z", "held_to": "x"}
    for faulty in (
        whole,
        whole | {"measurement": world.median, "effect_estimate": world.hazard},
        whole | {"measurement": world.median, "verified_by": "a"},
        whole | {"measurement": world.median, "held_to": ""},
        {"extracted_by": "a", "measurement": world.median, "verified_by": "b"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.create(**faulty)
    Verification.objects.create(**whole, measurement=world.median)


@pytest.mark.parametrize("act", [appraise, certainty, lambda world, by: verify(world.hazard, by)])
def test_nothing_is_kept_where_the_trail_cannot_be_written(world, writer, monkeypatch, act):
    def full(**told):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit.actions, "record", full)
    with pytest.raises(RuntimeError):
        act(world, writer)
    for model in (RiskOfBias, CertaintyOfEvidence, Verification):
        assert not model.objects.exists()
