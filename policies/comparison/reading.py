"""What two policies are compared by, besides their positions: codes, authorizations, dates and the works they cite."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from evidence.models import Citation, Reference, StudyAccount, StudyReport
from evidence.vocabulary import ReferenceList
from policies import permissions
from policies.comparison.overlap import Overlap, overlap
from policies.models import PolicyVersion


def versions(user, keys: Iterable[str]) -> dict[str, PolicyVersion]:
    """The version in force of each of these policies, by the policy's key."""
    rows = permissions.current_versions(user).filter(policy__key__in=list(keys))
    rows = rows.select_related("policy__payer", "document")
    found = rows.prefetch_related("dates", "codes__statements", "prior_authorizations")
    return {version.policy.key: version for version in found}


def choices(user) -> list[PolicyVersion]:
    rows = permissions.current_versions(user).select_related("policy__payer", "document")
    return list(rows.order_by("policy__payer__name", "policy__title"))


@dataclass(frozen=True)
class Cited:
    """A work with what its studies show, as documents tell it."""

    reference: Reference
    number: str  # in the list of the document that cites it
    place: str
    accounts: list[StudyAccount]


@dataclass(frozen=True)
class Citations:
    overlap: Overlap
    works: dict[str, Cited]  # by the key of the work
    remarks: list[str]  # what the counts cannot say


def citations(ours: PolicyVersion, theirs: PolicyVersion) -> Citations:
    """The works of both documents, with what the studies they report show."""
    rows = Citation.objects.filter(document__in=[ours.document_id or 0, theirs.document_id or 0])
    rows = list(rows.select_related("reference", "document").order_by("position", "pk"))
    accounts = _accounts({row.reference_id for row in rows})
    works = {}
    for row in rows:
        place = ", ".join(filter(None, [row.document.key, row.location]))
        cited = Cited(row.reference, row.number, place, accounts.get(row.reference_id, []))
        works.setdefault(row.reference.key, cited)

    def of(version: PolicyVersion) -> list[str]:
        return [row.reference.key for row in rows if row.document_id == version.document_id]

    return Citations(overlap(of(ours), of(theirs)), works, [*_remarks(ours), *_remarks(theirs)])


def _accounts(references: set[int]) -> dict[int, list[StudyAccount]]:
    """The accounts that state a conclusion, of the studies these works report, by the work."""
    told = StudyAccount.objects.exclude(conclusion="").select_related("document", "study")
    reports = StudyReport.objects.filter(reference__in=references).select_related("study")
    reports = reports.prefetch_related(Prefetch("study__accounts", told, to_attr="told"))
    found: dict[int, list[StudyAccount]] = {}
    for report in reports:
        found.setdefault(report.reference_id, []).extend(report.study.told)
    return found


def _remarks(version: PolicyVersion) -> list[str]:
    document = version.document
    name = document.key if document else str(version.policy)
    if document is None:
        return [f"{name} was written here and has no list of references."]
    if not document.is_whole:
        return [f"{name} is known in part: its references were not seen, so nothing here says that it lacks one."]
    if document.reference_list == ReferenceList.NOT_PRINTED:
        return [f"{name} prints no reference list: its works were identified by author, year and content."]
    if document.reference_list == ReferenceList.NOT_SEEN:
        return [f"{name}: its reference list was not read."]
    return []
