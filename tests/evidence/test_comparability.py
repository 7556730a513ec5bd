"""Which figures may stand beside each other without a word: a truth table for each rule."""

from pathlib import Path

import pytest

from evidence import vocabulary as words
from evidence.comparison import comparability
from evidence.comparison.comparability import endpoint_caveats, row_caveats
from evidence.comparison.rules import RULES
from evidence.comparison.values import Figure


def figure(study: str, text: str = "1", **said) -> Figure:
    return Figure(study=study, study_name=study.upper(), text=text, key=f"{study}/{text}", document="doc", **said)


def rules(endpoint: str, *figures: Figure) -> dict[str, str]:
    """The grade of each rule that speaks."""
    return {caveat.rule: caveat.grade for caveat in row_caveats(endpoint, figures)}


RECIST, RECIST_11, RECIST_10 = ("RECIST", ""), ("RECIST", "1.1"), ("RECIST", "1.0")
MRECIST, WHO, EASL, SILENT = ("mRECIST", ""), ("WHO", ""), ("EASL", ""), ("", "")


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        (RECIST_11, RECIST_11, None),
        (MRECIST, MRECIST, None),
        (("recist", "1.1"), RECIST_11, None),
        (RECIST_11, MRECIST, "unlike"),
        (RECIST_11, WHO, "unlike"),
        (WHO, EASL, "unlike"),
        (RECIST, EASL, "unlike"),
        (RECIST_10, RECIST_11, "unlike"),
        (RECIST, RECIST_11, "unknown"),
        (RECIST, RECIST, "unknown"),
        (RECIST_11, SILENT, "unknown"),
        (SILENT, SILENT, "unknown"),
        (("RECIST or WHO", ""), WHO, "unlike"),
    ],
)
def test_response_by_these_criteria(one, other, grade):
    told = [
        figure(study, criteria=criteria, criteria_version=version)
        for study, (criteria, version) in (("a", one), ("b", other))
    ]
    for endpoint in ("orr", "cr", "pr", "sd", "pd", "dcr"):
        assert rules(endpoint, *told).get("response_criteria") == grade
        assert rules(endpoint, *reversed(told)).get("response_criteria") == grade
    assert "response_criteria" not in rules("os", *told)


@pytest.mark.parametrize(
    ("endpoint", "name", "rule", "one", "other", "grade"),
    [
        ("os", "time_origin", "time_origin", "treatment", "treatment", None),
        ("os", "time_origin", "time_origin", "not_stated", "not_stated", None),
        ("os", "time_origin", "time_origin", "diagnosis", "treatment", "unlike"),
        ("pfs", "time_origin", "time_origin", "diagnosis", "randomization", "unlike"),
        ("ttp", "time_origin", "time_origin", "metastasis_diagnosis", "diagnosis", "unlike"),
        ("os", "time_origin", "time_origin", "diagnosis", "not_stated", "unknown"),
        ("orr", "time_origin", "time_origin", "diagnosis", "treatment", None),
        ("os", "population", "population", "itt", "itt", None),
        ("os", "population", "population", "not_stated", "not_stated", None),
        ("os", "population", "population", "itt", "as_treated", "unlike"),
        ("adverse_event", "population", "population", "itt", "modified_itt", "unlike"),
        ("orr", "population", "population", "matched", "not_stated", "unknown"),
        ("baseline", "population", "population", "itt", "as_treated", None),
        ("os", "line", "line_of_therapy", "first", "first", None),
        ("os", "line", "line_of_therapy", "first", "later", "unlike"),
        ("orr", "line", "line_of_therapy", "second", "any", "unlike"),
        ("os", "line", "line_of_therapy", "first", "not_stated", "unknown"),
        ("os", "line", "line_of_therapy", "not_stated", "not_stated", None),
        ("baseline", "line", "line_of_therapy", "first", "later", None),
    ],
)
def test_figures_counted_so(endpoint, name, rule, one, other, grade):
    told = figure("a", **{name: one}), figure("b", **{name: other})
    assert rules(endpoint, *told).get(rule) == grade
    assert rules(endpoint, *reversed(told)).get(rule) == grade


@pytest.mark.parametrize(
    ("statistic", "units", "grade"),
    [
        ("median", ("months", "months"), None),
        ("median", ("months", "month"), None),
        ("median", ("Months", "months"), None),
        ("median", ("months", "days"), "unlike"),
        ("mean", ("years", "weeks"), "unlike"),
        ("median", ("months", ""), None),
        ("proportion", ("percent", ""), None),
    ],
)
def test_averages_printed_in_these_units(statistic, units, grade):
    told = [figure(study, statistic=statistic, unit=unit) for study, unit in zip("ab", units, strict=True)]
    assert rules("os", *told).get("unit") == grade


def test_a_time_of_no_stated_kind_is_not_known_to_be_a_median():
    assert rules("os", figure("a", statistic="median"), figure("b", statistic="value")) == {"statistic": "unknown"}
    assert rules("os", figure("a", statistic="median"), figure("b", statistic="median")) == {}


def test_an_outcome_called_otherwise_is_not_known_to_be_the_same():
    assert rules("os", figure("a", name="after transplantation"), figure("b")) == {"name": "unknown"}
    assert rules("os", figure("a", name="In all"), figure("b", name="in all")) == {}


def test_one_study_as_told_by_two_documents_counts_once():
    mine = figure("a")
    twice = Figure(**{**vars(mine), "document": "another"})
    assert rules("os", mine, twice) == {"two_documents": "overlap"}
    assert rules("os", mine, figure("b")) == {}
    told = row_caveats("os", [mine, twice, figure("b")])[0]
    assert told.studies == ("a",)
    assert "doc (1), another (1)" in told.message


def test_figures_of_one_study_alone_need_no_comparing():
    assert rules("orr", figure("a", criteria="RECIST"), figure("a", "2", criteria="mRECIST")) == {}


@pytest.mark.parametrize(
    ("figures", "warned"),
    [
        ([("a", False), ("b", False)], False),
        ([("a", True), ("b", True)], False),
        ([("a", False), ("b", True)], True),
        ([("a", True), ("b", False)], True),
        ([("a", False), ("a", True), ("b", False)], False),
        ([("a", False), ("a", True), ("b", True)], True),
    ],
)
def test_a_subgroup_beside_a_whole_population(figures, warned):
    told = [figure(study, str(n), of_subgroup=of_subgroup) for n, (study, of_subgroup) in enumerate(figures)]
    assert [(caveat.rule, caveat.grade) for caveat in endpoint_caveats("os", told)] == [("subgroup", "unlike")] * warned


def test_of_figures_that_share_no_row_only_what_is_surely_unlike_is_said():
    first, later, silent = figure("a", line="first"), figure("b", line="later"), figure("c")
    assert [caveat.rule for caveat in endpoint_caveats("os", [first, later])] == ["line_of_therapy"]
    assert endpoint_caveats("os", [first, silent]) == []


def test_a_warning_names_the_studies_and_figures_and_says_why_it_matters():
    told = [figure("a", "41%", criteria="RECIST", criteria_version="1.1"), figure("b", "57%", criteria="mRECIST")]
    caveat = row_caveats("orr", told, "row-7")[0]
    assert caveat.message == "A: RECIST 1.1 (41%); B: mRECIST (57%)."
    assert (caveat.studies, caveat.figures, caveat.row) == (("a", "b"), ("a/41%", "b/57%"), "row-7")
    assert "same patients" in caveat.why
    assert caveat.grade_label == "Not alike"


def test_a_sentence_does_not_name_figures_without_end():
    told = [figure("a", str(n), line="first") for n in range(20)] + [figure("b", line="later")]
    assert "A: first line (0, 1, 2, 3 and 16 more)" in row_caveats("os", told)[0].message


def test_every_rule_that_is_described_can_speak():
    source = Path(comparability.__file__).read_text(encoding="utf-8")
    assert {name for name in RULES if f'"{name}"' in source} == set(RULES)
    assert all(rule.title and rule.why.endswith(".") for rule in RULES.values())
    assert set(words.Alikeness.values) == {"unlike", "unknown", "overlap"}
