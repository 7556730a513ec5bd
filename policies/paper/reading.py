"""A version read and put together as a document, in a number of queries that does not grow with its rows."""

from django.db.models import prefetch_related_objects

from evidence.models import Reference
from evidence.models.keyed import page_address
from evidence.reference_lines import reference_lines
from policies import presenters, queries
from policies.models import EvidenceLink, PolicyVersion
from policies.paper import front, particulars, sources, statements
from policies.paper.content import Paper
from policies.publishing.as_published import kept_evidence, restore_row
from policies.references import cited_in

READ_ALONG = ("patient_selection__items", "patient_selection__governs", "definitions__criteria__statement", "dates")


def paper_of(version: PolicyVersion) -> Paper:
    """Expects the version with its policy, payer and document."""
    prefetch_related_objects([version], *READ_ALONG)
    policy = version.policy
    return Paper(
        key=version.key,
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
    prefetch_related_objects([link.recommendation for link in links if link.recommendation], "document")
    views = presenters.statement_views(version, queries.version_statements(version), links)
    facts = queries.version_regulatory_facts(version)
    cited = cited_in([version])[version.pk]
    numbering = cited.numbering
    by_statement: dict[int, list[EvidenceLink]] = {}
    for link in links:
        by_statement.setdefault(presenters.statement_of(link), []).append(link)

    def cite(pks: list[int]) -> str:
        numbers = dict.fromkeys(numbering.numbers[pk] for pk in pks if pk in numbering.numbers)
        return f" [{', '.join(numbers)}]" if numbers else ""

    def cite_work(pk: int | None) -> str:
        return cite([pk] if pk else [])

    yield from front.in_short(version, views)
    yield from statements.sections(views, by_statement, lambda link: cite(cited.works[link.pk]))
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
