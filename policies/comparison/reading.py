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
    found = rows.prefetch_related(
        "dates", "codes__statements", "prior_authorizations", "patient_selection__items", "patient_selection__governs"
    )
    return {version.policy.key: version for version in found}


def choices(user) -> list[PolicyVersion]:
    rows = permissions.current_versions(user).select_related("policy__payer", "document")
    in_order = rows.order_by("policy__payer__name", "policy__title")
    return sorted(in_order, key=lambda version: not version.is_whole)  # what was read whole comes first


@dataclass(frozen=True)
class Cited:
    """A work with what its studies show, as documents tell it. A side that does not cite it is None."""

    reference: Reference
    ours: Citation | None
    theirs: Citation | None
    accounts: list[StudyAccount]

    @property
    def citations(self) -> list[Citation]:
        return [citation for citation in (self.ours, self.theirs) if citation]


@dataclass(frozen=True)
class Citations:
    overlap: Overlap
    works: dict[str, Cited]  # by the key of the work
    remarks: list[str]  # what the counts cannot say
    are_seen: bool = True  # whether the works of both were seen; else no overlap can be computed

    @property
    def jaccard(self) -> float | None:
        return self.overlap.jaccard if self.are_seen else None


def citations(ours: PolicyVersion, theirs: PolicyVersion) -> Citations:
    """The works of both documents, with what the studies they report show."""
    rows = Citation.objects.filter(document__in=[ours.document_id or 0, theirs.document_id or 0])
    rows = list(rows.select_related("reference", "document").order_by("position", "pk"))
    accounts = _accounts({row.reference_id for row in rows})

    def of(version: PolicyVersion) -> dict[str, Citation]:
        return {row.reference.key: row for row in reversed(rows) if row.document_id == version.document_id}

    one, other = of(ours), of(theirs)
    works = {
        row.reference.key: Cited(
            row.reference,
            one.get(row.reference.key),
            other.get(row.reference.key),
            accounts.get(row.reference_id, []),
        )
        for row in rows
    }
    are_seen = all(_works_seen(version) for version in (ours, theirs))
    return Citations(overlap(reversed(one), reversed(other)), works, [*_remarks(ours), *_remarks(theirs)], are_seen)


def _works_seen(version: PolicyVersion) -> bool:
    document = version.document
    return document is not None and document.is_whole and document.reference_list != ReferenceList.NOT_SEEN


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
