"""The guideline versions a policy cites or rests on, and what is held here that came after them. Reads only."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from evidence.models import GuidelineVersion, GuidelineVersionRelation
from policies import permissions
from policies.health.citations import TOLD
from policies.health.guidelines import TO_THE_OTHER
from policies.models import EvidenceLink, Policy, PolicyVersion
from policies.references import NumberedReference, version_references


@dataclass(frozen=True)
class CitedGuideline:
    """`reference` is the work it is cited as; None of one that statements rest on, or its document tells of."""

    version: GuidelineVersion
    reference: NumberedReference | None
    overtaken: tuple[tuple[str, GuidelineVersion], ...]  # in words, by which
    others: tuple[GuidelineVersion, ...]  # the other editions held here


def version_to_review(user, policy: Policy) -> PolicyVersion | None:
    """The text in force, else the one to show in its place."""
    rows = permissions.shown_versions(user).filter(policy=policy)
    return rows.select_related("policy__payer", "document").first()


def cited_guidelines(version: PolicyVersion | None) -> list[CitedGuideline]:
    """By title; in a number of queries that does not grow with them."""
    if version is None:
        return []
    works = {row.reference.pk: row for row in version_references(version)}
    links = EvidenceLink.objects.filter(recommendation__isnull=False)
    links = links.filter(Q(statement__version=version) | Q(criterion__statement__version=version))
    wanted = Q(reference__in=works) | Q(recommendations__in=links.order_by().values("recommendation"))
    if version.document_id:
        wanted |= Q(recommendations__document=version.document_id)
    relations = GuidelineVersionRelation.objects.select_related("version__guideline", "other__guideline").order_by("pk")
    rows = (
        GuidelineVersion.objects.filter(wanted)
        .distinct()
        .select_related("guideline__body")
        .prefetch_related(
            "guideline__versions__guideline", Prefetch("relations", relations), Prefetch("related_by", relations)
        )
        .order_by("guideline__title", "key")
    )
    return [_cited(row, works.get(row.reference_id)) for row in rows]


def _cited(row: GuidelineVersion, reference: NumberedReference | None) -> CitedGuideline:
    others = tuple(each for each in row.guideline.versions.all() if each.pk != row.pk)
    return CitedGuideline(row, reference, _overtaken(row, others), others)


def _overtaken(row: GuidelineVersion, others: tuple[GuidelineVersion, ...]):
    """By a relation that was entered, else by a later edition that is held here."""
    after = [(each.relation, each.version) for each in row.related_by.all() if each.relation not in TO_THE_OTHER]
    after += [(each.relation, each.other) for each in row.relations.all() if each.relation in TO_THE_OTHER]
    if after:
        return tuple((TOLD[relation], other) for relation, other in after)
    later = [each for each in others if row.is_earlier_than(each)]
    newest = max(later, key=lambda each: each.edition_order, default=None)
    return (("has a later edition here:", newest),) if newest else ()
