"""How references, studies, trials and recommendations are found: rows -> search documents."""

import re
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet

from evidence import search_names
from evidence import vocabulary as words
from evidence.models import (
    Citation,
    Condition,
    GuidelineBody,
    Identifier,
    Intervention,
    Outcome,
    Recommendation,
    Reference,
    Study,
    StudyReport,
    Trial,
)
from evidence.models.keyed import Findable
from evidence.models.terms import Term, ancestors
from search import facets
from search.changes import Source
from search.changes import register as register_source
from search.document import SearchDocument
from search.words import plain

UMBRELLAS = ("any-condition", "any-intervention")  # too wide to be a facet's value


def register() -> None:
    for each in SOURCES:
        register_source(each)
    search_names.register()
    facets.register_labels("design", lambda: dict(words.StudyDesign.choices))
    facets.register_labels("endpoint", lambda: dict(words.Endpoint.choices))
    facets.register_labels("body", lambda: {body.key: str(body) for body in GuidelineBody.objects.all()})
    facets.register_labels("type", lambda: TYPES)


TYPES = {
    "study": "Studies",
    "reference": "References",
    "recommendation": "Recommendations",
    "trial": "Trials",
    "policy": "Policies",
    "statement": "Statements",
}


def number_in(text: str) -> int:
    """The first whole number: 1103 of "1,103 (evaluable)"; 0 where there is none."""
    found = re.search(r"\d+", text.replace(",", ""))
    return int(found[0]) if found else 0


LEVELS = {design: len(words.StudyDesign) - rank for rank, design in enumerate(words.StudyDesign.values)}


class Terms:
    """Every term of a model with its broader ones, read once for a batch."""

    def __init__(self, model: type[Term]):
        self._terms = {term.pk: term for term in model.objects.all()}
        self._above = ancestors(model)

    def keys(self, terms: Iterable[Term]) -> list[str]:
        """The keys of these terms and of all broader ones."""
        ids: set[int] = set()
        for term in terms:
            ids |= {term.pk} | self._above[term.pk]
        return sorted(key for pk in ids if (key := self._terms[pk].key) not in UMBRELLAS)

    def names(self, terms: Iterable[Term]) -> str:
        return " ".join(f"{term.name} {' '.join(term.synonyms)}" for term in terms)


def references(keys: list[str]) -> Iterable[SearchDocument]:
    """Most references stand alone, so what hangs on them is read flat: a prefetch makes three queries of each row."""
    identifiers = _by_reference(Identifier, keys, "scheme", "value")
    citations = _by_reference(Citation, keys, "document__key", "number")
    reported = _studies_reported(keys)
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in Reference.objects.filter(key__in=keys):
        studies = reported.get(row.pk, [])
        outcomes = [o for study in studies for account in study.accounts.all() for o in account.outcomes.all()]
        of = [term for study in studies for term in study.conditions.all()]
        by = [term for study in studies for term in study.interventions.all()]
        known = identifiers.get(row.pk, [])
        numbered = [f"{scheme} {value}" for scheme, value in known]
        cited = [f"{document} {number}" for document, number in citations.get(row.pk, [])]
        acronyms = [study.acronym for study in studies]
        authors = ", ".join(row.authors)
        kind = words.ReferenceKind(row.kind).label
        year = row.year or row.online_year
        yield SearchDocument(
            type="reference",
            key=row.key,
            title=row.display_title,
            url=row.get_absolute_url(),
            names=" ".join([row.label, *acronyms, *row.authors, row.journal, row.url, *numbered, *cited]),
            text=row.abstract,
            about=" · ".join(filter(None, [authors, row.journal, row.published or row.year, kind, *cited])),
            journal=row.journal,
            keywords=" ".join(row.keywords),
            raw=raw_names(row.authors, known),
            numbers=added(row)
            | {
                "year_number": number_in(year),
                "level": max((LEVELS[study.design] for study in studies), default=0),
                "participants": max((participants(study) for study in studies), default=0),
            },
            facets={
                "condition": conditions.keys(of),
                "intervention": interventions.keys(by),
                "design": sorted({study.design for study in studies}),
                "endpoint": sorted({outcome.endpoint for outcome in outcomes} - NOT_ENDPOINTS),
                "year": [year] if year else [],
            },
        )


def _by_reference(model, keys: list[str], *columns: str) -> dict[int, list[tuple]]:
    """The columns of the model's rows, by the id of their reference."""
    found: dict[int, list[tuple]] = {}
    rows = model.objects.filter(reference__key__in=keys).order_by("pk").values_list("reference_id", *columns)
    for reference, *values in rows:
        found.setdefault(reference, []).append(tuple(values))
    return found


def _studies_reported(keys: list[str]) -> dict[int, list[Study]]:
    """The studies that references report, by the id of the reference."""
    reports = StudyReport.objects.filter(reference__key__in=keys).select_related("study")
    reports = reports.prefetch_related(
        "study__conditions",
        "study__interventions",
        Prefetch("study__accounts__outcomes", Outcome.objects.only("account_id", "endpoint")),
    )
    found: dict[int, list[Study]] = {}
    for report in reports:
        found.setdefault(report.reference_id, []).append(report.study)
    return found


def raw_names(authors: Iterable[str], identifiers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is asked for exactly: authors as "family name initials", and the (scheme, value) of identifiers."""
    found = {"author": [plain(author) for author in authors]}
    for scheme, value in identifiers:
        found.setdefault(scheme, []).append(value.lower())
    return found


def added(row: Findable) -> dict[str, int]:
    return {"added": int(row.added_at.timestamp())}


def participants(study: Study) -> int:
    """The largest number a document prints."""
    return max((number_in(account.participants) for account in study.accounts.all()), default=0)


def studies(keys: list[str]) -> Iterable[SearchDocument]:
    outcomes = Outcome.objects.prefetch_related("measurements", "effect_estimates")
    rows = Study.objects.filter(key__in=keys).prefetch_related(
        "conditions",
        "interventions",
        "trials",
        "arms",
        "reports__reference__identifiers",
        "accounts__document",
        Prefetch("accounts__outcomes", outcomes),
    )
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in rows:
        accounts = row.accounts.all()
        found = [outcome for account in accounts for outcome in account.outcomes.all()]
        reports = [report.reference for report in row.reports.all()]
        years = [report.year or report.online_year for report in reports] or [a.year for a in accounts]
        names = [row.label, row.acronym, *(str(trial) for trial in row.trials.all())]
        names += [report.title for report in reports]
        known = [(each.scheme, each.value) for report in reports for each in report.identifiers.all()]
        names += [value for _, value in known]
        names += [conditions.names(row.conditions.all()), interventions.names(row.interventions.all())]
        yield SearchDocument(
            type="study",
            key=row.key,
            title=": ".join([str(row), *(r.title for r in reports[:1] if r.title)]),
            url=row.get_absolute_url(),
            names=" ".join(names),
            text=_study_text(row, accounts, found),
            facets={
                "condition": conditions.keys(row.conditions.all()),
                "intervention": interventions.keys(row.interventions.all()),
                "design": [row.design],
                "endpoint": sorted({outcome.endpoint for outcome in found} - NOT_ENDPOINTS),
                "year": sorted({year for year in years if year})[:1],
            },
            raw=raw_names((author for report in reports for author in report.authors), known)
            | {"nct": [trial.number.upper() for trial in row.trials.all()]},
            numbers=added(row)
            | {
                "year_number": number_in(min((year for year in years if year), default="")),
                "level": LEVELS[row.design],
                "participants": participants(row),
            },
        )


NOT_ENDPOINTS = {words.Endpoint.BASELINE.value, words.Endpoint.FOLLOW_UP.value}


MEASURES = dict(words.EffectMeasure.choices) | {words.EffectMeasure.COMPARISON.value: ""}


def _study_text(study: Study, accounts, outcomes) -> str:
    parts = [study.get_design_display(), study.setting, *(arm.name for arm in study.arms.all())]
    for account in accounts:
        parts += [account.population, account.conclusion]
    for outcome in outcomes:
        said = [figure.as_reported for figure in outcome.measurements.all()]
        said += [f"{MEASURES[e.measure]} {e.as_reported}" for e in outcome.effect_estimates.all()]
        parts.append(" ".join([outcome.title, outcome.subgroup, *said]))
    return ". ".join(part.strip(". ") for part in parts if part)


def trials(keys: list[str]) -> Iterable[SearchDocument]:
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in Trial.objects.filter(key__in=keys).prefetch_related("studies__conditions", "studies__interventions"):
        of = [term for study in row.studies.all() for term in study.conditions.all()]
        by = [term for study in row.studies.all() for term in study.interventions.all()]
        yield SearchDocument(
            type="trial",
            key=row.key,
            title=f"{row.acronym} {row.number}".strip() or row.key,
            url=row.get_absolute_url(),
            names=f"{row.number} {row.acronym}",
            text=". ".join(filter(None, [row.title, row.registry, row.status, row.note])),
            facets={"condition": conditions.keys(of), "intervention": interventions.keys(by)},
            raw={"nct": [row.number.upper()]},
            numbers=added(row),
        )


def recommendations(keys: list[str]) -> Iterable[SearchDocument]:
    rows = (
        Recommendation.objects.filter(key__in=keys)
        .select_related("guideline_version__guideline__body")
        .prefetch_related("conditions", "interventions")
    )
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in rows:
        guideline = row.guideline_version.guideline
        yield SearchDocument(
            type="recommendation",
            key=row.key,
            title=f"{guideline.title}, {row.guideline_version.name}",
            url=row.get_absolute_url(),
            names=" ".join(
                [
                    str(guideline.body),
                    guideline.body.name,
                    *guideline.aliases,
                    conditions.names(row.conditions.all()),
                    interventions.names(row.interventions.all()),
                ]
            ),
            text=". ".join(
                filter(
                    None,
                    [
                        row.get_kind_display(),
                        row.text,
                        row.population,
                        f"Category {row.category}" if row.category else "",
                    ],
                )
            ),
            facets={
                "condition": conditions.keys(row.conditions.all()),
                "intervention": interventions.keys(row.interventions.all()),
                "body": [guideline.body.key],
                "year": [row.guideline_version.year] if row.guideline_version.year else [],
            },
            numbers=added(row) | {"year_number": number_in(row.guideline_version.year)},
        )


def source(type: str, rows: Callable[[], QuerySet], load, *columns: str) -> Source:
    """`rows` gives all that are searched for, `columns` are what they are called by."""

    def keys():
        return rows().order_by("key").values_list("key", flat=True)

    def named(texts: list[str], limit: int):
        wanted = Q()
        for text in texts:
            wanted &= reduce(or_, (Q(**{f"{column}__icontains": text}) for column in columns))
        return rows().filter(wanted).order_by("key").values_list("key", flat=True)[:limit]

    return Source(type, keys, load, named)


SOURCES = (
    source("reference", Reference.objects.all, references, "title", "authors", "key"),
    source("study", Study.objects.all, studies, "label", "acronym"),
    source("trial", Trial.objects.all, trials, "number", "acronym", "title"),
    source(
        "recommendation", Recommendation.objects.all, recommendations, "text", "guideline_version__guideline__title"
    ),
)
