from itertools import product

import pytest

from evidence.vocabulary import RecommendationKind
from policies import agreement
from policies.vocabulary import Conclusion, CoveragePosition, StatementBasis

NECESSARY, INVESTIGATIONAL = CoveragePosition.MEDICALLY_NECESSARY, CoveragePosition.INVESTIGATIONAL
IMPROVES, DOES_NOT, INSUFFICIENT = (
    Conclusion.SUFFICIENT_IMPROVES,
    Conclusion.SUFFICIENT_DOES_NOT_IMPROVE,
    Conclusion.INSUFFICIENT,
)
DISAGREEING = {
    (NECESSARY, INSUFFICIENT),
    (NECESSARY, DOES_NOT),
    (INVESTIGATIONAL, IMPROVES),
    (INVESTIGATIONAL, DOES_NOT),
    (CoveragePosition.NOT_MEDICALLY_NECESSARY, IMPROVES),
    (CoveragePosition.NOT_MEDICALLY_NECESSARY, INSUFFICIENT),
}


@pytest.mark.parametrize(("position", "conclusion"), list(product(CoveragePosition, Conclusion)))
def test_a_position_disagrees_with_these_conclusions_and_no_others(position, conclusion):
    found = agreement.with_conclusion(position, conclusion, "adults", StatementBasis.NOT_STATED)
    assert bool(found) == ((position, conclusion) in DISAGREEING)


def test_rarity_explains_insufficient_evidence_and_published_evidence_does_not():
    rarity = agreement.with_conclusion(NECESSARY, Conclusion.INSUFFICIENT, "ICC", StatementBasis.RARITY)
    evidence = agreement.with_conclusion(NECESSARY, Conclusion.INSUFFICIENT, "ICC", StatementBasis.PUBLISHED_EVIDENCE)
    assert rarity.verdict == "Explained by: rarity without alternatives."
    assert evidence.verdict == "Unexplained."


@pytest.mark.parametrize(
    ("bearings", "disagrees"),
    [
        ([], False),
        (["supports"], False),
        (["opposes"], True),
        (["opposes", "supports"], True),
        (["opposes", "supports", "supports"], False),
        (["context"], False),
    ],
)
def test_evidence_disagrees_where_as_much_opposes_as_supports(bearings, disagrees):
    assert bool(agreement.with_evidence(bearings, "melanoma")) == disagrees


@pytest.mark.parametrize(
    ("bearings", "said"),
    [
        (["opposes"], "Melanoma: 1 of the linked results opposes the position, none supports it."),
        (["opposes", "supports"], "Melanoma: 1 of the linked results opposes the position, 1 supports it."),
        (
            ["opposes"] * 3 + ["supports"] * 2,
            "Melanoma: 3 of the linked results oppose the position, 2 support it.",
        ),
    ],
)
def test_what_the_evidence_says_is_counted_for_one_indication(bearings, said):
    found = agreement.with_evidence(bearings, "melanoma")
    assert found.sentence == said
    assert found.verdict.startswith("Look again")


@pytest.mark.parametrize("kind", list(RecommendationKind))
def test_a_guideline_against_or_undecided_disagrees_with_medical_necessity(kind):
    found = agreement.with_recommendation(NECESSARY, kind, "NCCN", "melanoma")
    assert bool(found) == (kind in ("against", "research_only", "insufficient"))


@pytest.mark.parametrize("kind", list(RecommendationKind))
def test_only_a_guideline_that_recommends_disagrees_with_investigational(kind):
    assert bool(agreement.with_recommendation(INVESTIGATIONAL, kind, "NCCN", "melanoma")) == (kind == "recommends")
