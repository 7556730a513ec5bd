"""What a version published here rests on, as it stood when it was published: a later correction changes no document."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from policies.models import EvidenceLink, PolicyVersion, PublishedContent

Kept = dict[str, dict[str, dict]]  # by kind and key of a row its columns, as policies/drafts/content.py keeps them


def kept_evidence(version: PolicyVersion) -> Kept:
    """Nothing of a version that was not published here: its evidence stands as it is today."""
    contents = PublishedContent.objects.filter(version=version).values_list("content", flat=True)
    return next((content.get("evidence", {}) for content in contents), {})


def restore(links: list[EvidenceLink], kept: Kept) -> None:
    """Puts the rows that the links lead to back as they were kept, here and not in the base."""
    if not kept:
        return
    for link in links:
        for kind, row in _rows(link):
            restore_row(row, kept.get(kind, {}))


def restore_row(row: Model, kept: dict[str, dict]) -> None:
    """What was not kept stands as it is today."""
    columns = kept.get(row.key, {})
    for field in row._meta.concrete_fields:
        if field.name in columns and not field.is_relation:
            setattr(row, field.name, columns[field.name])


def _rows(link: EvidenceLink) -> Iterator[tuple[str, Model]]:
    kind = link.target_type
    yield kind, link.target
    for figure in filter(None, [link.measurement, link.effect_estimate]):
        yield "outcome", figure.outcome
        yield "study", figure.outcome.account.study
    effect = link.effect_estimate
    arms: Iterable = (effect.intervention_arm, effect.comparator_arm) if effect else ()
    if link.measurement:
        arms = (link.measurement.arm,)
    yield from (("arm", arm) for arm in arms if arm)
