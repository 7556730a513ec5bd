"""The change log: from the content's own transaction to the index, with nothing lost on the way."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from search.document import SearchDocument
from search.engines.base import IndexUnusable, Writer
from search.models import Change

log = logging.getLogger(__name__)
BATCH = 500


@dataclass(frozen=True)
class Source:
    """Where documents of one type come from. `load` gives those of the keys that still exist."""

    type: str
    keys: Callable[[], Iterable[str]]
    load: Callable[[list[str]], Iterable[SearchDocument]]
    # The keys of the first rows whose name holds all the words; how a search is answered while there is no index.
    named: Callable[[list[str], int], Iterable[str]]


sources: dict[str, Source] = {}


def register(source: Source) -> None:
    sources[source.type] = source


def record(type: str, keys: Iterable[str]) -> None:
    """Notes that these rows changed, in the transaction of their change."""
    if not connection.in_atomic_block:
        raise RuntimeError("a change is recorded in its own transaction")
    Change.objects.bulk_create([Change(type=type, key=key) for key in keys], batch_size=BATCH)


def drain(writer: Writer) -> int:
    """Puts what changed into the index, commits it, and only then marks it drained. The number of rows drained."""
    rows = list(Change.objects.filter(drained_at__isnull=True).order_by("id")[:BATCH])
    if not rows:
        return 0
    by_type: dict[str, set[str]] = {}
    for row in rows:
        by_type.setdefault(row.type, set()).add(row.key)
    problems: dict[tuple[str, str], str] = {}
    for type, keys in by_type.items():
        problems |= _put_what_can_be(writer, type, sorted(keys))
    writer.commit()
    now = timezone.now()
    for row in rows:
        row.drained_at, row.problem = now, problems.get((row.type, row.key), "")
    Change.objects.bulk_update(rows, ["drained_at", "problem"], batch_size=BATCH)
    return len(rows)


def _put_what_can_be(writer: Writer, type: str, keys: list[str]) -> dict[tuple[str, str], str]:
    """Puts the rows; one that cannot be made a document keeps none of the others out. What was wrong, by row."""
    try:
        put(writer, type, keys)
    except IndexUnusable:
        raise
    except Exception as error:  # whatever a source may raise
        if len(keys) > 1:
            return {at: said for key in keys for at, said in _put_what_can_be(writer, type, [key]).items()}
        log.exception("%s %s could not be indexed", type, keys[0])
        return {(type, keys[0]): f"{error.__class__.__name__}: {error}"[:500]}
    return {}


def put(writer: Writer, type: str, keys: list[str]) -> None:
    """Makes the index hold the present state of these rows; rows that are gone are removed."""
    documents = list(sources[type].load(keys))
    writer.put(documents)
    present = {document.key for document in documents}
    writer.remove(f"{type}:{key}" for key in keys if key not in present)
