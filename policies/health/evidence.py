"""What the evidence linked to statements lacks, and what of it is counted twice. Pure."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from evidence.vocabulary import StudyDesign
from policies.health.findings import COUNTED_TWICE, EXPLAINED, LOOK_AGAIN, OWED, UNEXPLAINED, Finding, Place, counted
from policies.health.rows import LinkRow, PairRow, StudyRow
from policies.vocabulary import CoveragePosition, EvidenceBearing

# With a control group of whatever kind. A review counts as the studies in it do.
CONTROLLED = {
    StudyDesign.REVIEW_OF_RCTS,
    StudyDesign.POOLED_RCTS,
    StudyDesign.NETWORK_META_ANALYSIS,
    StudyDesign.RCT,
    StudyDesign.REVIEW_MIXED,
    StudyDesign.MATCHED_COHORT,
    StudyDesign.CONTROLLED_COHORT,
}
UNCONTROLLED = {
    StudyDesign.SINGLE_ARM_TRIAL,
    StudyDesign.REVIEW_OF_OBSERVATIONAL,
    StudyDesign.RETROSPECTIVE_COHORT,
    StudyDesign.REGISTRY,
    StudyDesign.CASE_SERIES,
    StudyDesign.CASE_REPORT,
}
SHOWN = 3  # studies a sentence names


def without_evidence(pairs: list[PairRow]) -> list[Finding]:
    return [
        Finding(
            OWED,
            f"{_about(pair)}: nothing is linked, and no reason is written.",
            "Link a result, or write the reason why there is none.",
            pair.place,
        )
        for pair in pairs
        if not pair.links and not pair.has_reason
    ]


def on_uncontrolled_alone(pairs: list[PairRow]) -> list[Finding]:
    """Narrative reviews, guidelines and studies of imaging or frequency count for nothing: they study no effect."""
    return [finding for pair in pairs if (finding := _rests_on_uncontrolled(pair))]


def _rests_on_uncontrolled(pair: PairRow) -> Finding | None:
    supporting = [link for link in pair.links if link.bearing == EvidenceBearing.SUPPORTS]
    links = supporting or pair.links
    studies = list(_studies(links))
    uncontrolled = [study for study in studies if study.design in UNCONTROLLED]
    if not uncontrolled or any(study.design in CONTROLLED for study in studies):
        return None
    unknown = sum(study.design == StudyDesign.NOT_STATED for study in studies)
    unknown += sum(link.target_type == "reference" and not link.studies for link in links)
    named = f"{counted(len(uncontrolled), 'study', 'studies')} without a control group ({_named(uncontrolled)})"
    sentence = f"{_about(pair)}: it is supported by {named} and by none that has one."
    if not supporting:
        sentence = f"{_about(pair)}: nothing linked supports it, and among the rest {named} and none that has one."
    severity, next_step = UNEXPLAINED, "Look for a controlled study, or write beside the statement why none is there."
    if pair.position == CoveragePosition.INVESTIGATIONAL:
        severity, next_step = EXPLAINED, ""
        sentence += " That fits a position that calls the evidence insufficient."
    elif unknown:
        severity, next_step = LOOK_AGAIN, "Enter the design of the others."
        sentence += f" Of {unknown} more the design is not known."
    return Finding(severity, sentence, next_step, pair.place, _places(uncontrolled))


def counted_twice(pairs: list[PairRow]) -> list[Finding]:
    """Where one of the two is linked as context only, it is told and not counted, so that asks for a look alone."""
    return [finding for pair in pairs for finding in (*_through_reviews(pair), *_in_two_documents(pair))]


def _through_reviews(pair: PairRow) -> Iterator[Finding]:
    linked = {study.key: study for study in _studies(pair.links)}
    reviews = [study for study in linked.values() if study.includes]
    for review in reviews:
        inside = [linked[key] for key in sorted(review.includes & linked.keys() - {review.key})]
        told = [study for study in inside if not (_bears(pair, study) and _bears(pair, review))]
        for severity, studies in ((COUNTED_TWICE, [s for s in inside if s not in told]), (LOOK_AGAIN, told)):
            if studies:
                yield _twice(
                    pair,
                    severity,
                    f"{review.name} is linked, and so is what it includes: {_named(studies)}",
                    [review, *studies],
                )
    for one, other in combinations(reviews, 2):
        if shared := len(one.includes & other.includes):
            both = _bears(pair, one) and _bears(pair, other)
            what = f"{one.name} and {other.name} are both linked and share {counted(shared, 'study', 'studies')}"
            yield _twice(pair, COUNTED_TWICE if both else LOOK_AGAIN, what, [one, other])


def _in_two_documents(pair: PairRow) -> Iterator[Finding]:
    for study in _studies(pair.links):
        figures = [link for link in pair.links if link.told_in and study in link.studies]
        told_in = sorted({link.told_in for link in figures})
        if len(told_in) > 1:
            counting = {link.told_in for link in figures if link.bearing != EvidenceBearing.CONTEXT}
            severity = COUNTED_TWICE if len(counting) > 1 else LOOK_AGAIN
            what = f"figures of {study.name} are linked as {' and as '.join(told_in)} tell them"
            yield _twice(pair, severity, what, [study])


def _twice(pair: PairRow, severity: str, what: str, studies: list[StudyRow]) -> Finding:
    if severity == COUNTED_TWICE:
        next_step = "Count it once: keep one of the two as evidence and the other as context."
    else:
        what += ", not all of it for or against: some is context alone"
        next_step = "Nothing, as long as what is told as context is not counted."
    return Finding(severity, f"{_about(pair)}: {what}.", next_step, pair.place, _places(studies))


def _bears(pair: PairRow, study: StudyRow) -> bool:
    """Whether the study is linked for or against, and not as context alone."""
    return any(study in link.studies and link.bearing != EvidenceBearing.CONTEXT for link in pair.links)


def _about(pair: PairRow) -> str:
    return f"{pair.title}, {pair.about}"


def _studies(links: Iterable[LinkRow]) -> Iterable[StudyRow]:
    """Each once, in the order of the links."""
    return {study.key: study for link in links for study in link.studies}.values()


def _named(studies: list[StudyRow]) -> str:
    more = f" and {len(studies) - SHOWN} more" if len(studies) > SHOWN else ""
    return ", ".join(study.name for study in studies[:SHOWN]) + more


def _places(studies: list[StudyRow]) -> tuple[Place, ...]:
    return tuple(Place(study.name, study.url) for study in studies)
