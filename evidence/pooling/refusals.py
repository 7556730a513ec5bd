"""What may be pooled, and why the rest may not. Pure.

Some estimates are left out one by one: there is nothing to weigh them by, or another document prints the same figure.
Objections stand against the choice as a whole: then nothing is pooled, and a person has to choose.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from evidence.numbers import MONTHS_PER_UNIT, months, number
from evidence.pooling.directions import UNKNOWN, favourable_side
from evidence.pooling.effects import DIFFERENCES, RATIOS, Effect, NotUsable, effect_of
from evidence.vocabulary import Endpoint

Terms = frozenset[str]
Broader = Mapping[str, Terms]
NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
WORDS = {"HR": "hazard ratio", "RR": "relative risk", "OR": "odds ratio", "RD": "risk difference"}
WORDS["MD"] = "mean difference"


@dataclass(frozen=True)
class Candidate:
    """An effect estimate as printed, with what decides whether it is like another.

    `intervention` and `comparator` are the keys of each arm's terms, or "name:..." of an arm that has none; empty where
    the arm is not recorded. `conditions` are the names of the study's, `line` that of the line of therapy, empty where
    it is not stated. `includes` are the studies that its study, a review, includes: labels by key.
    """

    key: str
    study: str
    study_label: str
    document: str
    measure: str
    endpoint: str
    estimate: str
    ci_lower: str = ""
    ci_upper: str = ""
    ci_level: str = ""
    as_reported: str = ""
    event_term: str = ""
    subgroup: str = ""
    timepoint: str = ""
    direction: str = "not_stated"
    intervention: Terms = frozenset()
    comparator: Terms = frozenset()
    between: str = ""
    conditions: Terms = frozenset()
    line: str = ""
    is_review: bool = False
    includes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.study_label}, {self.as_reported or self.estimate} ({self.document})"

    @property
    def favourable(self) -> str:
        return favourable_side(self.measure, self.endpoint, self.estimate, self.direction)


@dataclass(frozen=True)
class LeftOut:
    candidate: Candidate
    why: str


@dataclass
class Judgement:
    """`effects` are those of `kept`, in order. Nothing is pooled where there is an objection, or nothing is kept."""

    kept: list[Candidate] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def may_pool(self) -> bool:
        return bool(self.kept) and not self.objections


def judge(candidates: Sequence[Candidate], broader: Broader) -> Judgement:
    """`broader` gives the broader terms of each term, all the way up."""
    found = Judgement()
    for candidate in candidates:
        try:
            effect = effect_of(
                candidate.measure, candidate.estimate, candidate.ci_lower, candidate.ci_upper, candidate.ci_level
            )
        except NotUsable as reason:
            found.left_out.append(LeftOut(candidate, f"Left out: {reason}."))
            continue
        twin = next((each for each in found.kept if _same_figure(each, candidate)), None)
        if twin:
            found.left_out.append(
                LeftOut(candidate, f"Left out: the same figure of the same study is kept from {twin.document}.")
            )
            continue
        found.kept.append(candidate)
        found.effects.append(effect)
    found.objections = _objections(found.kept, broader)
    found.remarks = _remarks(found.kept, found.effects, broader)
    return found


def _same_figure(one: Candidate, other: Candidate) -> bool:
    def figures(each: Candidate):
        numbers = (number(text) for text in (each.estimate, each.ci_lower, each.ci_upper))
        return (each.study, each.measure, each.endpoint, each.event_term.lower(), each.intervention, *numbers)

    return figures(one) == figures(other)


def _objections(kept: list[Candidate], broader: Broader) -> list[str]:
    found = _unlike_measures(kept)
    for one, other in combinations(kept, 2):
        found += [sentence for ask in OF_PAIRS if (sentence := ask(one, other, broader))]
    return list(dict.fromkeys(found))


def _unlike_measures(kept: list[Candidate]) -> list[str]:
    found = []
    measures = sorted({each.measure for each in kept})
    if len(measures) > 1:
        told = " and ".join(f"{WORDS[each]}s ({each})" for each in measures)
        found.append(f"These are {told}, which do not measure the same and are never pooled. Choose one measure.")
    endpoints = sorted({each.endpoint for each in kept})
    if len(endpoints) > 1:
        told = ", ".join(Endpoint(each).label.lower() for each in endpoints)
        found.append(f"These are of different endpoints ({told}). Choose one.")
    events = sorted({each.event_term.lower() for each in kept})
    if len(events) > 1:
        found.append(
            f"These are of different events ({', '.join(each or 'none named' for each in events)}). Choose one."
        )
    sides = {each.favourable for each in kept} - {UNKNOWN}
    if len(sides) > 1:
        found.append(
            "For some of these a value above no effect favours the intervention, for others one below it: some count "
            "the event, others its absence. Choose those that count the same."
        )
    if measures and set(measures) <= set(DIFFERENCES) and len(units := sorted({_unit(each) for each in kept})) > 1:
        told = ", ".join(unit or "none printed" for unit in units)
        found.append(f"These differences are printed in different units ({told}). Choose those of one unit.")
    return found


def _unit(candidate: Candidate) -> str:
    text = candidate.as_reported.lower()
    if "%" in text or "percent" in text:
        return "percent"
    unit = re.search(rf"\d\s*({'|'.join(MONTHS_PER_UNIT)})\b", text)
    return unit.group(1).rstrip("s") + "s" if unit else ""


def _one_study(one: Candidate, other: Candidate, broader: Broader) -> str:
    if one.study != other.study:
        return ""
    return (
        f"{one.study_label} is chosen twice: {one.as_reported} ({one.document}) and {other.as_reported} "
        f"({other.document}). A study counts once: choose one of them."
    )


def _review_and_trial(one: Candidate, other: Candidate, broader: Broader) -> str:
    for review, trial in ((one, other), (other, one)):
        if trial.study in review.includes:
            return (
                f"{review.study_label} includes {trial.study_label}, which would count twice. "
                "Choose the review or its studies."
            )
    shared = sorted(label for key, label in one.includes.items() if key in other.includes)
    if one.study != other.study and shared:
        return (
            f"{one.study_label} and {other.study_label} both include {', '.join(shared)}, which would count "
            "twice. Choose one of them."
        )
    return ""


def _direction(one: Candidate, other: Candidate, broader: Broader) -> str:
    if not (one.intervention or one.comparator) or not (other.intervention or other.comparator):
        return ""
    if _alike(one, other, broader):
        return ""
    (here, against), (there, other_against) = _what_differs(one), _what_differs(other)
    crossed = _related(here, other_against, broader) or _related(against, there, broader)
    if crossed:
        return (
            f"{one.study_label} compares {one.between}, {other.study_label} {other.between}: what is the intervention "
            "in one is the comparator in the other. Choose those of one direction."
        )
    if not _related(here, there, broader, loosely=True) and not _related(against, other_against, broader, loosely=True):
        return (
            f"{one.study_label} compares {one.between}, {other.study_label} {other.between}: they share neither side."
        )
    return ""


def _timepoint(one: Candidate, other: Candidate, broader: Broader) -> str:
    """A hazard ratio is of the whole course; a proportion is of its time."""
    if one.measure == "HR":
        return ""
    here, there = duration(one.timepoint), duration(other.timepoint)
    if here is None or there is None or abs(here - there) < 0.5:
        return ""
    return (
        f"{one.study_label} is at {one.timepoint}, {other.study_label} at {other.timepoint}. "
        "Choose those of one point in time."
    )


OF_PAIRS = (_one_study, _review_and_trial, _direction, _timepoint)


def duration(text: str) -> float | None:
    """Of "two years" or "12 months", in months; None where it is no plain duration."""
    found = re.fullmatch(r"(?:at )?(\S+)[ -]([a-z]+)", text.strip().lower())
    if not found:
        return None
    value = float(NUMBER_WORDS.index(found[1])) if found[1] in NUMBER_WORDS else number(found[1])
    return None if value is None else months(value, found[2])


def _what_differs(candidate: Candidate) -> tuple[Terms, Terms]:
    """What the one arm has that the other has not: of "RE plus FOLFOX" against "FOLFOX", RE and nothing."""
    return candidate.intervention - candidate.comparator, candidate.comparator - candidate.intervention


def _alike(one: Candidate, other: Candidate, broader: Broader) -> bool:
    (here, against), (there, other_against) = _what_differs(one), _what_differs(other)
    if not against and not other_against:
        return _related(here, there, broader)
    if not here and not there:
        return _related(against, other_against, broader)
    return _related(here, there, broader) and _related(against, other_against, broader)


def _related(some: Terms, others: Terms, broader: Broader, *, loosely: bool = False) -> bool:
    """Whether one of some is one of the others, or narrower or broader than it; loosely, or under a common term."""
    for one in some:
        for other in others:
            if one == other or one in broader.get(other, ()) or other in broader.get(one, ()):
                return True
            common = broader.get(one, frozenset()) & broader.get(other, frozenset())
            if loosely and any(broader.get(each) for each in common):
                return True
    return False


def _remarks(kept: list[Candidate], effects: list[Effect], broader: Broader) -> list[str]:
    found = []
    if len(kept) == 1:
        found.append("One estimate alone: what stands here as pooled is that estimate.")
    if unstated := [each.study_label for each, effect in zip(kept, effects, strict=True) if not effect.level_printed]:
        found.append(f"No level of the interval is printed, 95% is assumed: {', '.join(unstated)}.")
    if skewed := [each.study_label for each, effect in zip(kept, effects, strict=True) if not effect.symmetric]:
        found.append(
            f"The estimate is not the middle of its interval, even with rounding, so its weight is uncertain: "
            f"{', '.join(skewed)}."
        )
    if any(not each.intervention and not each.comparator for each in kept):
        found.append("Which arm is compared with which is not recorded for every estimate: check the direction.")
    if any(not _alike(one, other, broader) for one, other in combinations(kept, 2)):
        found.append("What is compared is not the same everywhere: " + "; ".join(_comparisons(kept)) + ".")
    if len(diseases := sorted({", ".join(sorted(each.conditions)) or "not recorded" for each in kept})) > 1:
        found.append(f"The diseases are not the same everywhere: {'; '.join(diseases)}.")
    if len(lines := sorted({each.line for each in kept if each.line})) > 1:
        found.append(f"The lines of therapy are not the same: {'; '.join(lines)}.")
    if len(groups := sorted({each.subgroup or "all patients" for each in kept})) > 1:
        found.append(f"The patients differ: {'; '.join(groups)}.")
    if kept and kept[0].measure in RATIOS[1:] and len({each.timepoint for each in kept}) > 1:
        found.append("Not all are at the same point in time as printed.")
    reviews = [each for each in kept if each.is_review]
    if len(kept) > 1 and any(not each.includes for each in reviews):
        names = ", ".join(dict.fromkeys(each.study_label for each in reviews if not each.includes))
        found.append(f"Which studies it includes is not recorded, so one may count twice: {names}.")
    if len(kept) > 1 and kept[0].measure != "HR" and {each.favourable for each in kept} & {UNKNOWN}:
        found.append("It is not known for each whether it counts the event or its absence.")
    return found


def _comparisons(kept: list[Candidate]) -> list[str]:
    return sorted({each.between or "not recorded" for each in kept})
