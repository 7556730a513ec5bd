"""A published version shows its evidence as it stood when it was published, whatever was corrected since."""

import copy
from collections.abc import Iterable, Iterator

from django.db.models import Model

from policies.models import EvidenceLink, PolicyVersion, PublishedContent

Kept = dict[str, dict[str, dict]]  # by kind and key of a row its columns, as policies/drafts/content.py keeps them
FIGURES = ("measurement", "effect_estimate")


def kept_evidence(version: PolicyVersion) -> Kept:
    """Nothing of a version that was not published here: its evidence stands as it is today."""
    if version.published_at is None:
        return {}
    return PublishedContent.objects.filter(version=version).values_list("content__evidence", flat=True).first() or {}


def show_as_published(links: Iterable[EvidenceLink], version: PolicyVersion) -> None:
    """Puts what the links lead to back as it was kept, in these rows and not in the base.

    Of a figure that was corrected since, `figure_now` is the row as it is now.
    """
    if not (kept := kept_evidence(version)):
        return
    for link in links:
        for kind, row in _rows_of(link):
            restore_row(row, kept.get(kind, {}))
        for name in FIGURES:
            figure = getattr(link, name)
            if figure and (changed := _differences(figure, kept.get(name, {}))):
                link.figure_now = figure
                link._meta.get_field(name).set_cached_value(link, _with(copy.copy(figure), changed))


def restore_row(row: Model, kept: dict[str, dict]) -> None:
    """`kept` are the columns of rows of its kind, by key. What was not kept stands as it is today."""
    _with(row, _differences(row, kept))


def _differences(row: Model, kept: dict[str, dict]) -> dict:
    """What was kept, where that is not what stands now. Columns that came later were not kept."""
    then = kept.get(row.key, {})
    fields = [field for field in row._meta.concrete_fields if not field.is_relation and field.name in then]
    return {field.name: then[field.name] for field in fields if then[field.name] != getattr(row, field.name)}


def _with(row: Model, values: dict) -> Model:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _rows_of(link: EvidenceLink) -> Iterator[tuple[str, Model]]:
    """What the link leads to, save a figure itself: of one its outcome, study and arms."""
    figure = link.measurement or link.effect_estimate
    if figure is None:
        yield link.target_type, link.target
        return
    yield "outcome", figure.outcome
    yield "study", figure.outcome.account.study
    arms = (link.effect_estimate.intervention_arm, link.effect_estimate.comparator_arm) if link.effect_estimate else ()
    for arm in arms or (link.measurement.arm,):
        if arm:
            yield "arm", arm
