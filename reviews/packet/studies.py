"""The studies behind the policy's statements: what stands in the evidence table is read here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from evidence import vocabulary as words
from evidence.models import (
    Arm,
    EffectEstimate,
    Measurement,
    Outcome,
    Reference,
    Study,
    StudyAccount,
    StudyReport,
)
from policies.models import EvidenceLink, PolicyVersion
from policies.presenters import statement_of
from policies.presenters.evidence import DESIGN_ORDER, ENDPOINT_ORDER
from policies.queries import study_of
from reviews.packet.subject import Subject
from reviews.vocabulary import ScreeningStatus

Figure = Measurement | EffectEstimate
TELLING = words.Endpoint.BASELINE, words.Endpoint.FOLLOW_UP  # of the patients, not of what became of them


@dataclass
class Linked:
    """A study that some statement rests on, with the links to it and to its figures."""

    study: Study
    is_new: bool
    links: list[EvidenceLink] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)  # the linked ones, or its main ones where none is linked

    @property
    def are_linked(self) -> bool:
        return any(link.measurement_id or link.effect_estimate_id for link in self.links)

    def bearings(self, labels: dict[int, str]) -> dict[str, list[str]]:
        """By bearing the statements it bears on."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for link in self.links:
            found[link.bearing][labels[statement_of(link)]] = None
        return {bearing: list(statements) for bearing, statements in found.items()}


@dataclass(frozen=True)
class Evidence:
    studies: list[Linked]
    works: list[tuple[Reference, list[EvidenceLink]]]  # linked, and the report of no study that is held


def evidence_of(subject: Subject) -> Evidence:
    """Heaviest designs first, then by label."""
    links = [link for link in subject.links if link.recommendation_id is None]
    reported = _reported({link.reference_id for link in links if link.reference_id})
    by_study: dict[int, list[EvidenceLink]] = defaultdict(list)
    by_work: dict[Reference, list[EvidenceLink]] = defaultdict(list)
    for link in links:
        own = study_of(link)
        studies = [own] if own else reported.get(link.reference_id, [])
        for study in studies:
            by_study[study].append(link)
        if not studies and link.reference:
            by_work[link.reference].append(link)
    new = _new(subject, by_study)
    told = [Linked(study, study.pk in new, by_study[study.pk]) for study in _studies(by_study)]
    _give_figures(told)
    told.sort(key=lambda each: (DESIGN_ORDER.get(each.study.design, 99), str(each.study).lower()))
    return Evidence(told, list(by_work.items()))


def _reported(references: set[int]) -> dict[int, list[int]]:
    found = defaultdict(list)
    rows = StudyReport.objects.filter(reference__in=references).order_by("study__label", "study_id")
    for reference, study in rows.values_list("reference_id", "study_id"):
        found[reference].append(study)
    return found


def _new(subject: Subject, studies: Iterable[int]) -> set[int]:
    """Those whose report this review included, and those that the text before did not rest on."""
    included = subject.cycle.candidates.filter(full_text=ScreeningStatus.INCLUDED, reference__isnull=False)
    reports = StudyReport.objects.filter(study__in=list(studies), reference__in=included.values("reference"))
    found = set(reports.values_list("study_id", flat=True))
    if subject.proposed and subject.before:
        found |= set(studies) - _rested_on(subject.before)
    return found


def _rested_on(version: PolicyVersion) -> set[int]:
    """The ids of the studies that a version's links lead to."""
    of_version = Q(statement__version=version) | Q(criterion__statement__version=version)
    paths = ("study_id", *(f"{name}__outcome__account__study_id" for name in ("measurement", "effect_estimate")))
    rows = list(EvidenceLink.objects.filter(of_version).values_list("reference_id", *paths))
    reported = _reported({work for work, *_ in rows if work})
    return {pk for _, *own in rows for pk in own if pk} | {pk for found in reported.values() for pk in found}


def _studies(pks: Iterable[int]) -> list[Study]:
    accounts = StudyAccount.objects.select_related("document").order_by("document_id", "position")
    arms = Arm.objects.order_by("position", "pk")
    rows = Study.objects.filter(pk__in=list(pks))
    return list(rows.prefetch_related(Prefetch("accounts", accounts), Prefetch("arms", arms), "conditions"))


def _give_figures(told: list[Linked]) -> None:
    bare = [each.study.pk for each in told if not each.are_linked]
    outcomes = Outcome.objects.select_related("account__document").exclude(endpoint__in=TELLING)
    found: dict[int, list[Figure]] = defaultdict(list)
    for model in (Measurement, EffectEstimate):
        rows = model.objects.filter(outcome__in=outcomes.filter(account__study__in=bare)).order_by("position", "pk")
        for figure in rows.prefetch_related(Prefetch("outcome", outcomes)):
            found[figure.outcome.account.study_id].append(figure)
    for each in told:
        linked = {figure.key: figure for link in each.links if (figure := link.measurement or link.effect_estimate)}
        each.figures = sorted(linked.values() if each.are_linked else found[each.study.pk], key=_weight)


def _weight(figure: Figure) -> tuple:
    """Survival before response before harms; comparisons before the values of single arms."""
    outcome = figure.outcome
    is_compared = isinstance(figure, EffectEstimate)
    return ENDPOINT_ORDER[outcome.endpoint], not is_compared, outcome.position, figure.position, figure.pk


def reports_of(found: Evidence) -> set[int]:
    """The ids of the works that report the studies."""
    studies = [each.study.pk for each in found.studies]
    return set(StudyReport.objects.filter(study__in=studies).values_list("reference_id", flat=True))
