"""Entering evidence: what is made, what is refused, what is recorded, and that a failure leaves nothing behind."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError

import audit.actions
from audit.models import AuditEvent
from evidence import corrections
from evidence.checks.actions import run_checks
from evidence.checks.following import is_behind
from evidence.entry import actions
from evidence.entry.actions import AlreadyHere
from evidence.models import (
    Arm,
    ArmSize,
    CheckRun,
    Document,
    EffectEstimate,
    Flag,
    Identifier,
    Measurement,
    Outcome,
    Reference,
    Study,
    StudyAccount,
)
from search import changes
from search.models import Change
from tests.evidence.entry.world import EFFECT, FACTS, MEDIAN, WORK, enter_outcome, enter_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(account):
    return account("Librarian")


@pytest.fixture
def study(librarian):
    return enter_study(librarian)


@pytest.fixture
def outcome(study, librarian):
    return enter_outcome(study, librarian)


@pytest.fixture
def effect(outcome, librarian):
    return actions.add_figures(outcome=outcome, figures=[(EffectEstimate, EFFECT)], by=librarian)[0]


@pytest.fixture
def broken_trail(monkeypatch):
    def fail(**told):
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit.actions, "record", fail)


def counts() -> list[int]:
    models = (Study, Reference, Identifier, Document, StudyAccount, Arm, Outcome, Measurement, EffectEstimate, Change)
    return [model.objects.count() for model in models]


def messages(refused) -> str:
    return " ".join(refused.value.messages)


def test_a_study_comes_with_its_report_and_a_document_for_its_figures(study):
    assert (study.key, study.label, str(study)) == ("mulcahy-2021", "Mulcahy 2021", "Mulcahy 2021 (EPOCH)")
    reference = study.reports.get().reference
    assert (reference.key, reference.authors) == ("mulcahy-2021", ["Mulcahy MF", "Mahvash A"])
    assert set(reference.identifiers.values_list("scheme", "value")) == {
        ("pmid", "34541864"),
        ("doi", "10.1200/jco.21.01839"),
    }
    account = study.accounts.get()
    assert account.document.kind == "study_report"
    assert account.document.citation == "J Clin Oncol 2021"
    assert not account.document.is_whole
    assert list(study.conditions.values_list("key", flat=True)) == ["crc"]


def test_what_the_paper_says_of_the_study_is_in_the_trail(librarian):
    study = enter_study(librarian, told={"participants": "428", "period": "", "lines": "p. 3897"})
    after = AuditEvent.objects.get(event="study.entered", target_key=study.key).after
    assert (after["participants"], after["lines"], "period" in after) == ("428", "p. 3897", False)


def test_who_entered_what_is_in_the_trail_and_search_is_told(study, effect):
    assert list(AuditEvent.objects.order_by("id").values_list("event", "target_type", "target_key", "by")) == [
        ("reference.entered", "reference", "mulcahy-2021", "librarian"),
        ("study.entered", "study", "mulcahy-2021", "librarian"),
        ("document.entered", "document", "mulcahy-2021/report", "librarian"),
        ("outcome.entered", "study", "mulcahy-2021", "librarian"),
        ("figure.entered", "figure", "mulcahy-2021/pfs-hr", "librarian"),
    ]
    told = AuditEvent.objects.get(event="figure.entered").after
    assert told["estimate"] == "0.69"
    assert told["outcome"] == effect.outcome.key
    assert {("study", "mulcahy-2021"), ("reference", "mulcahy-2021")} <= set(Change.objects.values_list("type", "key"))
    (found,) = changes.sources["study"].load(["mulcahy-2021"])
    assert "HR 0.69" in found.text


@pytest.mark.parametrize("role", ["Reader", "Reviewer", "Approver", "Administrator"])
def test_others_than_writers_and_librarians_enter_nothing(account, role):
    with pytest.raises(PermissionDenied, match="Writers and Librarians enter"):
        enter_study(account(role))
    assert counts() == [0] * len(counts())


def test_a_writer_enters_and_does_not_correct(account, effect, study):
    writer = account("Writer")
    assert actions.add_arm(study=study, facts={"name": "TARE"}, by=writer)
    with pytest.raises(PermissionDenied, match="Librarians correct"):
        actions.correct_figure(figure=effect, changes={"estimate": "0.96"}, reason="A slip.", by=writer)
    with pytest.raises(PermissionDenied, match="Librarians correct"):
        actions.correct_study(study=study, changes={"acronym": "X"}, reason="A slip.", by=writer)


@pytest.mark.parametrize(
    "known",
    [
        {"pmid": "PMID: 034541864", "doi": ""},
        {"pmid": "https://pubmed.ncbi.nlm.nih.gov/34541864/", "doi": ""},
        {"pmid": "", "doi": "https://doi.org/10.1200/jco.21.01839"},
        {"pmid": "99", "doi": "DOI: 10.1200/JCO.21.01839."},
    ],
)
def test_a_report_that_is_here_is_not_entered_again(study, librarian, known):
    before = counts()
    with pytest.raises(AlreadyHere, match="already here: Mulcahy 2021") as refused:
        enter_study(librarian, work=WORK | known)
    assert refused.value.row == study.reports.get().reference
    assert counts() == before


def test_a_known_identifier_is_recognised_whatever_its_case(librarian):
    reference = Reference.objects.create(key="x", title="Known", authors=["X Y"], year="2020")
    Identifier.objects.create(key="d", reference=reference, scheme="doi", value="10.1200/JCO.21.01839")
    with pytest.raises(AlreadyHere):
        enter_study(librarian)


def test_a_study_is_entered_from_a_report_that_is_here(librarian):
    reference = Reference.objects.create(key="xu-2020", title="Known", authors=["Xu Y"], year="2020")
    study = enter_study(librarian, work=None, reference=reference)
    assert study.key == "xu-2020"
    assert Reference.objects.count() == 1
    with pytest.raises(AlreadyHere, match="already entered") as refused:
        enter_study(librarian, work=None, reference=reference)
    assert refused.value.row == study
    assert enter_study(librarian, work=None, reference=reference, is_another=True).key == "xu-2020-b"


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (WORK | {"pmid": "", "doi": ""}, "Give the PMID or the DOI"),
        (WORK | {"pmid": "12a"}, "is no PMID"),
        (WORK | {"doi": "doi.org/x"}, "is no DOI"),
        (WORK | {"authors": [" "]}, "Give the authors"),
        (WORK | {"title": ""}, "Give the authors, the title"),
        (WORK | {"year": "20211"}, "at most 4 characters"),
        (None, "Say which report"),
    ],
)
def test_a_report_that_cannot_be_is_refused_in_a_sentence(librarian, work, said):
    with pytest.raises(ValidationError) as refused:
        enter_study(librarian, work=work)
    assert said in messages(refused)
    assert counts() == [0] * len(counts())


def test_a_design_that_is_none_leaves_not_even_the_report(librarian):
    with pytest.raises(ValidationError):
        enter_study(librarian, facts=FACTS | {"design": "guesswork"})
    assert counts() == [0] * len(counts())


def test_keys_of_two_studies_of_one_name_differ(librarian, study):
    other = enter_study(librarian, work=WORK | {"pmid": "77", "doi": ""})
    assert (other.key, other.reports.get().reference.key) == ("mulcahy-2021-b", "mulcahy-2021-b")


def test_no_study_takes_the_address_of_a_page(librarian):
    assert enter_study(librarian, facts=FACTS | {"label": "New"}).key == "new-b"


def test_an_arm_has_its_name_once_and_its_size_as_the_paper_prints_it(study, librarian):
    facts = {"name": " TARE  and chemo ", "role": "intervention"}
    arm = actions.add_arm(study=study, facts=facts, sizes={"participants": "215"}, by=librarian)
    assert (arm.key, arm.name) == ("mulcahy-2021/tare-and-chemo", "TARE and chemo")
    assert ArmSize.objects.get().participants == "215"
    with pytest.raises(ValidationError, match="already has an arm"):
        actions.add_arm(study=study, facts={"name": "tare and chemo"}, by=librarian)
    with pytest.raises(ValidationError, match="blank"):
        actions.add_arm(study=study, facts={"name": " "}, by=librarian)


def test_a_study_known_from_a_review_gets_its_own_paper_when_an_outcome_is_entered(librarian):
    reference = Reference.objects.create(key="xu-2020", title="Known", authors=["Xu Y"], year="2020")
    review = Document.objects.create(key="review", kind="review_article", title="Review")
    study = Study.objects.create(key="xu-2020", label="Xu 2020", design="rct")
    StudyAccount.objects.create(key="review/xu-2020", document=review, study=study)
    with pytest.raises(ValidationError, match="No report of this study"):
        enter_outcome(study, librarian)
    study.reports.create(key="r", reference=reference)
    first, second = enter_outcome(study, librarian), enter_outcome(study, librarian)
    assert first.account == second.account
    assert first.account.document.title == "Known"
    assert (first.key, second.key) == ("xu-2020/report/xu-2020/pfs-1", "xu-2020/report/xu-2020/pfs-2")
    assert study.accounts.count() == 2


def test_figures_get_readable_keys_that_both_kinds_share(outcome, study, librarian):
    arm = actions.add_arm(study=study, facts={"name": "TARE", "role": "intervention"}, by=librarian)
    figures = [(Measurement, MEDIAN | {"arm": arm}), (EffectEstimate, EFFECT), (EffectEstimate, EFFECT)]
    made = actions.add_figures(outcome=outcome, figures=figures, by=librarian)
    keys = ["mulcahy-2021/pfs-median-tare", "mulcahy-2021/pfs-hr", "mulcahy-2021/pfs-hr-b"]
    assert [figure.key for figure in made] == keys
    assert [figure.position for figure in made] == [1, 2, 3]
    assert made[0].as_reported == "8.0 months"
    assert made[0].location == "p. 3897"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"as_reported": " "}, "as it is printed"),
        ({"lines": ""}, "Say where in the paper"),
        ({"lines": "3897"}, "“p. 3897”"),
        ({"estimate": "", "ci_lower": "", "ci_upper": "", "p_value": ""}, "No number is filled in"),
        ({"measure": "hazard"}, "not a valid choice"),
        ({"estimate": "0" * 31}, "at most 30 characters"),
    ],
)
def test_a_figure_that_says_too_little_is_refused_and_none_of_the_others_is_kept(outcome, librarian, fields, said):
    before = counts()
    with pytest.raises(ValidationError) as refused:
        figures = [(Measurement, MEDIAN), (EffectEstimate, EFFECT | fields)]
        actions.add_figures(outcome=outcome, figures=figures, by=librarian)
    assert said in messages(refused)
    assert counts() == before


@pytest.mark.parametrize("place", ["3897", "3-4"])
def test_a_number_alone_is_no_place_in_a_paper(study, librarian, place):
    with pytest.raises(ValidationError, match="Say what"):
        enter_outcome(study, librarian, lines=place)
    with pytest.raises(ValidationError, match="Say what"):
        enter_study(librarian, work=WORK | {"pmid": "77", "doi": ""}, told={"lines": place})


def test_a_comparison_in_words_is_a_figure(outcome, librarian):
    words = {"as_reported": "no difference", "lines": "p. 3", "measure": "comparison", "direction": "no_difference"}
    actions.add_figures(outcome=outcome, figures=[(EffectEstimate, words)], by=librarian)
    with pytest.raises(ValidationError, match="No number"):
        nothing = [(EffectEstimate, words | {"direction": "not_stated"})]
        actions.add_figures(outcome=outcome, figures=nothing, by=librarian)


def test_an_arm_of_another_study_is_refused(outcome, study, librarian):
    other = enter_study(librarian, work=WORK | {"pmid": "77", "doi": ""})
    arm = actions.add_arm(study=other, facts={"name": "TARE", "role": "intervention"}, by=librarian)
    own = actions.add_arm(study=study, facts={"name": "TARE", "role": "intervention"}, by=librarian)
    with pytest.raises(ValidationError, match="no arm of this study"):
        actions.add_figures(outcome=outcome, figures=[(Measurement, MEDIAN | {"arm": arm})], by=librarian)
    with pytest.raises(ValidationError, match="not compared with itself"):
        both = EFFECT | {"intervention_arm": own, "comparator_arm": own}
        actions.add_figures(outcome=outcome, figures=[(EffectEstimate, both)], by=librarian)


def test_a_correction_tells_old_and_new_and_who_listens_hears_it_in_the_transaction(effect, librarian, monkeypatch):
    heard = []
    monkeypatch.setattr(corrections, "_listeners", [])
    corrections.register(lambda **told: heard.append(told))
    changes = {"estimate": "0.68", "ci_lower": "0.54"}
    actions.correct_figure(figure=effect, changes=changes, reason=" Table 2 prints 0.68. ", by=librarian)
    assert EffectEstimate.objects.get().estimate == "0.68"
    event = AuditEvent.objects.get(event="figure.corrected")
    assert (event.before, event.after, event.why) == (
        {"estimate": "0.69"},
        {"estimate": "0.68"},
        "Table 2 prints 0.68.",
    )
    assert heard == [{"figure": effect, "before": {"estimate": "0.69"}, "after": {"estimate": "0.68"}, "by": librarian}]


def test_a_listener_that_fails_undoes_the_correction(effect, librarian, monkeypatch):
    def fail(**told):
        raise DatabaseError("disk full")

    monkeypatch.setattr(corrections, "_listeners", [fail])
    with pytest.raises(DatabaseError):
        actions.correct_figure(figure=effect, changes={"estimate": "0.68"}, reason="A slip.", by=librarian)
    assert EffectEstimate.objects.get().estimate == "0.69"
    assert not AuditEvent.objects.filter(event="figure.corrected").exists()


@pytest.mark.parametrize(
    ("changes", "reason", "said"),
    [
        ({"estimate": "0.68"}, "  ", "Say why"),
        ({"estimate": "0.68"}, "x" * 2001, "longer than 2000"),
        ({"estimate": "0.69"}, "A slip.", "Nothing is changed"),
        ({"lines": ""}, "A slip.", "Say where"),
        ({"measure": "?"}, "A slip.", "not a valid choice"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(effect, librarian, changes, reason, said):
    with pytest.raises(ValidationError) as refused:
        actions.correct_figure(figure=effect, changes=changes, reason=reason, by=librarian)
    assert said in messages(refused)
    assert EffectEstimate.objects.filter(estimate="0.69", measure="HR").exists()


def test_a_correction_of_what_somebody_else_corrected_meanwhile_is_refused(effect, librarian):
    seen = actions.state_of(effect)
    actions.correct_figure(figure=effect, changes={"estimate": "0.68"}, reason="A slip.", by=librarian, seen=seen)
    with pytest.raises(ValidationError, match="in the meantime"):
        actions.correct_figure(figure=effect, changes={"p_value": ".002"}, reason="A slip.", by=librarian, seen=seen)


def test_the_facts_of_a_study_are_corrected_with_its_terms(study, librarian):
    changes = {"acronym": "EPOCH-2", "conditions": []}
    actions.correct_study(study=study, changes=changes, reason="A slip.", by=librarian)
    event = AuditEvent.objects.get(event="study.corrected")
    assert event.before == {"acronym": "EPOCH", "conditions": ["crc"]}
    assert event.after == {"acronym": "EPOCH-2", "conditions": []}
    assert not study.conditions.exists()


def test_nothing_is_kept_where_it_cannot_be_recorded(study, outcome, effect, librarian, broken_trail):
    before = counts()
    attempts = [
        lambda: enter_study(librarian, work=WORK | {"pmid": "77", "doi": ""}),
        lambda: actions.add_arm(study=study, facts={"name": "TARE"}, sizes={"participants": "3"}, by=librarian),
        lambda: enter_outcome(study, librarian),
        lambda: actions.add_figures(outcome=outcome, figures=[(Measurement, MEDIAN)], by=librarian),
        lambda: actions.correct_figure(figure=effect, changes={"estimate": "1"}, reason="A slip.", by=librarian),
        lambda: actions.correct_study(study=study, changes={"acronym": "X"}, reason="A slip.", by=librarian),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError):
            attempt()
    assert counts() == before
    assert EffectEstimate.objects.get().estimate == "0.69"
    assert Study.objects.get().acronym == "EPOCH"
    assert not ArmSize.objects.exists()


def test_the_checks_run_again_after_an_entry_and_flag_what_does_not_fit(outcome, librarian):
    Change.objects.all().delete()  # what this test's own transaction noted before the run: to PostgreSQL it is not over
    run_checks()
    assert not is_behind(CheckRun.objects.get())
    outside = EFFECT | {"estimate": "0.96", "as_reported": "HR 0.96 (95% CI 0.54-0.88; P=.0013)"}
    actions.add_figures(outcome=outcome, figures=[(EffectEstimate, outside)], by=librarian)
    assert is_behind(CheckRun.objects.get())
    run_checks()
    assert Flag.objects.filter(rule="interval_contains_estimate", study__key="mulcahy-2021").exists()
