"""The numbered references of versions: what their documents print and, under numbers of ours, the works they link.

A version written here has no document: its references are the works that its links lead to, in their order.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce

from evidence.models import Citation, Document, Reference, StudyReport
from policies.models import EvidenceLink, PolicyVersion, PublishedContent, RegulatoryFact
from policies.numbering import OURS, Numbering, numbered
from policies.publishing.as_published import restore_row


@dataclass(frozen=True)
class NumberedReference:
    """`citation` is where the document prints it; None of a work that is linked here and not printed there."""

    number: str
    reference: Reference
    citation: Citation | None
    is_linked: bool

    @property
    def document(self) -> Document | None:
        return self.citation.document if self.citation else None

    @property
    def location(self) -> str:
        return self.citation.location if self.citation else ""


@dataclass(frozen=True)
class Cited:
    """Of one version. `works` are by the id of the link, `linked` those of all links and of the facts on regulation."""

    numbering: Numbering
    works: dict[int, list[int]]
    linked: list[int]
    citations: list[Citation]


def version_references(version: PolicyVersion) -> list[NumberedReference]:
    return references_of([version])[version.pk]


def numbers_told(version: PolicyVersion, references: list[NumberedReference]) -> str:
    """Whose the numbers are, where the document did not print them all; "" where there is nothing to say."""
    if not version.document_id or all(row.citation and row.citation.number for row in references):
        return ""
    if any(row.citation and row.citation.number for row in references):
        return f"Works with {OURS} before the number are linked here, or stand without one in the document."
    return "The document numbers no works; the numbers are given here."


def references_of(versions: Iterable[PolicyVersion]) -> dict[int, list[NumberedReference]]:
    """By the id of the version, in the order of its list; in a number of queries that does not grow.

    A version published here tells its works as they stood when it was published.
    """
    found = cited_in(versions)
    wanted = {work for cited in found.values() for _, work in cited.numbering.entries}
    works = Reference.objects.prefetch_related("identifiers").in_bulk(wanted)
    contents = PublishedContent.objects.filter(version__in=found)
    kept = dict(contents.values_list("version_id", "content__evidence__reference"))
    return {pk: _numbered(cited, _as_kept(works, kept.get(pk) or {})) for pk, cited in found.items()}


def _as_kept(works: dict[int, Reference], kept: dict[str, dict]) -> dict[int, Reference]:
    if not kept:
        return works
    stood = {pk: copy(work) for pk, work in works.items()}
    for work in stood.values():
        restore_row(work, kept)
    return stood


def _numbered(cited: Cited, works: dict[int, Reference]) -> list[NumberedReference]:
    printed = {(row.number, row.reference_id): row for row in reversed(cited.citations)}
    of_work = {row.reference_id: row for row in reversed(cited.citations)}
    linked = set(cited.linked)
    return [
        NumberedReference(number, works[work], printed.get((number, work)) or of_work.get(work), work in linked)
        for number, work in cited.numbering.entries
    ]


def cited_in(versions: Iterable[PolicyVersion]) -> dict[int, Cited]:
    """By the id of the version; five queries, however many there are."""
    versions = list(versions)
    citations: dict[int | None, list[Citation]] = defaultdict(list)
    documents = {version.document_id for version in versions} - {None}
    for row in Citation.objects.filter(document__in=documents).select_related("document").order_by("position", "pk"):
        citations[row.document_id].append(row)
    works = _works_by_link(versions)
    facts: dict[int, list[int]] = defaultdict(list)
    rows = RegulatoryFact.objects.filter(version__in=versions, reference__isnull=False)
    for of_version, work in rows.values_list("version_id", "reference_id"):
        facts[of_version].append(work)
    return {
        version.pk: _cited(citations[version.document_id], works.get(version.pk, {}), facts[version.pk])
        for version in versions
    }


def _cited(citations: list[Citation], works: dict[int, list[int]], facts: list[int]) -> Cited:
    """Of a study's several reports, those that the document numbers; where it numbers none, the first."""
    printed = [(row.number, row.reference_id) for row in citations]
    known = {work for _, work in printed}
    linked = []
    for of_link in works.values():
        linked += [work for work in of_link if work in known] or of_link[:1]
    linked = list(dict.fromkeys([*linked, *facts]))
    return Cited(numbered(printed, linked), works, linked, citations)


def _works_by_link(versions: list[PolicyVersion]) -> dict[int, dict[int, list[int]]]:
    """By version and link the works it leads to: itself one, the reports of a study, that of a guideline's version."""
    links = EvidenceLink.objects.filter(
        Q(statement__version__in=versions) | Q(criterion__statement__version__in=versions)
    )
    rows = list(
        links.values_list(
            Coalesce("statement__version", "criterion__statement__version"),
            "pk",
            Coalesce("reference", "recommendation__guideline_version__reference"),
            Coalesce("study", "measurement__outcome__account__study", "effect_estimate__outcome__account__study"),
        )
    )
    reports: dict[int, list[int]] = defaultdict(list)
    told = StudyReport.objects.filter(study__in={study for *_, study in rows if study}).order_by("position", "pk")
    for study, work in told.values_list("study_id", "reference_id"):
        reports[study].append(work)
    found: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for version, link, work, study in rows:
        found[version][link] = [work] if work else reports.get(study, [])
    return found
