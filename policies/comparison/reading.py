"""What two policies are compared by, besides their positions: codes, authorizations, dates and the works they cite."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from evidence.models import Reference, StudyAccount, StudyReport
from evidence.vocabulary import ReferenceList
from policies import permissions
from policies.comparison.overlap import Overlap, overlap
from policies.models import PolicyVersion
from policies.references import NumberedReference, references_of


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
    ours: NumberedReference | None
    theirs: NumberedReference | None
    accounts: list[StudyAccount]

    @property
    def citations(self) -> list[NumberedReference]:
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
    """The works of both, with what the studies they report show: those its document cites, else those it links."""
    found = references_of([ours, theirs])
    one, other = _by_work(ours, found), _by_work(theirs, found)
    accounts = _accounts({row.reference.pk for row in (*one.values(), *other.values())})
    works = {
        key: Cited(
            (row := one.get(key) or other[key]).reference,
            one.get(key),
            other.get(key),
            accounts.get(row.reference.pk, []),
        )
        for key in {**one, **other}
    }
    are_seen = all(_works_seen(version) for version in (ours, theirs))
    return Citations(overlap(one, other), works, [*_remarks(ours), *_remarks(theirs)], are_seen)


def _by_work(version: PolicyVersion, found: dict[int, list[NumberedReference]]) -> dict[str, NumberedReference]:
    """By the key of the work; of one that has several numbers, the first."""
    rows = [row for row in found[version.pk] if row.citation or not version.document_id]
    first = {row.reference.key: row for row in reversed(rows)}
    return {key: first[key] for key in dict.fromkeys(row.reference.key for row in rows)}


def _works_seen(version: PolicyVersion) -> bool:
    document = version.document
    return document is None or (document.is_whole and document.reference_list != ReferenceList.NOT_SEEN)


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
        return [f"{name} was written here: its works are those it links to."]
    if not document.is_whole:
        return [f"{name} is known in part: its references were not seen, so nothing here says that it lacks one."]
    if document.reference_list == ReferenceList.NOT_PRINTED:
        return [f"{name} prints no reference list: its works were identified by author, year and content."]
    if document.reference_list == ReferenceList.NOT_SEEN:
        return [f"{name}: its reference list was not read."]
    return []
