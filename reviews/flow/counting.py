"""The flow of a review, counted from its rows in a number of queries that does not grow with them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from evidence.models import Reference, StudyReport
from evidence.vocabulary import ReferenceKind, RetrievalState
from policies.models import EvidenceLink, PolicyVersion
from policies.permissions import LAST_BEGUN, in_force
from policies.references import cited_in
from policies.vocabulary import VersionOrigin
from reviews.flow import prisma
from reviews.flow.prisma import Body, Column, Flow, Source
from reviews.models import ImportBatch, ImportRecord, ReviewCycle
from reviews.vocabulary import (
    DECIDED,
    REGISTERS,
    CandidateOrigin,
    ExclusionReason,
    KnownBecause,
    RecordOutcome,
    ScreeningStatus,
)

REMOVED_AS = {
    KnownBecause.IN_THIS_CYCLE: "duplicates",
    KnownBecause.CITED: "cited",
    KnownBecause.DECIDED_BEFORE: "decided_before",
}
# What is printed of a work that is not a report of a study, unless a study is entered from it.
NO_REPORTS = (ReferenceKind.GUIDELINE, ReferenceKind.REGULATORY, ReferenceKind.WEB)
INCLUDED, EXCLUDED = ScreeningStatus.INCLUDED, ScreeningStatus.EXCLUDED
Study = tuple[str, int]  # ("study", its id), or ("report", the id of one of which no study is entered)


def flow_of(cycle: ReviewCycle) -> dict:
    """The counts as they are now, to be kept when the review closes."""
    return prisma.to_dict(count(cycle))


def shown(cycle: ReviewCycle) -> Flow | None:
    """Of a closed review the counts kept with it, None where none were; of one in progress those of now."""
    return prisma.from_dict(cycle.flow) if cycle.is_closed else count(cycle)


def count(cycle: ReviewCycle) -> Flow:
    judged = _judged(cycle)
    by_search = [row for row in judged if row["origin"] == CandidateOrigin.SEARCH]
    by_others = [row for row in judged if row["origin"] != CandidateOrigin.SEARCH]
    previous, besides, known_reports, known_studies = _previous(cycle)
    included, new, new_studies = _new(cycle, known_reports, known_studies)
    return Flow(
        previous=previous,
        works_besides=besides,
        searched=_column(by_search, **_records(cycle)),
        others=_column(by_others, identified=_methods(by_others)),
        counted_before=included - new.reports,
        new=new,
        total=Body(
            studies=len(known_studies | new_studies),
            reports=previous.reports + new.reports,
            alone=previous.alone + new.alone,
        ),
    )


def _records(cycle: ReviewCycle) -> dict:
    """Of the records: where they were identified, and what was removed or waits before screening.

    How a record ended is what a person made of it (reviews/importing/settling.py): a possible duplicate that was
    settled is known, or new.
    """
    found: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for run in cycle.search_runs.all():
        found[run.source_label] += 0  # one that found nothing is told too
        kinds[run.source_label] = prisma.REGISTER if run.source in REGISTERS else prisma.DATABASE
    labels = {batch.pk: batch.run.source_label for batch in _batches(cycle)}
    removed = Counter(dict.fromkeys(prisma.REMOVED, 0))
    waiting = 0
    ended = ImportRecord.objects.filter(batch__in=labels).order_by().values_list("batch", "outcome", "known_because")
    for batch, outcome, because, count in ended.annotate(Count("pk")):
        found[labels[batch]] += count
        if outcome == RecordOutcome.KNOWN:
            removed[REMOVED_AS.get(because, "duplicates")] += count
        elif outcome == RecordOutcome.FAILED:
            removed["unreadable"] += count
        elif outcome == RecordOutcome.POSSIBLE_DUPLICATE:
            waiting += count
    in_order = sorted(found, key=lambda label: kinds[label] == prisma.REGISTER)
    return {
        "identified": tuple(Source(kinds[label], label, found[label]) for label in in_order),
        "removed": tuple(removed.items()),
        "waiting": waiting,
    }


def _batches(cycle: ReviewCycle) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(run__cycle=cycle).select_related("run")


def _judged(cycle: ReviewCycle) -> list[dict]:
    """The candidates, counted by all that tells where they stand."""
    told = ("origin", "title_abstract", "full_text", "excluded_because", "reference__full_text__state")
    return list(cycle.candidates.order_by().values(*told).annotate(count=Count("pk")))


def _methods(rows: Iterable[dict]) -> tuple[Source, ...]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row["origin"]] += row["count"]
    return tuple(Source(prisma.METHOD, each.label, found[each]) for each in CandidateOrigin if found[each])


def _column(rows: list[dict], **before: object) -> Column:
    """`before`: what is known of the column before screening."""
    sought = [row for row in rows if row["title_abstract"] == INCLUDED]
    excluded = _sum(row for row in rows if row["title_abstract"] == EXCLUDED)
    assessed = [row for row in sought if row["full_text"] in DECIDED]
    # A full text that was judged was had, whatever is noted of its retrieval.
    open_ = [row for row in sought if row["full_text"] not in DECIDED]
    out = [row for row in assessed if row["full_text"] == EXCLUDED]
    state = "reference__full_text__state"
    given_up = _sum(row for row in open_ if row[state] == RetrievalState.NOT_RETRIEVED)
    unread = _sum(row for row in open_ if row[state] == RetrievalState.OBTAINED)
    return Column(
        undecided=_sum(row for row in rows if row["title_abstract"] not in DECIDED),
        screened=excluded + _sum(sought),
        excluded=excluded,
        sought=_sum(sought),
        not_retrieved=given_up,
        awaited=_sum(open_) - given_up - unread,
        unread=unread,
        assessed=_sum(assessed),
        excluded_with_reason=_sum(out),
        reasons=_reasons(out),
        included=_sum(row for row in assessed if row["full_text"] == INCLUDED),
        **before,
    )


def _sum(rows: Iterable[dict]) -> int:
    return sum(row["count"] for row in rows)


def _reasons(rows: Iterable[dict]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row["excluded_because"]] += row["count"]
    return tuple((each.value, found[each]) for each in ExclusionReason if found[each])


def _new(cycle: ReviewCycle, known_reports: set[int], known_studies: set[Study]) -> tuple[int, Body, set[Study]]:
    """How many are included, what is new in them, and their studies. A work not in the base is a study of its own."""
    included = cycle.candidates.filter(title_abstract=INCLUDED, full_text=INCLUDED)
    works = list(included.order_by().values_list("pk", "reference_id"))
    reports = {work for _, work in works if work} - known_reports
    told = StudyReport.objects.filter(
        reference__candidates__cycle=cycle,
        reference__candidates__title_abstract=INCLUDED,
        reference__candidates__full_text=INCLUDED,
    )
    of_reports = dict.fromkeys(reports, ()) | _studies_of(told, reports)
    studies = set(_told_by(of_reports)) | {("candidate", pk) for pk, work in works if not work}
    fresh = studies - known_studies
    alone = sum(kind != "study" for kind, _ in fresh)
    unnamed = sum(1 for _, work in works if not work)
    return len(works), Body(studies=len(fresh), reports=len(reports) + unnamed, alone=alone), studies


def _studies_of(told, reports: set[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for work, study in told.order_by().values_list("reference_id", "study_id").distinct():
        if work in reports:
            found[work] = (*found.get(work, ()), study)
    return found


def _told_by(of_reports: dict[int, tuple[int, ...]]) -> Iterator[Study]:
    for report, studies in of_reports.items():
        yield from (("study", study) for study in studies) if studies else (("report", report),)


def _previous(cycle: ReviewCycle) -> tuple[Body, int, set[int], set[Study]]:
    """What the version in force when the review was opened cites and links: counted, works besides, and their ids."""
    version = version_at_opening(cycle)
    if version is None:
        return Body(), 0, set(), set()
    works = {work for _, work in cited_in([version])[version.pk].numbering.entries}
    kinds = dict(Reference.objects.filter(pk__in=works).order_by().values_list("pk", "kind"))
    of_works = _studies_of(StudyReport.objects.filter(reference__in=works), works)
    reports = {work for work in works if work in of_works or kinds[work] not in NO_REPORTS}
    studies = set(_told_by(dict.fromkeys(reports, ()) | of_works)) | set(_linked(version))
    alone = sum(kind != "study" for kind, _ in studies)
    body = Body(studies=len(studies), reports=len(reports), alone=alone)
    return body, len(works) - len(reports), works, studies


def _linked(version: PolicyVersion) -> Iterator[Study]:
    links = EvidenceLink.objects.filter(
        Q(statement__version=version) | Q(criterion__statement__version=version)
    ).order_by()
    study = Coalesce("study", "measurement__outcome__account__study", "effect_estimate__outcome__account__study")
    for found in links.values_list(study, flat=True).distinct():
        if found:
            yield "study", found


def version_at_opening(cycle: ReviewCycle) -> PolicyVersion | None:
    """The version that is reviewed: in force on the day of opening; None of a policy that had none."""
    texts = cycle.policy.versions.filter(in_force(opening_day(cycle.opened_on))).exclude(
        origin=VersionOrigin.RECONSTRUCTED
    )
    return texts.order_by(*LAST_BEGUN).first()


def opening_day(opened_on: str) -> date | None:
    """The first day of a month or year; None, for today, where the day is not stated."""
    return date.fromisoformat(f"{opened_on}-01-01"[:10]) if opened_on else None
