"""What guidelines say of each indication of a policy version, and which of their versions its document cites."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from evidence.models import Condition, GuidelineVersion, Intervention, Recommendation
from evidence.models.terms import Term, ancestors
from evidence.vocabulary import RecommendationKind
from policies import guideline_agreement as rules
from policies.guideline_agreement import NARROWER, SAME, WIDER, Verdict
from policies.models import Criterion, GuidelineReason, PolicyVersion, Statement, StatementIndication
from policies.queries import PAIRS
from policies.references import NumberedReference, version_references
from policies.vocabulary import ResidualCovers, StatementKind

RECOMMENDATIONS = (
    Recommendation.objects.select_related("document", "guideline_version__guideline__body")
    .prefetch_related(
        "conditions",
        "interventions",
        "guideline_version__guideline__versions",
        "guideline_version__relations__other__guideline",
        "guideline_version__related_by__version__guideline",
    )
    .order_by("guideline_version__guideline__title", "guideline_version__key", "document_id", "position")
)


@dataclass(frozen=True)
class Said:
    """One recommendation beside a statement's position on one indication."""

    recommendation: Recommendation
    verdict: Verdict
    reason: GuidelineReason | None


@dataclass(frozen=True)
class Cited:
    """A guideline version that the policy cites. `read_in` are the documents that tell what it says."""

    version: GuidelineVersion
    numbers: list[str]
    place: str
    read_in: list[str]


@dataclass
class PairPosition:
    pair: StatementIndication
    said: list[Said] = field(default_factory=list)

    @property
    def statement(self) -> Statement:
        return self.pair.statement


@dataclass(frozen=True)
class Positions:
    pairs: list[PairPosition]
    of_no_condition: list[Recommendation]  # of the policy's interventions, for no condition in particular
    cited: list[Cited]


class _Terms:
    """How two terms of a model stand to each other, from two queries."""

    def __init__(self, model: type[Term]):
        self.above = ancestors(model)

    def group(self, told: int, own: int) -> str:
        """How what is told of stands to one's own: the same, narrower, wider; "" where they are unrelated."""
        if told == own:
            return SAME
        if own in self.above[told]:
            return NARROWER
        return WIDER if told in self.above[own] else ""

    def nearest(self, told: Iterable[Term], own: int) -> tuple[str, str]:
        """The closest of several told terms: how it stands, and its name."""
        found = [(self.group(term.pk, own), term.name) for term in told]
        order = (SAME, NARROWER, WIDER)
        return min((each for each in found if each[0]), key=lambda each: order.index(each[0]), default=("", ""))


def positions(version: PolicyVersion) -> Positions:
    pairs = list(_pairs(version))
    reasons = {
        (row.statement_indication_id, row.recommendation_id): row
        for row in GuidelineReason.objects.filter(statement_indication__statement__version=version)
    }
    conditions, interventions = _Terms(Condition), _Terms(Intervention)
    told = [PairPosition(pair) for pair in pairs]
    texts = {pair.statement_id: _words_of(pair.statement) for pair in pairs}
    general = []
    for row in _speaking_of({pair.indication.intervention_id for pair in pairs}, interventions):
        if not row.conditions.all():
            general.append(row)
        for at in _closest(row, told, conditions, interventions):
            verdict = _verdict(row, at.pair, texts[at.pair.statement_id], conditions, interventions)
            at.said.append(Said(row, verdict, reasons.get((at.pair.pk, row.pk))))
    return Positions(told, general, cited_versions(version))


def _pairs(version: PolicyVersion):
    criteria = Prefetch("statement__criteria", Criterion.objects.all())
    rows = PAIRS.filter(statement__version=version).select_related(
        "statement", "indication__condition", "indication__intervention"
    )
    return rows.prefetch_related(criteria).order_by("statement__order", "position")


def _words_of(statement: Statement) -> list[str]:
    return [statement.text, *(criterion.text for criterion in statement.criteria.all())]


def _speaking_of(wanted: set[int], interventions: _Terms) -> list[Recommendation]:
    """The recommendations of these interventions, of narrower ones and of wider ones."""
    related = {pk for pk in interventions.above for own in wanted if interventions.group(pk, own)}
    rows = RECOMMENDATIONS.filter(pk__in=Recommendation.objects.filter(interventions__in=related).values("pk"))
    return list(rows)


def _closest(row: Recommendation, told: list[PairPosition], conditions: _Terms, interventions: _Terms):
    """Where a recommendation belongs: with its own condition, else with those it takes in, else with the rest.

    What speaks of a wider group stands with each named indication in it; silence on a wider group says nothing there.
    """
    found: dict[str, list[PairPosition]] = {SAME: [], NARROWER: [], WIDER: []}
    of, by = list(row.conditions.all()), list(row.interventions.all())
    for at in told:
        own = at.pair.indication
        group, _ = conditions.nearest(of, own.condition_id)
        of_use, _ = interventions.nearest(by, own.intervention_id)
        if group and of_use and row.purpose == own.purpose:
            found[group].append(at)
    named = [at for at in found[WIDER] if at.statement.kind == StatementKind.NAMED]
    if found[SAME]:
        return found[SAME]
    if named:
        return [] if row.kind == RecommendationKind.SILENT else named
    return _narrowest(found[NARROWER], conditions)


def _narrowest(pairs: list[PairPosition], conditions: _Terms) -> list[PairPosition]:
    """Those that take in none of the others."""
    own = [at.pair.indication.condition_id for at in pairs]
    return [at for at in pairs if not any(at.pair.indication.condition_id in conditions.above[other] for other in own)]


def _verdict(row: Recommendation, pair: StatementIndication, texts: list[str], conditions, interventions) -> Verdict:
    own = pair.indication
    condition, condition_name = conditions.nearest(row.conditions.all(), own.condition_id)
    intervention, intervention_name = interventions.nearest(row.interventions.all(), own.intervention_id)
    terms = [own.condition, own.intervention, *row.conditions.all(), *row.interventions.all()]
    known = [*texts, own.short_name, *(name for term in terms for name in (term.name, *term.synonyms))]
    fit = rules.fit(
        condition,
        intervention,
        rules.narrowing(row.population, known),
        condition_name=_inside(condition_name),
        intervention_name=_inside(intervention_name),
    )
    guideline = row.guideline_version.guideline
    scored = rules.is_scored(guideline.body.key, [*guideline.aliases, guideline.key.rpartition("nice-")[2]])
    of_unmet = pair.statement.covers == ResidualCovers.UNMET_CRITERIA
    return rules.agreement(pair.statement.position, row.kind, fit, scored=scored, of_unmet=of_unmet)


def _inside(name: str) -> str:
    """A term's name inside a sentence."""
    return name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def cited_versions(version: PolicyVersion) -> list[Cited]:
    """The guideline versions among the works that the policy's document cites or, without a document, its links."""
    by_reference: dict[int, list[NumberedReference]] = {}
    for each in version_references(version):
        if each.citation or not version.document_id:
            by_reference.setdefault(each.reference.pk, []).append(each)
    rows = GuidelineVersion.objects.filter(reference__in=by_reference).select_related("guideline__body")
    rows = rows.prefetch_related(Prefetch("recommendations", Recommendation.objects.select_related("document")))
    found = []
    for row in rows.order_by("guideline__title", "key"):
        cited = by_reference[row.reference_id]
        read_in = sorted({each.document.key for each in row.recommendations.all()})
        place = "; ".join(f"{each.document.key}, {each.location}" for each in cited if each.document and each.location)
        found.append(Cited(row, list(dict.fromkeys(each.number for each in cited)), place, read_in))
    return found
