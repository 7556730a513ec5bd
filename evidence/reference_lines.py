"""References as lines of a numbered list, in the field's citation style."""

from collections.abc import Callable, Iterable

from evidence.exporters import citation_style, csl_json
from evidence.models import Reference
from evidence.serializers import ReferenceSerializer


def reference_lines(works: Iterable[int], prepared: Callable[[Reference], None] = lambda work: None) -> dict[int, str]:
    """By the id of the work its line, without a number. `prepared` may change what is told of a work."""
    rows = Reference.objects.prefetch_related("identifiers", "citations__document").in_bulk(set(works))
    for work in rows.values():
        prepared(work)
    told = ReferenceSerializer(rows.values(), many=True).data
    return {pk: citation_style.formatted(csl_json.item(row)) for pk, row in zip(rows, told, strict=True)}
