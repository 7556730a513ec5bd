"""What can be linked to a statement: found by the site's own search, or related by its terms; and a study's figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Prefetch

from evidence import presenters
from evidence.models import Outcome, Recommendation, Reference, Study, StudyAccount, StudyReport
from evidence.presenters import effect_line, figure_cell, outcome_details
from evidence.vocabulary import EffectMeasure
from policies import queries
from policies.models import EvidenceLink, Statement
from policies.models.evidence_links import TARGETS
from search import asking, without_index
from search.engines.base import IndexUnusable
from search.query import SearchQuery

TYPES = ("study", "reference", "recommendation")
PAGE = 10
SUGGESTED = 6
MEASURES = dict(EffectMeasure.choices) | {EffectMeasure.COMPARISON.value: ""}
OUTCOMES = Outcome.objects.prefetch_related(
    "measurements__arm", "effect_estimates__intervention_arm", "effect_estimates__comparator_arm"
)


@dataclass(frozen=True)
class Candidate:
    """What may be linked. `marked` is its title as safe HTML with what matches in bold, where it was searched for."""

    type: str
    key: str
    title: str
    url: str
    about: str  # "Randomized controlled trial · 2021"
    marked: str = ""
    snippet: str = ""
    study: str = ""  # the key of the study whose figures can be looked at

    @property
    def target(self) -> str:
        return f"{self.type}:{self.key}"


@dataclass(frozen=True)
class FoundToLink:
    candidates: list[Candidate]
    count: int | None  # None where there is no index to count in
    page: int
    pages: int
    remarks: tuple = ()
    widened: str = ""
    did_you_mean: str = ""


@dataclass(frozen=True)
class FigureChoice:
    target: str
    key: str
    text: str  # as printed
    about: str  # the arm, or which arm against which
    place: str
    flags: tuple = ()


@dataclass(frozen=True)
class OutcomeChoice:
    title: str
    details: str
    figures: list[FigureChoice]


@dataclass(frozen=True)
class AccountChoice:
    """What one document prints of the study."""

    document: str
    url: str
    outcomes: list[OutcomeChoice]


def find(text: str, types: Iterable[str], page: int, user) -> FoundToLink:
    """As the search page finds, of the types that can be linked. Of the names alone where there is no index."""
    wanted = tuple(type for type in TYPES if type in types) or TYPES
    query = SearchQuery(text=text, chosen=(("type", wanted),), page=page, page_size=PAGE)
    try:
        answer = asking.ask(query, viewer=user)
    except IndexUnusable:
        named = [each for each in without_index.find(query, viewer=user) if each.type in wanted][: 3 * PAGE]
        told = _told((each.type, each.key) for each in named)
        return FoundToLink([_candidate(each.type, each.key, each.title, each.url, told) for each in named], None, 1, 1)
    told = _told((hit.type, hit.key) for hit in answer.found.hits)
    found = [
        _candidate(hit.type, hit.key, hit.title, hit.url, told, marked=hit.marked, snippet=hit.snippet)
        for hit in answer.found.hits
    ]
    pages = max(1, -(-answer.found.count // PAGE))
    return FoundToLink(found, answer.found.count, page, pages, answer.remarks, answer.widened, answer.did_you_mean)


def suggested(statement: Statement) -> list[Candidate]:
    """What shares the statement's terms and that nobody linked."""
    terms = queries.terms_of(statement)
    studies = queries.related_studies(statement, terms, SUGGESTED)
    recommendations = queries.related_recommendations(statement, terms, SUGGESTED)
    told = _told([("study", each.key) for each in studies] + [("recommendation", each.key) for each in recommendations])
    found = [_candidate("study", each.key, str(each), each.get_absolute_url(), told) for each in studies]
    for each in recommendations:
        title = f"{each.guideline_version}: {each.text}"
        found.append(_candidate("recommendation", each.key, title, each.get_absolute_url(), told))
    return found


def _candidate(type: str, key: str, title: str, url: str, told: dict, **shown) -> Candidate:
    about, study = told.get((type, key), ("", ""))
    return Candidate(type, key, title, url, about, study=study, **shown)


def _told(found: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """By type and key: design and year in words, and the key of the study whose figures there are."""
    keys: dict[str, list[str]] = {type: [] for type in TYPES}
    for type, key in found:
        keys[type].append(key)
    return _told_of_studies(keys["study"]) | _told_of_works(keys["reference"]) | _told_of_kinds(keys["recommendation"])


def _told_of_studies(keys: list[str]) -> dict:
    rows = Study.objects.filter(key__in=keys).prefetch_related(_reports("reference"))
    told = {}
    for row in rows:
        years = [report.reference.year or report.reference.online_year for report in row.reports.all()]
        told["study", row.key] = _joined(row.get_design_display(), *years[:1]), row.key
    return told


def _told_of_works(keys: list[str]) -> dict:
    told = {}
    for row in Reference.objects.filter(key__in=keys).prefetch_related(_reports("study")):
        studies = [report.study for report in row.reports.all()]
        designs = dict.fromkeys(study.get_design_display() for study in studies)
        about = _joined("Work", row.year or row.online_year, row.journal, *designs)
        told["reference", row.key] = about, studies[0].key if studies else ""
    return told


def _told_of_kinds(keys: list[str]) -> dict:
    rows = Recommendation.objects.filter(key__in=keys).select_related("guideline_version")
    return {
        ("recommendation", row.key): (_joined(row.get_kind_display(), row.rating, row.guideline_version.year), "")
        for row in rows
    }


def _reports(of: str) -> Prefetch:
    return Prefetch("reports", StudyReport.objects.select_related(of))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def target_of(target: str) -> tuple[str, Model] | None:
    """What "measurement:key" names, with what its line needs; None where there is no such row."""
    kind, _, key = target.partition(":")
    if kind not in TARGETS or "\x00" in key:
        return None
    rows = EvidenceLink._meta.get_field(kind).related_model.objects.select_related(*NEEDED[kind])
    row = rows.filter(key=key).first()
    return (kind, row) if row else None


NEEDED: dict[str, tuple[str, ...]] = {
    "reference": (),
    "study": (),
    "measurement": ("outcome__account__study", "outcome__account__document", "arm"),
    "effect_estimate": (
        "outcome__account__study",
        "outcome__account__document",
        "intervention_arm",
        "comparator_arm",
    ),
    "recommendation": ("guideline_version__guideline", "document"),
}


def figures_of(study: Study, marks: dict) -> list[AccountChoice]:
    """The outcomes and comparisons of the study as each document prints them, the fullest account first."""
    rows = StudyAccount.objects.filter(study=study).select_related("document")
    rows = rows.prefetch_related(Prefetch("outcomes", OUTCOMES))
    accounts = [_account(account, marks) for account in presenters.fullest_first(rows)]
    return [account for account in accounts if account.outcomes]


def _account(account: StudyAccount, marks: dict) -> AccountChoice:
    outcomes = [_outcome(each, marks) for each in account.outcomes.all()]
    document = account.document
    return AccountChoice(document.key, document.get_absolute_url(), [each for each in outcomes if each.figures])


def _outcome(outcome: Outcome, marks: dict) -> OutcomeChoice:
    figures = []
    for effect in outcome.effect_estimates.all():
        line = effect_line(effect)
        measure = MEASURES[effect.measure].lower()
        about = ", ".join(part for part in (measure, line.between, line.direction.lower()) if part)
        figures.append(_figure("effect_estimate", line, about, marks))
    for row in outcome.measurements.all():
        figures.append(_figure("measurement", figure_cell(row), row.arm.name if row.arm else "All", marks))
    return OutcomeChoice(outcome.title, " · ".join(outcome_details(outcome)), figures)


def _figure(kind: str, cell, about: str, marks: dict) -> FigureChoice:
    return FigureChoice(f"{kind}:{cell.key}", cell.key, cell.text, about, cell.location, tuple(marks.get(cell.key, ())))
