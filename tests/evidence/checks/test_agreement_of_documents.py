import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.checks.values import About, Account, Estimated, Measured, Size, StudyAccounts
from tests.evidence.checks.asking import found, grades


def figure(value, unit="months", statistic="median", arm="re", bound="", **about):
    return Measured(value, statistic, unit, bound, arm=arm, about=About(**{"endpoint": "pfs", **about}))


def account(document, *measured, participants="", sizes=(), estimated=(), described="", study_count=""):
    whole = Size("", "", "", participants)
    return Account(
        document=document, measured=measured, whole=whole, sizes=sizes, estimated=estimated, described=described,
        study_count=study_count,
    )  # fmt: skip


def conflicts(one, other):
    return grades("documents_agree", StudyAccounts("study", "Study", (one, other)))


def between(first, second):
    return conflicts(account("a", first), account("b", second))


@given(st.integers(1, 600), st.integers(1, 600))
def test_the_same_figure_conflicts_exactly_where_the_numbers_differ(one, other):
    assert bool(between(figure(str(one)), figure(str(other)))) == (one != other)


def test_a_coarser_figure_and_another_unit_agree_within_rounding():
    assert between(figure("12.5"), figure("12.6")) == ["look_again"]
    assert between(figure("13"), figure("12.6")) == []
    assert between(figure("564", "days"), figure("18.5")) == []
    assert between(figure("564", "days"), figure("20")) == ["look_again"]
    assert between(figure("0.89", "proportion", "proportion"), figure("89", "percent", "proportion")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"subgroup": "resected"},
        {"timepoint": "two years"},
        {"endpoint": "os"},
        {"arm": "control"},
        {"statistic": "mean"},
        {"bound": ">"},
    ],
)
def test_another_part_time_endpoint_arm_or_statistic_is_another_figure(other):
    assert between(figure("10.6"), figure("20.5", **other)) == []


def test_what_both_documents_state_tells_figures_apart_and_what_one_leaves_open_does_not():
    diagnosis, treatment = figure("38", time_origin="diagnosis"), figure("31", time_origin="treatment")
    assert between(diagnosis, treatment) == []
    assert between(diagnosis, figure("31", time_origin="not_stated")) == ["look_again"]
    assert between(figure("15", criteria="RECIST"), figure("25", criteria="mRECIST")) == []
    assert between(figure("10.2", name="any site"), figure("10.7", name="overall")) == ["look_again"]
    assert between(figure("12", timepoint="1 year"), figure("13", timepoint="12 months")) == ["look_again"]


def test_of_several_figures_only_those_of_one_name_are_compared():
    here = (figure("31", name="in the liver"), figure("54", name="outside"))
    there = (figure("33", name="in the liver"), figure("70", name="elsewhere"))
    assert conflicts(account("a", *here), account("b", *there)) == ["look_again"]


def test_a_baseline_figure_is_known_by_its_name():
    age, weight = (
        figure("61", "years", endpoint="baseline", name="age"),
        figure("70", "kg", endpoint="baseline", name="weight"),
    )
    assert between(age, weight) == []
    assert between(age, figure("63", "years", endpoint="baseline", name="Age")) == ["look_again"]


def test_participants_arms_and_numbers_of_studies_are_compared():
    assert conflicts(account("a", participants="54"), account("b", participants="39")) == ["look_again"]
    assert conflicts(account("a", participants="1,103"), account("b", participants="1103")) == []
    assert conflicts(account("a", participants="54"), account("b")) == []
    assert conflicts(account("a", study_count="26"), account("b", study_count="19")) == ["look_again"]
    both, evaluable = Size("x", "X", "subgroup", "45", "29"), Size("x", "X", "subgroup", "29")
    assert conflicts(account("a", sizes=(both,)), account("b", sizes=(evaluable,))) == []
    assert conflicts(account("a", sizes=(both,)), account("b", sizes=(Size("x", "X", "subgroup", "44"),))) == [
        "look_again"
    ]


def test_a_prospective_study_is_not_retrospective():
    one, other = account("a", described="Prospective cohort"), account("b", described="Retrospective cohort")
    assert conflicts(one, other) == ["look_again"]
    told = account("b", described="Retrospective cohort; no prospective comparison exists")
    assert conflicts(account("a", described="Retrospective study"), told) == []


def test_effects_between_the_same_arms_are_compared():
    def effect(estimate, upper="0.88"):
        return Estimated(
            "HR", estimate, ci_lower="0.54", ci_upper=upper, arm="re", comparator="x", about=About(endpoint="pfs")
        )

    assert conflicts(account("a", estimated=(effect("0.69"),)), account("b", estimated=(effect("0.69"),))) == []
    assert conflicts(account("a", estimated=(effect("0.69"),)), account("b", estimated=(effect("0.71"),))) == [
        "look_again"
    ]
    assert conflicts(account("a", estimated=(effect("0.69"),)), account("b", estimated=(effect("0.69", "0.98"),))) == [
        "look_again"
    ]


def test_two_accounts_of_one_document_are_no_conflict_between_documents():
    assert conflicts(account("a", figure("10")), account("a", figure("20"))) == []


def test_one_document_tells_one_thing_once():
    rule = "document_agrees_with_itself"
    twice = [figure(v, "percent", "proportion", endpoint="diagnostic_accuracy", outcome="dose") for v in ("93", "83")]
    assert grades(rule, account("a", *twice)) == ["unlikely"]
    apart = (figure("12.0", time_origin="treatment", outcome="1"), figure("36.1", outcome="2", line="first"))
    assert grades(rule, account("a", *apart)) == []
    assert grades(rule, account("a", figure("12", outcome="1"), figure("13", outcome="2"))) == ["look_again"]
    assert grades(rule, account("a", figure("12", outcome="1"), figure("12.0", outcome="2"))) == []
    doses = [figure(v, "mg", "value", endpoint="other", name="dose") for v in ("100", "50")]
    assert found(rule, account("a", *doses)) == []
