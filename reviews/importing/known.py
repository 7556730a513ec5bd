"""The works a record is compared with. Reads only; the number of queries does not grow with the records."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from evidence.importers.records import ParsedRecord
from evidence.matching_keys import folded_title, is_telling
from evidence.models import Reference
from policies.permissions import current_versions
from policies.references import cited_in
from reviews.importing.matching import Where, Work, Works, family
from reviews.models import Candidate, ReviewCycle
from reviews.vocabulary import ExclusionReason, ScreeningStatus

COLUMNS = ("id", "cycle_id", "doi", "pmid", "folded_title", "title", "year", "authors", "position")
DECISION = ("title_abstract", "full_text", "excluded_because", "look_again")


@dataclass(frozen=True)
class Found:
    """A candidate that may be the work of a record, and how a person calls it."""

    pk: int
    position: int
    decision: str  # of an earlier cycle, in words
    is_decided: bool


class KnownWorks:
    """Of one cycle. What the policy cites is read once; candidates are read for each chunk of records."""

    def __init__(self, cycle: ReviewCycle):
        self.cycle = cycle
        policy_cycles = ReviewCycle.objects.filter(policy=cycle.policy_id).order_by("-pk")
        rows = policy_cycles.values_list("pk", "closed_on", "opened_on")
        self._years = {pk: (closed or opened)[:4] or "an earlier year" for pk, closed, opened in rows}
        self.references = {row.pk: row for row in cited_works(cycle)}
        self.cited = Works.of(_of_reference(row) for row in self.references.values())
        self.candidates: dict[int, Found] = {}

    def for_records(self, records: Iterable[ParsedRecord]) -> dict[Where, Works]:
        """Three queries: by DOI, by PMID, by title."""
        records = list(records)
        dois = {record.doi for record in records} - {""}
        pmids = {record.pmid for record in records} - {""}
        titles = {folded_title(record.title) for record in records} - {""}
        rows: dict[int, dict] = {}
        # Without the cycle in the question, so that the database takes the index of the identifier.
        for asked in ({"doi__in": dois}, {"pmid__in": pmids}):
            rows |= {row["id"]: row for row in self._rows(**asked) if row["cycle_id"] in self._years}
        rows |= {row["id"]: row for row in self._rows(cycle__in=list(self._years), folded_title__in=titles)}
        here, before = Works(), Works()
        for row in sorted(rows.values(), key=lambda row: (-row["cycle_id"], row["position"])):
            (here if row["cycle_id"] == self.cycle.pk else before).add(self._of_candidate(row))
        return {Where.HERE: here, Where.CITED: self.cited, Where.BEFORE: before}

    def _rows(self, **asked):
        return Candidate.objects.filter(**asked).order_by().values(*COLUMNS, *DECISION)

    def _of_candidate(self, row: dict) -> Work:
        decision, decided = told(row, self._years[row["cycle_id"]])
        self.candidates[row["id"]] = Found(row["id"], row["position"], decision, decided)
        return Work(
            row["id"],
            frozenset({row["doi"]} - {""}),
            frozenset({row["pmid"]} - {""}),
            row["folded_title"] or folded_title(row["title"]),
            row["year"],
            family(row["authors"]),
            is_telling(row["title"]),
            row["cycle_id"],
            decided,
        )


def told(row: dict, year: str) -> tuple[str, bool]:
    """What came of a candidate in an earlier cycle, in words, and whether that still stands."""
    if row["full_text"] == ScreeningStatus.INCLUDED:
        return f"Included in {year}.", not row["look_again"]
    if ScreeningStatus.EXCLUDED in (row["full_text"], row["title_abstract"]):
        because = ExclusionReason(row["excluded_because"]).label if row["excluded_because"] else "reason not stated"
        decision = f"xcluded in {year}: {because[0].lower()}{because[1:]}."
        return (f"To be looked at again: e{decision}", False) if row["look_again"] else (f"E{decision}", True)
    return f"Left undecided in {year}.", False


def cited_works(cycle: ReviewCycle) -> list[Reference]:
    """What the policy's text in force cites or links."""
    cited = cited_in(current_versions(AnonymousUser()).filter(policy=cycle.policy_id))
    works = {work for each in cited.values() for _, work in each.numbering.entries}
    return list(Reference.objects.filter(pk__in=works).prefetch_related("identifiers"))


def _of_reference(row: Reference) -> Work:
    values: dict[str, set[str]] = {}
    for identifier in row.identifiers.all():
        values.setdefault(identifier.scheme, set()).add(identifier.value.lower())
    return Work(
        row.pk,
        frozenset(values.get("doi", ())),
        frozenset(values.get("pmid", ())),
        folded_title(row.title),
        row.year or row.online_year,
        family(row.authors),
        is_telling(row.title),
    )
