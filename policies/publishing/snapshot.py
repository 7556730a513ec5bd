"""A published version shows its figures as they stood when it was published, whatever was corrected since."""

import copy
from collections.abc import Iterable

from policies.models import EvidenceLink, PolicyVersion, PublishedContent

FIGURES = ("measurement", "effect_estimate")


def show_as_published(links: Iterable[EvidenceLink], version: PolicyVersion) -> None:
    """Gives each link whose figure was corrected since the figure as it stood; `figure_now` is the row as it is now.

    Nothing is written. A version that was not published here has no snapshot and shows what is held.
    """
    if version.published_at is None:
        return
    kept = PublishedContent.objects.filter(version=version).values_list("content__evidence", flat=True).first() or {}
    for link in links:
        for name in FIGURES:
            figure = getattr(link, name)
            then = kept.get(name, {}).get(figure.key) if figure else None
            if then and (changed := _changed(figure, then)):
                link.figure_now = figure
                link._meta.get_field(name).set_cached_value(link, _as_it_stood(figure, changed))


def _changed(figure, then: dict) -> dict:
    """What it printed, where that is not what it prints now. Columns that came later are none of the snapshot's."""
    fields = [field for field in figure._meta.concrete_fields if not field.is_relation and field.name in then]
    return {field.name: then[field.name] for field in fields if then[field.name] != getattr(figure, field.name)}


def _as_it_stood(figure, values: dict):
    stood = copy.copy(figure)
    for name, value in values.items():
        setattr(stood, name, value)
    return stood
