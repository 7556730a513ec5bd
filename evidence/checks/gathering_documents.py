"""What documents cite, and what they say of products, formulas, limits and criteria, as values that rules look at."""

from collections import defaultdict

from django.utils import timezone

from evidence import vocabulary as words
from evidence.checks.findings import Place
from evidence.checks.values import Characteristic, Definition, Expression, Mention, Mentions, Span, Threshold, Work
from evidence.models import (
    Citation,
    DeviceCharacteristic,
    Formula,
    ResponseDefinition,
    SelectionThreshold,
    StudyAccount,
    StudyReport,
)
from evidence.models.keyed import page_address
from evidence.models.references import family_name
from evidence.numbers import number


def mentions() -> list[Mentions]:
    """What each document cites, with the years of the works, and the accounts of studies that have a report."""
    found: dict[str, list[Mention]] = defaultdict(list)
    spans: dict[str, list[Span]] = defaultdict(list)
    reports: dict[int, list] = defaultdict(list)
    for report in StudyReport.objects.select_related("reference", "study").order_by("study_id", "position"):
        reports[report.reference_id].append(report)
    by_study: dict[int, list] = defaultdict(list)
    for each in reports.values():
        for report in each:
            by_study[report.study_id].append(report.reference)
    citations = Citation.objects.select_related("document", "reference").order_by("document__key", "position", "pk")
    for row in citations:
        study = reports[row.reference_id][0].study if reports.get(row.reference_id) else None
        work = Work(
            row.reference.key,
            row.reference.label,
            _years([row.reference]),
            study.key if study else "",
            str(study or ""),
        )
        found[row.document.key].append(Mention(work, row.number, row.year_as_printed, _cited(row)))
    for row in StudyAccount.objects.select_related("document", "study").prefetch_related("includes").order_by("pk"):
        references = by_study[row.study_id]
        place = _told(row)
        first, _, last = row.citation_number.partition("-")
        low, high = number(first), number(last)
        if low is not None and high is not None and not references:
            named = frozenset(study.key for study in row.includes.all())
            spans[row.document.key].append(Span(str(row.study), int(low), int(high), named, place))
        if row.year:
            key = references[0].key if references else row.study.key
            work = Work(key, str(row.study), _years(references), row.study.key, str(row.study))
            found[row.document.key].append(Mention(work, "", row.year, place))
    year = timezone.now().year
    return [Mentions(key, tuple(each), year, tuple(spans[key])) for key, each in sorted(found.items())]


def _years(references) -> tuple[str, ...]:
    years = (year for reference in references for year in (reference.year, reference.online_year) if year)
    return tuple(dict.fromkeys(years))


def _cited(row: Citation) -> Place:
    author = family_name(row.reference.authors[0]) if row.reference.authors else row.reference.label
    printed = " ".join(part for part in (author, row.year_as_printed, f"[{row.number}]" if row.number else "") if part)
    return Place(
        kind="citation",
        key=row.key,
        text=printed,
        about="Citation",
        document=row.document.key,
        location=row.location,
        url=f"{row.document.get_absolute_url()}#{row.key}",
        fields=f"{row.number}|{row.year_as_printed}",
    )


def _told(row: StudyAccount) -> Place:
    return Place(
        kind="account",
        key=row.key,
        text=row.year or f"[{row.citation_number}]",
        about=f"Year of {row.study}" if row.year else f"Numbers of {row.study}",
        document=row.document.key,
        location=row.location,
        url=f"{row.study.get_absolute_url()}#{row.key}",
        fields=f"{row.citation_number}|{row.year}",
    )


def characteristics() -> tuple[Characteristic, ...]:
    rows = DeviceCharacteristic.objects.select_related("device", "document").order_by(
        "name", "document__key", "position"
    )
    return tuple(
        Characteristic(
            row.device.key,
            row.device.name,
            row.name,
            row.value,
            row.unit,
            _printed(row, f"{row.value} {row.unit}", row.name),
        )
        for row in rows
    )


def formulas() -> tuple[Expression, ...]:
    return tuple(
        Expression(
            row.name,
            row.expression,
            row.result,
            tuple(each["symbol"] for each in row.variables if each.get("symbol")),
            _printed(row, row.expression, row.name),
        )
        for row in Formula.objects.select_related("document").order_by("document__key", "position", "pk")
    )


def thresholds() -> tuple[Threshold, ...]:
    return tuple(
        Threshold(
            row.name,
            row.bound,
            row.value,
            row.unit,
            row.kind == words.ThresholdKind.SELECTION,
            _printed(row, row.as_reported or f"{row.bound} {row.value} {row.unit}", row.name),
        )
        for row in SelectionThreshold.objects.select_related("document").order_by("document__key", "position", "pk")
    )


def definitions() -> tuple[Definition, ...]:
    return tuple(
        Definition(
            row.criteria, row.category, row.definition, _printed(row, row.definition, f"{row.criteria}, {row.category}")
        )
        for row in ResponseDefinition.objects.select_related("document").order_by("document__key", "position", "pk")
    )


def _printed(row, text: str, about: str) -> Place:
    return Place(
        kind=row._meta.model_name,
        key=row.key,
        text=text.strip(),
        about=about,
        document=row.document.key,
        location=row.location,
        url=f"{page_address('document', row.document.key)}#{row.key}",
        fields=text,
    )
