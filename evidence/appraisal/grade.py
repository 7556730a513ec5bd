"""The arithmetic of GRADE: where a body of evidence starts, and what lowers and raises it. Pure.

Guyatt et al., J Clin Epidemiol 2011 (GRADE guidelines 1 and 3 to 9); the words are ours.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.vocabulary import Certainty
from evidence.vocabulary import StudyDesign as Design

LEVELS = tuple(Certainty)  # the lowest first
RANDOMIZED = (Design.RCT, Design.REVIEW_OF_RCTS, Design.POOLED_RCTS)


@dataclass(frozen=True)
class Factor:
    """`most` is the number of levels it may move the certainty by; `raises` tells which way."""

    key: str
    name: str
    most: int
    raises: bool = False

    @property
    def steps(self) -> list[tuple[int, str]]:
        """Each step it may take, with its words."""
        told = {1: "one level", 2: "two levels"}
        way, sign = ("up", 1) if self.raises else ("down", -1)
        return [(0, "no change"), *((sign * number, f"{way} {told[number]}") for number in range(1, self.most + 1))]


DOWN = (
    Factor("risk_of_bias", "Risk of bias", 2),
    Factor("inconsistency", "Inconsistency", 2),
    Factor("indirectness", "Indirectness", 2),
    Factor("imprecision", "Imprecision", 2),
    Factor("publication_bias", "Publication bias", 2),
)
UP = (
    Factor("large_effect", "Large effect", 2, raises=True),
    Factor("dose_response", "Dose and response", 1, raises=True),
    Factor("plausible_confounding", "Confounding would hide it", 1, raises=True),
)
FACTORS = {factor.key: factor for factor in (*DOWN, *UP)}


@dataclass(frozen=True)
class Step:
    """By how many levels one factor moves the certainty, and why."""

    factor: str
    step: int
    reason: str = ""


def start_of(designs: Collection[str]) -> Certainty | None:
    """High where every study is a randomized trial or a review of such, low otherwise; None without a study.

    A network meta-analysis, or a review of mixed designs, starts low: what it is made of has to be said by a person.
    """
    if not designs:
        return None
    return Certainty.HIGH if all(design in RANDOMIZED for design in designs) else Certainty.LOW


def level_of(start: str, steps: Iterable[Step]) -> Certainty:
    """The start moved by all steps, never beyond very low and high."""
    reached = LEVELS.index(Certainty(start)) + sum(step.step for step in steps)
    return LEVELS[max(0, min(len(LEVELS) - 1, reached))]


def faults_of(start: str, steps: Collection[Step]) -> list[str]:
    """Why the steps cannot stand, each as a sentence; empty where they can."""
    found = []
    for step in steps:
        factor = FACTORS[step.factor]
        if step.step not in [number for number, _ in factor.steps]:
            least, most = sorted((0, factor.steps[-1][0]))
            found.append(f"{factor.name}: {step.step} is not a step from {least} to {most}.")
        elif step.step and not step.reason:
            found.append(f"{factor.name}: say why it moves the certainty.")
    return found + _faults_of_raising(start, steps)


def _faults_of_raising(start: str, steps: Collection[Step]) -> list[str]:
    raised = [FACTORS[step.factor].name.lower() for step in steps if step.step > 0]
    lowered = [FACTORS[step.factor].name.lower() for step in steps if step.step < 0]
    if raised and start == Certainty.HIGH:
        return [f"What starts high is not raised: take back {', '.join(raised)}."]
    if raised and lowered:
        return [
            f"Only what nothing lowers is raised: take back {', '.join(raised)}, or what lowers it"
            f" ({', '.join(lowered)})."
        ]
    return []


def steps_of(given: Mapping[str, Mapping]) -> list[Step]:
    """As they are stored: {"imprecision": {"step": -1, "reason": "..."}}; in the order of the factors."""
    return [Step(key, given[key]["step"], given[key]["reason"]) for key in FACTORS if key in given]
