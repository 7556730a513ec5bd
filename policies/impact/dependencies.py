"""The ways from a piece of evidence or a code to the statements and policies that depend on it.

Read in a number of queries that does not grow with what depends on it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from evidence.models import Citation, Guideline, GuidelineVersion, Reference, Study, StudyReport
from evidence.vocabulary import ReferenceKind
from policies import permissions
from policies.impact.subjects import Subject
from policies.models import EvidenceLink, PolicyCode, PolicyVersion, RegulatoryFact, Statement
from policies.references import references_of

DIRECT, REVIEW, LISTED = "directly", "through a review", "in its references"
CODE, WITH_CODE = "by its code", "through another code"
ROUTES = (DIRECT, REVIEW, CODE, WITH_CODE, LISTED)
TARGETS = (
    "criterion",
    "reference",
    "study",
    "document",
    "recommendation__guideline_version__guideline",
    "recommendation__document",
    "measurement__outcome__account__study",
    "measurement__outcome__account__document",
    "effect_estimate__outcome__account__study",
    "effect_estimate__outcome__account__document",
)


@dataclass(frozen=True)
class Dependency:
    """One way by which a statement, or a policy as a whole, depends on what was asked about."""

    version: PolicyVersion
    statement: Statement | None  # none: the policy's list, or its text on regulation
    about: str  # the indication, the criterion, or all that the statement is about
    route: str  # one of ROUTES
    way: str
    url: str  # the page of what the way leads over
    bearing: str = ""
    document: str = ""
    lines: str = ""

    @property
    def rank(self) -> tuple:
        order = self.statement.order if self.statement else 10**6
        return self.version.policy.title, self.version.pk, order, ROUTES.index(self.route), self.about, self.way


@dataclass
class Reach:
    """Whatever links may lead to: ids with the names of what they lead over."""

    studies: set[int] = field(default_factory=set)
    references: set[int] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)  # of guidelines
    reviews: set[int] = field(default_factory=set)
    review_reports: dict[int, str] = field(default_factory=dict)  # names of reviews by the ids of their reports


def dependencies_of(subject: Subject, user) -> list[Dependency]:
    if subject.kind == "code":
        return sorted(_of_code(subject.key, user), key=lambda dependency: dependency.rank)
    reach = _reach(subject.row)
    linked = _of_links(reach, user)
    written_here = {each.version.pk: each.version for each in linked if not each.version.document_id}
    found = [*linked, *_of_lists(reach.references, user), *_of_works_linked(reach.references, written_here)]
    return sorted(found, key=lambda dependency: dependency.rank)


def _reach(row: Reference | Study | Guideline) -> Reach:
    """From a work to the studies it reports, from a study to its reports and on to the reviews that include it."""
    reach = Reach()
    if isinstance(row, Guideline):
        versions = list(row.versions.values_list("pk", "reference"))
        reach.versions = {pk for pk, _ in versions}
        reach.references = {reference for _, reference in versions if reference}
        return reach
    if isinstance(row, Reference):
        reach.references = {row.pk}
        reach.versions = set(GuidelineVersion.objects.filter(reference=row).values_list("pk", flat=True))
        reach.studies = set(StudyReport.objects.filter(reference=row).values_list("study", flat=True))
    else:
        reach.studies = {row.pk}
        reach.references = set(StudyReport.objects.filter(study=row).values_list("reference", flat=True))
    reviews = Study.objects.filter(accounts__includes__in=reach.studies).exclude(pk__in=reach.studies).distinct()
    names = {review.pk: str(review) for review in reviews}
    reach.reviews = set(names)
    reports = StudyReport.objects.filter(study__in=names).exclude(reference__in=reach.references)
    reach.review_reports = {reference: names[study] for reference, study in reports.values_list("reference", "study")}
    return reach


def _of_links(reach: Reach, user) -> list[Dependency]:
    over = reach.studies | reach.reviews
    wanted = (
        Q(study__in=over)
        | Q(measurement__outcome__account__study__in=over)
        | Q(effect_estimate__outcome__account__study__in=over)
        | Q(reference__in=reach.references | reach.review_reports.keys())
        | Q(recommendation__guideline_version__in=reach.versions)
    )
    links = list(EvidenceLink.objects.filter(wanted).select_related(*TARGETS, "indication__condition"))
    of_links = {link.criterion.statement_id if link.criterion else link.statement_id for link in links}
    statements = _statements(Statement.objects.filter(version__in=permissions.living_versions(user), pk__in=of_links))
    found = []
    for link in links:
        statement = statements.get(link.criterion.statement_id if link.criterion else link.statement_id)
        if statement:
            found.append(_of_link(link, statement, reach))
    return found


def _statements(rows: QuerySet[Statement]) -> dict[int, Statement]:
    rows = rows.select_related("version__policy__payer", "version__document")
    return {row.pk: row for row in rows.prefetch_related("statement_indications__indication__condition")}


def _of_link(link: EvidenceLink, statement: Statement, reach: Reach) -> Dependency:
    route, way, url = _way(link, reach)
    figure = link.measurement or link.effect_estimate
    if figure:
        document, lines = figure.outcome.account.document.key, figure.lines
    elif link.recommendation and not link.lines:
        document, lines = link.recommendation.document.key, link.recommendation.lines
    else:
        document, lines = link.document.key if link.document else "", link.lines
    return Dependency(
        version=statement.version,
        statement=statement,
        about=link.indication.short_name if link.indication else f"criterion {link.criterion.computed_label}".strip(),
        route=route,
        way=way,
        url=url,
        bearing=link.bearing,
        document=document,
        lines=lines,
    )


def _way(link: EvidenceLink, reach: Reach) -> tuple[str, str, str]:
    """The route, what the way leads over, and the page of that."""
    figure = link.measurement or link.effect_estimate
    if link.recommendation:
        version = link.recommendation.guideline_version
        what = link.recommendation.get_kind_display().lower()
        return DIRECT, f"{version}: {what}", link.recommendation.get_absolute_url()
    if link.reference:
        url = link.reference.get_absolute_url()
        if link.reference_id in reach.references:
            return DIRECT, f"the work {_called(link.reference)}", url
        return REVIEW, f"{reach.review_reports[link.reference_id]}, which includes it", url
    study = figure.outcome.account.study if figure else link.study
    url = study.get_absolute_url()
    what = "the study"
    if figure:
        url, what = f"{url}#{figure.key}", f"{figure.outcome.title}, {figure.as_reported}"
    if study.pk in reach.studies:
        return DIRECT, f"{study}: {what}" if figure else f"the study {study}", url
    return REVIEW, f"{study}, which includes it" + (f": {what}" if figure else ""), url


def _of_lists(references: set[int], user) -> list[Dependency]:
    """Numbered references and texts on regulation: of them the policy depends as a whole."""
    versions = permissions.living_versions(user).select_related("policy__payer", "document")
    citations = defaultdict(list)
    cited = Citation.objects.filter(reference__in=references, document__policy_versions__in=versions).distinct()
    for row in cited.select_related("reference", "document").order_by("position", "pk"):
        citations[row.document_id].append(row)
    found = []
    for version in versions.filter(document__in=citations):
        for row in citations[version.document_id]:
            way = f"{f'reference {row.number}' if row.number else 'the work'}, {_called(row.reference)}"
            url = row.reference.get_absolute_url()
            found.append(Dependency(version, None, "", LISTED, way, url, "", row.document.key, row.lines))
    facts = RegulatoryFact.objects.filter(reference__in=references, version__in=versions)
    for row in facts.select_related("version__policy__payer", "version__document", "reference"):
        document = row.version.document.key if row.version.document else ""
        url = f"{row.version.get_absolute_url()}#regulation"
        way = f"the text on regulation, by {_called(row.reference)}"
        found.append(Dependency(row.version, None, "", DIRECT, way, url, "", document, row.lines))
    return found


def _of_works_linked(references: set[int], versions: dict[int, PolicyVersion]) -> Iterator[Dependency]:
    """Of versions written here: their lists are made of what they link to, by the id of the version."""
    for pk, listed in references_of(versions.values()).items():
        for row in listed:
            if row.reference.pk in references:
                way = f"reference {row.number}, {_called(row.reference)}"
                yield Dependency(versions[pk], None, "", LISTED, way, row.reference.get_absolute_url())


def _called(reference: Reference) -> str:
    """By author and year; what an agency issues by its title, since its author says little."""
    return reference.label if reference.kind == ReferenceKind.ARTICLE else reference.display_title


def _of_code(code: str, user) -> list[Dependency]:
    """Statements the code stands for, policies that list it for none, and what counts only together with it."""
    versions = permissions.living_versions(user)
    listing = PolicyCode.objects.filter(code=code, version__in=versions).values("version")
    rows = PolicyCode.objects.filter(version__in=listing).select_related("version__policy__payer", "version__document")
    rows = [row for row in rows.prefetch_related("statements") if row.code == code or code in row.applies_with]
    statements = _statements(Statement.objects.filter(codes__in=rows).distinct())
    return [
        dependency
        for row in rows
        for dependency in (_of_listed(row, code, [statements[each.pk] for each in row.statements.all()]))
    ]


def _of_listed(row: PolicyCode, code: str, statements: list[Statement]) -> list[Dependency]:
    route = CODE if row.code == code else WITH_CODE
    way = f"{row.system} {row.code}, {row.get_status_display().lower()}"
    if route == WITH_CODE:
        way = f"{row.system} {row.code}, which counts only with {code}"
    document = row.version.document.key if row.version.document else ""
    url = f"{row.version.get_absolute_url()}#{row.key}"
    return [
        Dependency(row.version, statement, about, route, way, url, "", document, row.lines)
        for statement, about in ([(each, _about(each)) for each in statements] or [(None, "no statement of it")])
    ]


def _about(statement: Statement) -> str:
    named = "; ".join(pair.indication.short_name for pair in statement.statement_indications.all())
    return named or statement.scope
