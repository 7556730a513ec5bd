"""How references, studies, trials and recommendations are found: rows -> search documents."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q

from evidence import search_names
from evidence import vocabulary as words
from evidence.models import (
    Condition,
    GuidelineBody,
    Intervention,
    Outcome,
    Recommendation,
    Reference,
    Study,
    Trial,
)
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
    rows = Reference.objects.filter(key__in=keys).prefetch_related(
        "identifiers",
        "citations__document",
        "reports__study__conditions",
        "reports__study__interventions",
        Prefetch("reports__study__accounts__outcomes", Outcome.objects.only("account_id", "endpoint")),
    )
    conditions, interventions = Terms(Condition), Terms(Intervention)
    for row in rows:
        studies = [report.study for report in row.reports.all()]
        outcomes = [o for study in studies for account in study.accounts.all() for o in account.outcomes.all()]
        of = [term for study in studies for term in study.conditions.all()]
        by = [term for study in studies for term in study.interventions.all()]
        numbered = [f"{identifier.scheme} {identifier.value}" for identifier in row.identifiers.all()]
        cited = [f"{citation.document.key} {citation.number}" for citation in row.citations.all()]
        yield SearchDocument(
            type="reference",
            key=row.key,
            title=row.display_title,
            url=row.get_absolute_url(),
            names=" ".join(
                [
                    row.label,
                    *(study.acronym for study in studies),
                    *row.authors,
                    row.journal,
                    row.url,
                    *numbered,
                    *cited,
                ]
            ),
            text=row.abstract,
            about=" · ".join(
                filter(
                    None,
                    [", ".join(row.authors), row.journal, row.published or row.year, row.get_kind_display(), *cited],
                )
            ),
            journal=row.journal,
            keywords=" ".join(row.keywords),
            raw=raw_names(row),
            numbers={
                "year_number": number_in(row.year or row.online_year),
                "level": max((LEVELS[study.design] for study in studies), default=0),
                "participants": max((participants(study) for study in studies), default=0),
            },
            facets={
                "condition": conditions.keys(of),
                "intervention": interventions.keys(by),
                "design": sorted({study.design for study in studies}),
                "endpoint": sorted({outcome.endpoint for outcome in outcomes} - NOT_ENDPOINTS),
                "year": [year] if (year := row.year or row.online_year) else [],
            },
        )


def raw_names(*references: Reference) -> dict[str, list[str]]:
    """What the references are asked for by exactly: identifiers, and authors as "family name initials"."""
    found: dict[str, list[str]] = {"author": []}
    for reference in references:
        found["author"] += [plain(author) for author in reference.authors]
        for identifier in reference.identifiers.all():
            found.setdefault(identifier.scheme, []).append(identifier.value.lower())
    return found


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
        names += [identifier.value for report in reports for identifier in report.identifiers.all()]
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
            raw=raw_names(*reports) | {"nct": [trial.number.upper() for trial in row.trials.all()]},
            numbers={
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
        )


def source(type: str, model, load, *columns: str) -> Source:
    """`columns` are what its rows are called by."""

    def keys():
        return model.objects.order_by("key").values_list("key", flat=True)

    def named(texts: list[str], limit: int):
        wanted = Q()
        for text in texts:
            wanted &= reduce(or_, (Q(**{f"{column}__icontains": text}) for column in columns))
        return model.objects.filter(wanted).order_by("key").values_list("key", flat=True)[:limit]

    return Source(type, keys, load, named)


SOURCES = (
    source("reference", Reference, references, "title", "authors", "key"),
    source("study", Study, studies, "label", "acronym"),
    source("trial", Trial, trials, "number", "acronym", "title"),
    source("recommendation", Recommendation, recommendations, "text", "guideline_version__guideline__title"),
)
