"""Where a review looks besides the databases: the checklist, the guidelines cited, the trials waited for."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from evidence.models import GuidelineVersion, Trial
from policies.references import NumberedReference
from reviews.models import GuidelineCheck, OngoingTrial, ReviewCycle, SourceCheck
from reviews.sources import cited
from reviews.sources.clinicaltrials import LARGEST, MOST, NCT
from reviews.sources.trials_file import TrialsRead
from reviews.vocabulary import GuidelineStanding, SourceKind, TrialStatus

MOST_PROPOSED = 20
BOUNDS = {"most_studies": MOST, "largest_file": LARGEST // 1_000_000}


@dataclass(frozen=True)
class SourceGroup:
    label: str
    rows: list[SourceCheck]


@dataclass(frozen=True)
class GuidelineView:
    """`check` is None for one that is still to be confirmed."""

    version: GuidelineVersion
    reference: NumberedReference | None
    overtaken: tuple[tuple[str, GuidelineVersion], ...]
    others: tuple[GuidelineVersion, ...]
    check: GuidelineCheck | None


def sources(cycle: ReviewCycle, user) -> dict:
    version = cited.version_to_review(user, cycle.policy)
    checks = list(cycle.source_checks.all())
    guidelines = guideline_views(cycle, version)
    return {
        "version": version,
        "groups": grouped(checks),
        "checked": sum(each.checked_on is not None for each in checks),
        "sources": len(checks),
        "guidelines": guidelines,
        "confirmed": sum(view.check is not None for view in guidelines),
        "trials": trials_of(cycle),
        "proposed": proposed_trials(cycle, version),
        "kinds": SourceKind.choices,
        "standings": GuidelineStanding.choices,
        "statuses": TrialStatus.choices,
        "today": str(timezone.localdate()),
        **BOUNDS,
    }


def trials_file(read: TrialsRead | None) -> dict:
    """Of the page of a registry's file; None while none was read."""
    counts = [(end.label, count) for end, count in read.counts().items() if count] if read else []
    return {"read": read, "counts": counts, "today": str(timezone.localdate()), **BOUNDS}


def grouped(checks: list[SourceCheck]) -> list[SourceGroup]:
    order = list(SourceKind.values)
    rows = sorted(checks, key=lambda each: order.index(each.kind))
    return [SourceGroup(str(SourceKind(kind).label), list(of)) for kind, of in groupby(rows, lambda each: each.kind)]


def guideline_views(cycle: ReviewCycle, version) -> list[GuidelineView]:
    """Those that the policy cites now, then those that were checked and are no more cited."""
    rows = cycle.guideline_checks.select_related("version__guideline", "replaced_by__guideline", "cycle")
    checks = {row.version_id: row for row in rows}
    now = [
        GuidelineView(row.version, row.reference, row.overtaken, row.others, checks.pop(row.version.pk, None))
        for row in cited.cited_guidelines(version)
    ]
    return now + [GuidelineView(check.version, None, (), (), check) for check in checks.values()]


def trials_of(cycle: ReviewCycle) -> list[OngoingTrial]:
    return list(cycle.policy.ongoing_trials.filter(removed_at=None))


def proposed_trials(cycle: ReviewCycle, version) -> list[tuple[Trial, dict]]:
    """Those that the policy's document names, that no study here reports, and that are not on the list yet.

    Each with what its form begins with. What the document prints of its status is not the registry's word of today.
    """
    if version is None or not version.document_id:
        return []
    known = cycle.policy.ongoing_trials.filter(removed_at=None).values("nct")
    rows = Trial.objects.filter(document=version.document_id, studies=None, number__startswith="NCT")
    rows = rows.exclude(number__in=known).select_related("document")[:MOST_PROPOSED]
    return [(row, {"title": row.title}) for row in rows if NCT.fullmatch(row.number)]
