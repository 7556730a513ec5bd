"""The index in use: which folder holds it, one reader per process, one writer over all."""

import fcntl
import importlib
import shutil
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from search import changes
from search.document import SHAPE
from search.engines.base import Engine, IndexUnusable, Reader
from search.models import Change

ENGINES = ("tantivy", "whoosh")
_readers: dict[Path, Reader] = {}
_lock = threading.Lock()


def engine() -> Engine:
    """The engine that is set; Whoosh where Tantivy, which is compiled, cannot be loaded on this machine."""
    if settings.SEARCH_ENGINE not in ENGINES:
        raise ImproperlyConfigured(f'SEARCH_ENGINE is "{settings.SEARCH_ENGINE}". It can be: {", ".join(ENGINES)}.')
    try:
        return importlib.import_module(f"search.engines.{settings.SEARCH_ENGINE}")
    except ImportError:
        return importlib.import_module("search.engines.whoosh")


def notice() -> str:
    """What people have to know of the engine; "" where it is the one that is set."""
    if engine().name == settings.SEARCH_ENGINE:
        return ""
    return f"{settings.SEARCH_ENGINE.title()} cannot be loaded on this machine, so a slower engine answers: Whoosh."


def folder() -> Path:
    """The folder of the index in use. A rebuild fills another one and then changes the pointer."""
    pointer = _pointer()
    if not pointer.exists():
        raise IndexUnusable("there is no search index yet")
    name = pointer.read_text().strip()
    if not name.startswith(_of_this_kind()):
        raise IndexUnusable("the search index was built by another engine, or by another version of this one")
    return settings.SEARCH_INDEX_DIR / name


def _of_this_kind() -> str:
    return f"{engine().name}-{SHAPE}-"


def count() -> int:
    return reader().count()


def is_usable() -> bool:
    try:
        count()
    except IndexUnusable:
        return False
    return True


def reader() -> Reader:
    """Of the index in use. Raises IndexUnusable."""
    where = folder()
    with _lock:
        if where not in _readers:
            _readers.clear()
            _readers[where] = engine().reader(where)
        return _readers[where]


@contextmanager
def only_writer():
    """Held by the one process that writes. Raises BlockingIOError where another does."""
    settings.SEARCH_INDEX_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.SEARCH_INDEX_DIR / "writer.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def rebuild(report: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Builds a fresh index from the database beside the one in use, then switches. Returns the number of documents.

    Changes made meanwhile stay in the change log and are drained after the switch.
    """
    held = list(Change.objects.filter(drained_at__isnull=True).values_list("pk", flat=True))
    keys = {type: list(source.keys()) for type, source in changes.sources.items()}
    total = sum(len(of_type) for of_type in keys.values())
    fresh = _fresh_folder()
    shutil.rmtree(fresh, ignore_errors=True)
    writer = engine().writer(fresh)
    done = 0
    for type, of_type in keys.items():
        for start in range(0, len(of_type), changes.BATCH):
            batch = of_type[start : start + changes.BATCH]
            writer.put(changes.sources[type].load(batch))
            done += len(batch)
            report(done, total)
    writer.close()
    _switch_to(fresh)
    for start in range(0, len(held), changes.BATCH):
        Change.objects.filter(pk__in=held[start : start + changes.BATCH]).update(drained_at=timezone.now())
    return total


def _pointer() -> Path:
    return settings.SEARCH_INDEX_DIR / "current"


def _fresh_folder() -> Path:
    """The one of the two generations that is not in use."""
    try:
        current = folder().name
    except IndexUnusable:
        current = ""
    return settings.SEARCH_INDEX_DIR / (_of_this_kind() + ("b" if current.endswith("-a") else "a"))


def _switch_to(fresh: Path) -> None:
    step = _pointer().with_suffix(".new")
    step.write_text(fresh.name)
    step.replace(_pointer())
    for other in settings.SEARCH_INDEX_DIR.iterdir():
        if other.is_dir() and not other.name.startswith(_of_this_kind()):
            shutil.rmtree(other, ignore_errors=True)  # of another engine or version
