"""The guideline versions a policy version cites or rests on, with what came after them."""

from django.db.models import Prefetch, Q

from evidence.models import GuidelineVersion, GuidelineVersionRelation
from evidence.vocabulary import VersionRelation
from policies.health.findings import Place
from policies.health.rows import CitationRow, VersionRow
from policies.models import PolicyVersion, Statement

# Of these the version named second is the one that came after; of all others the first.
TO_THE_OTHER = (VersionRelation.SPLITS_INTO,)


def guideline_versions(
    version: PolicyVersion,
    citations: list[CitationRow],
    recommendations: dict[int, set[int]],
    statements: dict[int, Statement],
) -> list[VersionRow]:
    """`recommendations` are the ids of the statements that rest on each, by the recommendation's id."""
    numbers = {work.reference: work for work in citations}
    wanted = Q(reference__key__in=numbers) | Q(recommendations__in=recommendations)
    if version.document_id:
        wanted |= Q(recommendations__document=version.document_id)
    relations = GuidelineVersionRelation.objects.select_related("version__guideline", "other__guideline").order_by("pk")
    rows = (
        GuidelineVersion.objects.filter(wanted)
        .distinct()
        .select_related("guideline", "reference")
        .prefetch_related(
            "recommendations",
            "guideline__versions__guideline",
            Prefetch("relations", relations),
            Prefetch("related_by", relations),
        )
        .order_by("guideline__title", "key")
    )
    return [_row(row, version, numbers, recommendations, statements) for row in rows]


def _row(row: GuidelineVersion, version, numbers, recommendations, statements) -> VersionRow:
    work = numbers.get(row.reference.key) if row.reference else None
    told = next((each for each in row.recommendations.all() if each.document_id == version.document_id), None)
    if work:
        place = Place(str(row), work.place.url, work.place.document, work.place.lines)
        how = f"cited as reference {work.number}" if work.number else "cited"
    elif told:
        place = Place(str(row), told.get_absolute_url(), version.document.key, told.lines)
        how = f"told on {told.location}"
    else:
        place = Place(str(row), _url(row))
        resting = {pk for each in row.recommendations.all() for pk in recommendations.get(each.pk, ())}
        titles = [statements[pk].title for pk in sorted(resting, key=lambda pk: statements[pk].order)]
        how = f"not cited, but linked to {', '.join(titles)}"
    return VersionRow(
        name=str(row),
        how=how,
        is_cited=bool(work or told),
        place=place,
        order=_order(row),
        editions=tuple(
            (order, Place(str(each), _url(each)))
            for each in row.guideline.versions.all()
            if each.pk != row.pk and (order := _order(each))
        ),
        overtaken=_overtaken(row),
    )


def _order(row: GuidelineVersion) -> tuple[str, ...] | None:
    return row.edition_order[:-1] if row.year or row.version else None


def _overtaken(row: GuidelineVersion) -> tuple[tuple[str, Place], ...]:
    after = [(each.relation, each.version) for each in row.related_by.all() if each.relation not in TO_THE_OTHER]
    after += [(each.relation, each.other) for each in row.relations.all() if each.relation in TO_THE_OTHER]
    return tuple((relation, Place(str(other), _url(other))) for relation, other in after)


def _url(row: GuidelineVersion) -> str:
    return f"{row.guideline.get_absolute_url()}#{row.key}"
