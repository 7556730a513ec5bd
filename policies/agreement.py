"""Where a statement, the policy's own evidence conclusion, the linked evidence and guidelines disagree. Pure."""

from dataclasses import dataclass

from evidence.vocabulary import RecommendationKind
from policies.vocabulary import Conclusion, CoveragePosition, EvidenceBearing, StatementBasis

AGAINST = (RecommendationKind.AGAINST, RecommendationKind.RESEARCH_ONLY, RecommendationKind.INSUFFICIENT)
NECESSARY = CoveragePosition.MEDICALLY_NECESSARY
INVESTIGATIONAL = CoveragePosition.INVESTIGATIONAL


@dataclass(frozen=True)
class Disagreement:
    """One sentence, and what becomes of it: explained by the statement's basis, unexplained, or to be looked at."""

    sentence: str
    verdict: str = "Unexplained."

    @property
    def is_explained(self) -> bool:
        return self.verdict.startswith("Explained")


# Results are counted here, not weighed: one trial may outweigh ten case series.
LOOK_AGAIN = "Look again: results are counted, not weighed."
CALLED = {
    Conclusion.SUFFICIENT_IMPROVES: "calls the evidence of a benefit sufficient",
    Conclusion.SUFFICIENT_DOES_NOT_IMPROVE: "concludes that it does not improve outcomes",
    Conclusion.INSUFFICIENT: "calls the evidence insufficient",
}
# Each position with the one conclusion that bears it out; other wording and "not stated" are not judged.
BORNE_OUT_BY = {
    NECESSARY: Conclusion.SUFFICIENT_IMPROVES,
    INVESTIGATIONAL: Conclusion.INSUFFICIENT,
    CoveragePosition.NOT_MEDICALLY_NECESSARY: Conclusion.SUFFICIENT_DOES_NOT_IMPROVE,
}


def with_conclusion(position: str, conclusion: str, population: str, basis: str) -> Disagreement | None:
    """The position against the document's own conclusion for a population."""
    if conclusion not in CALLED or position not in BORNE_OUT_BY:
        return None
    if BORNE_OUT_BY[CoveragePosition(position)] == conclusion:
        return None
    held = CoveragePosition(position).label.lower()
    explains = basis not in (StatementBasis.NOT_STATED, StatementBasis.PUBLISHED_EVIDENCE)
    return Disagreement(
        f"The statement holds it {held}; the policy's own summary {CALLED[Conclusion(conclusion)]} ({population}).",
        f"Explained by: {StatementBasis(basis).label.lower()}." if explains else "Unexplained.",
    )


def with_evidence(bearings: list[str], about: str) -> Disagreement | None:
    """A statement against the bearings of the evidence linked to it for one indication."""
    opposing = bearings.count(EvidenceBearing.OPPOSES)
    supporting = bearings.count(EvidenceBearing.SUPPORTS)
    if opposing and opposing >= supporting:
        counted = f"{opposing} of the linked results {'oppose' if opposing > 1 else 'opposes'} the position"
        supported = f"{supporting or 'none'} {'support' if supporting > 1 else 'supports'} it"
        return Disagreement(f"{about[:1].upper()}{about[1:]}: {counted}, {supported}.", LOOK_AGAIN)
    return None


def with_recommendation(position: str, kind: str, guideline: str, about: str) -> Disagreement | None:
    if position == NECESSARY and kind in AGAINST:
        return Disagreement(f"{guideline}, on {about}: {RecommendationKind(kind).label.lower()}.")
    if position != NECESSARY and kind == RecommendationKind.RECOMMENDS:
        held = "the statement does not hold it medically necessary"
        return Disagreement(f"{guideline} recommends it for {about}; {held}.")
    return None
