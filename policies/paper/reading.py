"""A version read and put together as a document, in a number of queries that does not grow with its rows."""

from django.db.models import prefetch_related_objects

from evidence.models import GuidelineVersion, Reference, StudyReport
from evidence.models.keyed import page_address
from evidence.reference_lines import reference_lines
from policies import presenters, queries
from policies.models import EvidenceLink, PolicyVersion
from policies.paper import front, particulars, sources, statements
from policies.paper.as_published import kept_evidence, restore, restore_row
from policies.paper.content import PolicyPaper
from policies.paper.numbering import Numbering, numbered

READ_ALONG = ("patient_selection__items", "patient_selection__governs", "definitions__criteria__statement", "dates")


def paper_of(version: PolicyVersion) -> PolicyPaper:
    """Expects the version with its policy, payer and document."""
    prefetch_related_objects([version], *READ_ALONG)
    policy = version.policy
    return PolicyPaper(
        policy=policy.key,
        version=version.key,
        payer=policy.payer.name,
        title=policy.title,
        numbered=policy.numbered[:1].upper() + policy.numbered[1:],
        version_name=f"version {version.label or version.key}",
        mark=front.mark(version),
        dated=front.dated(version),
        facts=front.facts(version),
        body=tuple(_body(version)),
    )


def _body(version: PolicyVersion):
    links = queries.links_of_version(version)
    kept = kept_evidence(version)
    restore(links, kept)
    prefetch_related_objects([link.recommendation for link in links if link.recommendation], "document")
    views = presenters.statement_views(version, queries.version_statements(version), links)
    facts = queries.version_regulatory_facts(version)
    works = _works(links)
    numbering = _numbering(version, links, works, [fact.reference_id for fact in facts if fact.reference_id])
    by_statement: dict[int, list[EvidenceLink]] = {}
    for link in links:
        by_statement.setdefault(presenters.statement_of(link), []).append(link)

    def cite(pks: list[int]) -> str:
        numbers = dict.fromkeys(numbering.numbers[pk] for pk in pks if pk in numbering.numbers)
        return f" [{', '.join(numbers)}]" if numbers else ""

    def cite_work(pk: int | None) -> str:
        return cite([pk] if pk else [])

    yield from front.in_short(version, views)
    yield from statements.sections(views, by_statement, lambda link: cite(works[link.pk]))
    yield from particulars.selection(version.patient_selection.all())
    yield from particulars.definitions(version.definitions.all())
    yield from particulars.codes(queries.version_codes(version), version.code_notes)
    yield from particulars.authorization(
        version.prior_authorizations.all(), version.documentation.all(), version.nothing
    )
    determinations, related = version.coverage_determinations.all(), version.related_policies.all()
    yield from particulars.regulation(facts, determinations, related, cite_work)
    yield from particulars.conclusions(version.evidence_conclusions.prefetch_related("statements"), version.nothing)
    yield from sources.guidelines(links, {view.statement.pk: view.name for view in views}, cite_work)
    yield from particulars.history(version.history.all(), version.nothing)
    listed = {work for _, work in numbering.entries}
    keys = Reference.objects.filter(pk__in=listed).values_list("pk", "key")
    addresses = {pk: page_address("reference", key) for pk, key in keys}
    lines = reference_lines(listed, lambda work: restore_row(work, kept.get("reference", {})))
    yield from sources.references(numbering, lines, addresses)


def _works(links: list[EvidenceLink]) -> dict[int, list[int]]:
    """By link the works it leads to: itself one, the reports of a study, the reference of a guideline's version."""
    studies = {link.pk: study.pk for link in links if (study := statements.study_of(link))}
    reports: dict[int, list[int]] = {}
    rows = StudyReport.objects.filter(study__in=set(studies.values())).order_by("position", "pk")
    for study, work in rows.values_list("study_id", "reference_id"):
        reports.setdefault(study, []).append(work)
    return {link.pk: _works_of(link, reports.get(studies.get(link.pk), [])) for link in links}


def _works_of(link: EvidenceLink, reports: list[int]) -> list[int]:
    version: GuidelineVersion | None = link.recommendation and link.recommendation.guideline_version
    own = link.reference_id or (version.reference_id if version else None)
    return [own] if own else reports


def _numbering(
    version: PolicyVersion, links: list[EvidenceLink], works: dict[int, list[int]], others: list[int]
) -> Numbering:
    """Of a study's several reports, those that the document numbers; where it numbers none, the first."""
    printed = [(citation.number, citation.reference_id) for citation in queries.version_references(version)]
    known = {work for _, work in printed}
    cited = []
    for link in links:
        of_link = works[link.pk]
        cited += [work for work in of_link if work in known] or of_link[:1]
    return numbered(printed, [*cited, *others])
