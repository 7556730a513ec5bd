"""Whether a position agrees with a guideline: the whole table, and what makes a group narrower or wider."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.vocabulary import RecommendationKind
from policies.guideline_agreement import NARROWER, SAME, TABLE, WIDER, Fit, agreement, fit, is_scored, narrowing
from policies.vocabulary import CoveragePosition, GuidelineVerdict

GROUPS = (SAME, NARROWER, WIDER)
AGREEMENT = """
                        recommends              option                  against                  research_only           insufficient
medically_necessary     agrees partly agrees    agrees partly agrees    differs partly differs   differs partly differs  differs partly differs
investigational         differs partly partly   differs partly partly   partly partly partly     agrees partly agrees    agrees partly agrees
not_medically_necessary differs partly partly   differs partly partly   agrees partly agrees     partly partly partly    partly partly partly
"""  # noqa: E501


def table() -> list[tuple[str, str, str, str]]:
    head, *rows = AGREEMENT.strip().splitlines()
    cells = []
    for row in rows:
        position, *verdicts = row.split()
        pairs = [(kind, group) for kind in head.split() for group in GROUPS]
        cells += [(position, kind, group, verdict) for (kind, group), verdict in zip(pairs, verdicts, strict=True)]
    return cells


@pytest.mark.parametrize(("position", "kind", "group", "verdict"), table())
def test_the_table(position, kind, group, verdict):
    assert agreement(position, kind, Fit(group)).verdict == verdict


def test_a_statement_on_unmet_criteria_alone_gets_no_verdict():
    found = agreement("investigational", "recommends", Fit(), of_unmet=True)
    assert found.verdict == "none"
    assert "do not meet the criteria" in found.reason


def test_a_group_wider_in_one_way_and_narrower_in_another_is_told_as_both():
    found = fit(WIDER, SAME, ["solitary"], condition_name="liver tumours", intervention_name="embolization")
    told = agreement("medically_necessary", "option", found)
    assert told.verdict == "partly"
    assert told.reason.startswith("Speaks for it, for a group wider in one way and narrower in another.")


def test_the_table_is_whole():
    assert len(table()) == 5 * 3 * 3
    assert {position for position, _ in TABLE} == set(CoveragePosition) - {CoveragePosition.NOT_STATED}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("position", CoveragePosition.values)
@pytest.mark.parametrize("kind", ["silent", "discussion", "arrangements", ""])
def test_what_is_no_word_for_or_against_gets_no_verdict(position, kind, group):
    assert agreement(position, kind, Fit(group)).verdict == GuidelineVerdict.NONE


@pytest.mark.parametrize("kind", RecommendationKind.values)
def test_neither_does_a_position_not_stated_nor_what_is_not_scored(kind):
    assert agreement("not_stated", kind, Fit()).verdict == GuidelineVerdict.NONE
    assert agreement("medically_necessary", kind, Fit(), scored=False).verdict == GuidelineVerdict.NONE


@pytest.mark.parametrize(
    ("body", "names", "scored"),
    [
        ("nice", ["TA688"], False),
        ("nice", ["IPG460"], False),
        ("nice", ["mtg-12"], False),
        ("nice", ["NG12"], True),
        ("nice", ["taking medicines"], True),
        ("nccn", ["TA688"], True),
        ("acr", [], True),
    ],
)
def test_arrangements_and_cost_decisions_of_nice_are_not_scored(body, names, scored):
    assert is_scored(body, names) == scored


POLICY = ["Unresectable liver metastases of colorectal carcinoma, refractory to chemotherapy", "ECOG 0-2"]


@pytest.mark.parametrize(
    ("population", "words"),
    [
        ("", []),
        ("Patients with metastatic colon cancer, chemotherapy-resistant", []),
        ("Not a candidate for surgery", []),
        ("Solitary colorectal liver metastasis", ["solitary"]),
        ("Colorectal metastases >5 cm, or > 5 cm", [">5 cm", "> 5 cm"]),
        ("Inoperable disease", ["inoperable"]),
        ("ECOG 0 or 1", ["1"]),
    ],
)
def test_the_words_that_narrow_a_population(population, words):
    assert narrowing(population, POLICY) == words


@given(st.text(max_size=60))
def test_nothing_narrows_what_the_policy_says_itself(population):
    assert narrowing(population, [population]) == []


@pytest.mark.parametrize("condition", GROUPS)
@pytest.mark.parametrize("intervention", GROUPS)
@pytest.mark.parametrize("words", [[], ["solitary"]])
def test_one_narrower_part_makes_the_group_narrower(condition, intervention, words):
    found = fit(condition, intervention, words, condition_name="melanoma", intervention_name="embolization")
    if NARROWER in (condition, intervention) or words:
        assert found.group == NARROWER
    else:
        assert found.group == (WIDER if WIDER in (condition, intervention) else SAME)
    assert len(found.because) == (condition != SAME) + (intervention != SAME) + bool(words)
