"""The change log: from the content's own transaction to the index, with nothing lost on the way."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

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


def put_new(writer: Writer, rows: list[tuple[int, str, str]]) -> None:
    """Puts what the rows (id, type, key) of the log tell of into the index, and commits it."""
    by_type: dict[str, dict[str, int]] = {}
    for id, type, key in rows:
        by_type.setdefault(type, {})[key] = id
    for type, ids in by_type.items():
        keys = sorted(ids)
        for start in range(0, len(keys), BATCH):
            for key, problem in _put_what_can_be(writer, type, keys[start : start + BATCH]).items():
                Change.objects.filter(pk=ids[key]).update(problem=problem)
    writer.commit()


def _put_what_can_be(writer: Writer, type: str, keys: list[str]) -> dict[str, str]:
    """Puts the rows; one that cannot be made a document keeps none of the others out. What was wrong, by key."""
    try:
        put(writer, type, keys)
    except IndexUnusable:
        raise
    except Exception as error:  # whatever a source may raise
        if len(keys) > 1:
            return {at: said for key in keys for at, said in _put_what_can_be(writer, type, [key]).items()}
        log.exception("%s %s could not be indexed", type, keys[0])
        return {keys[0]: f"{error.__class__.__name__}: {error}"[:500]}
    return {}


def put(writer: Writer, type: str, keys: list[str]) -> None:
    """Makes the index hold the present state of these rows; rows that are gone are removed."""
    documents = list(sources[type].load(keys))
    writer.put(documents)
    present = {document.key for document in documents}
    writer.remove(f"{type}:{key}" for key in keys if key not in present)
