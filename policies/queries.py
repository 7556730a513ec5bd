"""What policy pages read, each in a number of queries that does not grow with the rows."""

from collections.abc import Iterable

from django.db.models import Count, F, Manager, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from evidence.appraisal import reading
from evidence.appraisal.reading import Appraised
from evidence.models import (
    Arm,
    Document,
    EffectEstimate,
    Indication,
    Intervention,
    Measurement,
    Recommendation,
    Reference,
    Study,
    StudyAccount,
    StudyReport,
)
from evidence.models.terms import ancestors
from policies import permissions
from policies.models import (
    Criterion,
    DraftEdit,
    EvidenceLink,
    Payer,
    PolicyCode,
    PolicyVersion,
    RegulatoryFact,
    Statement,
    StatementIndication,
)
from policies.publishing.as_published import show_as_published
from policies.vocabulary import EvidenceBearing

CRITERIA = Criterion.objects.prefetch_related("definitions", "conditions")
PAIRS = StatementIndication.objects.select_related("indication__condition", "indication__intervention")


def with_particulars(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    return statements.select_related("intervention").prefetch_related(
        Prefetch("criteria", CRITERIA),
        Prefetch("statement_indications", PAIRS),
        Prefetch("evidence_conclusions__indications", Indication.objects.select_related("condition")),
        "patient_selection__items",
        "exceptions",
    )


def version_statements(version: PolicyVersion) -> list[Statement]:
    return list(with_particulars(version.statements.all()))


def links_of_version(version: PolicyVersion) -> list[EvidenceLink]:
    return _with_targets(Q(statement__version=version) | Q(criterion__statement__version=version), version)


def links_of_statement(statement: Statement) -> list[EvidenceLink]:
    return _with_targets(_of_statement(statement), statement.version)


def links_for_and_against(statement: Statement) -> list[EvidenceLink]:
    """Those of the statement that bear on its position: no context."""
    return _with_targets(_of_statement(statement) & ~Q(bearing=EvidenceBearing.CONTEXT), statement.version)


def context_links(statement: Statement) -> list[EvidenceLink]:
    return _with_targets(_of_statement(statement) & Q(bearing=EvidenceBearing.CONTEXT), statement.version)


def context_counts(statement: Statement) -> dict[int, int]:
    """How many results are linked as context, by the id of the indication."""
    rows = EvidenceLink.objects.filter(statement=statement, bearing=EvidenceBearing.CONTEXT)
    return dict(rows.order_by().values_list("indication_id").annotate(Count("pk")))


def _of_statement(statement: Statement) -> Q:
    return Q(statement=statement) | Q(criterion__statement=statement)


def links_of_criterion(criterion: Criterion) -> list[EvidenceLink]:
    return _with_targets(Q(criterion=criterion), criterion.statement.version)


def _with_targets(wanted: Q, version: PolicyVersion) -> list[EvidenceLink]:
    """The links with all that pages say of them; those of a published version with its figures as they stood then.

    Many links lead to the same few studies, arms and documents: joined or prefetched, those are built again for every
    link, which took half the time of the largest page.
    """
    links = list(EvidenceLink.objects.filter(wanted))
    measurements = _attach(Measurement.objects.select_related("outcome"), (links, "measurement"))
    effects = _attach(EffectEstimate.objects.select_related("outcome"), (links, "effect_estimate"))
    outcomes = [figure.outcome for figure in (*measurements, *effects)]
    accounts = _attach(StudyAccount.objects, (outcomes, "account"))
    recommendations = Recommendation.objects.select_related("guideline_version__guideline")
    _attach(recommendations, (links, "recommendation"))
    _attach(Criterion.objects, (links, "criterion"))
    _attach(Reference.objects, (links, "reference"))
    _attach(Study.objects, (links, "study"), (accounts, "study"))
    _attach(Document.objects, (links, "document"), (accounts, "document"))
    _attach(Arm.objects, (measurements, "arm"), (effects, "intervention_arm"), (effects, "comparator_arm"))
    show_as_published(links, version)
    return links


def _attach(related: QuerySet | Manager, *keys: tuple[Iterable[Model], str]) -> list[Model]:
    """Sets foreign keys, each told as rows and the name of theirs, every object read and built once. The objects."""
    wanted = [(row, name, getattr(row, f"{name}_id")) for rows, name in keys for row in rows]
    found = related.order_by().in_bulk({pk for _, _, pk in wanted if pk})
    for row, name, pk in wanted:
        row._meta.get_field(name).set_cached_value(row, found.get(pk))
    return list(found.values())


def appraised(statement: Statement, links: list[EvidenceLink], user) -> Appraised:
    """What is judged here of the studies and figures linked, and of the evidence for the statement's indications."""
    figures = [link.measurement or link.effect_estimate for link in links]
    return reading.appraised(
        studies={study for link in links if (study := study_of(link))},
        figures=[figure for figure in figures if figure],
        indications=[pair.indication for pair in statement.statement_indications.all()],
        user=user,
    )


def version_codes(version: PolicyVersion) -> list[PolicyCode]:
    return list(version.codes.prefetch_related("statements"))


def version_regulatory_facts(version: PolicyVersion) -> list[RegulatoryFact]:
    return list(version.regulatory_facts.select_related("device", "reference"))


def works_by_bearing(links: list[EvidenceLink]) -> dict[str, list[Reference]]:
    """The works linked, and the primary reports of the studies linked, by how they bear; in the order of the links."""
    studies = {study for link in links if (study := study_of(link))}
    reports = dict(StudyReport.objects.filter(study__in=studies, position=0).values_list("study_id", "reference_id"))
    by_bearing: dict[str, dict[int, None]] = {}
    for link in links:
        work = link.reference_id or reports.get(study_of(link))
        if work:
            by_bearing.setdefault(link.bearing, {})[work] = None
    wanted = {pk for works in by_bearing.values() for pk in works}
    rows = Reference.objects.prefetch_related("identifiers", "citations").in_bulk(wanted)
    return {bearing: [rows[pk] for pk in works] for bearing, works in by_bearing.items()}


def study_of(link: EvidenceLink) -> int | None:
    """The id of the study that the link, or its figure, is of."""
    figure = link.measurement or link.effect_estimate
    return figure.outcome.account.study_id if figure else link.study_id


def related_studies(statement: Statement, terms: dict, limit: int = 12) -> list[Study]:
    """Studies of the same terms that no link of the statement names. They are suggestions, not evidence."""
    linked = Q(evidence_links__statement=statement)
    for figure in ("measurements", "effect_estimates"):
        linked |= Q(**{f"accounts__outcomes__{figure}__evidence_links__statement": statement})
    rows = Study.objects.filter(pk__in=Study.objects.filter(**terms).values("pk"))
    rows = rows.exclude(pk__in=Study.objects.filter(linked).values("pk")).order_by(Lower("label"), "key")
    return list(rows.only("key", "label", "acronym", "design")[:limit])


def related_recommendations(statement: Statement, terms: dict, limit: int = 12) -> list[Recommendation]:
    rows = Recommendation.objects.filter(pk__in=Recommendation.objects.filter(**terms).values("pk"))
    rows = rows.exclude(evidence_links__statement=statement)
    return list(rows.select_related("guideline_version__guideline", "document")[:limit])


def terms_of(statement: Statement) -> dict:
    """What a study or recommendation must share with the statement to count as related."""
    conditions = [pair.indication.condition_id for pair in statement.statement_indications.all()]
    covered = [statement.intervention_id]
    for pk, above in ancestors(Intervention).items():
        if statement.intervention_id in above:
            covered.append(pk)
    return {"conditions__in": conditions, "interventions__in": covered}


def with_last_edit(drafts: QuerySet[PolicyVersion]) -> QuerySet[PolicyVersion]:
    """The drafts, the last edited first, with `edited_by`, `edited_at` and `edited_what`; None where there is none."""
    last = DraftEdit.objects.filter(version=OuterRef("pk")).order_by("-number")
    told = {f"edited_{name}": Subquery(last.values(name)[:1]) for name in ("by", "at", "what")}
    return drafts.annotate(**told).order_by(F("edited_at").desc(nulls_first=True), "-pk")


def to_begin_from(user, policy: str) -> dict:
    """What a draft can be begun of: the policies without a draft, those with one, and the payers."""
    drafts = {version.policy_id: version for version in permissions.open_drafts(user)}
    policies = list(permissions.visible_policies(user).select_related("payer"))
    return {
        "policies": [each for each in policies if each.pk not in drafts],
        "drafts": list(drafts.values()),
        "payers": Payer.objects.all(),
        "open_draft": next((version for version in drafts.values() if version.policy.key == policy), None),
    }
