"""The evidence links of a policy version with the studies behind them."""

from collections import defaultdict
from dataclasses import dataclass, field

from evidence.models import Study, StudyAccount, StudyReport
from policies.health.rows import LinkRow, StudyRow
from policies.models import EvidenceLink

FIGURES = ("measurement", "effect_estimate")
COLUMNS = (
    "statement_id",
    "indication_id",
    "bearing",
    "reference_id",
    "study_id",
    "recommendation_id",
    *(f"{figure}__outcome__account__study_id" for figure in FIGURES),
    *(f"{figure}__outcome__account__document__key" for figure in FIGURES),
)


@dataclass
class Linked:
    """Links by the ids of their statement and indication; statements by the id of a recommendation they rest on."""

    by_pair: dict[tuple[int, int], list[LinkRow]] = field(default_factory=lambda: defaultdict(list))
    recommendations: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def linked(version) -> Linked:
    """Links to criteria are left out: they are of no single indication."""
    rows = list(EvidenceLink.objects.filter(statement__version=version).values(*COLUMNS))
    reported = _reported({row["reference_id"] for row in rows if row["reference_id"]})
    of_link = [reported.get(row["reference_id"], []) if row["reference_id"] else [_study(row)] for row in rows]
    studies = _studies({pk for ids in of_link for pk in ids if pk})
    found = Linked()
    for row, ids in zip(rows, of_link, strict=True):
        pair = (row["statement_id"], row["indication_id"])
        found.by_pair[pair].append(
            LinkRow(
                bearing=row["bearing"],
                target_type=_target_type(row),
                studies=tuple(studies[pk] for pk in ids if pk),
                told_in=next(
                    (key for figure in FIGURES if (key := row[f"{figure}__outcome__account__document__key"])), ""
                ),
            )
        )
        if row["recommendation_id"]:
            found.recommendations[row["recommendation_id"]].add(row["statement_id"])
    return found


def _study(row: dict) -> int | None:
    return row["study_id"] or _of_figure(row, "study_id")


def _of_figure(row: dict, column: str):
    return next((found for figure in FIGURES if (found := row[f"{figure}__outcome__account__{column}"])), None)


def _target_type(row: dict) -> str:
    """Of figures only that they are one."""
    return next((name for name in ("reference", "study", "recommendation") if row[f"{name}_id"]), "figure")


def _reported(references: set[int]) -> dict[int, list[int]]:
    """The ids of the studies that each reference reports."""
    found = defaultdict(list)
    for reference, study in StudyReport.objects.filter(reference__in=references).values_list("reference", "study"):
        found[reference].append(study)
    return found


def _studies(ids: set[int]) -> dict[int, StudyRow]:
    includes = defaultdict(set)
    inside = StudyAccount.objects.filter(study__in=ids, includes__isnull=False).order_by()
    for study, included in inside.values_list("study", "includes__key"):
        includes[study].add(included)
    return {
        row.pk: StudyRow(row.key, str(row), row.design, row.get_absolute_url(), frozenset(includes[row.pk]))
        for row in Study.objects.filter(pk__in=ids)
    }
