"""The index in use: which folder holds it, one reader per process, one writer over all."""

import fcntl
import importlib
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search import changes
from search.document import SHAPE
from search.engines.base import Engine, IndexUnusable, Question, Reader, Writer
from search.following import Position, new_since

ENGINES = ("tantivy", "whoosh")
POSITION = "position.json"  # in the folder of an index: how far it has followed the change log
PROGRESS = "progress.json"  # beside the indexes, while one is being built
DAMAGED = "damaged"  # beside the indexes, where a reader found that the one in use cannot be read
_readers: dict[tuple[Path, int], Reader] = {}
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
    """Whether the index answers and knows how far it has followed, and nobody found it damaged."""
    try:
        position()
        reader().find(Question(limit=1), audiences=frozenset())
    except IndexUnusable:
        return False
    return not is_damaged()


def is_damaged() -> bool:
    """Whether somebody found that the index in use cannot be read."""
    return (settings.SEARCH_INDEX_DIR / DAMAGED).exists()


def reader() -> Reader:
    """Of the index in use. Raises IndexUnusable."""
    where = folder()
    # A rebuild after the next one uses the same folder again: what tells it apart is when the pointer was written.
    key = where, _pointer().stat().st_mtime_ns
    with _lock:
        if key not in _readers:
            _readers.clear()
            _readers[key] = engine().reader(where)
        return _readers[key]


@contextmanager
def only_writer():
    """Held by the one process that writes. Raises BlockingIOError where another does."""
    settings.SEARCH_INDEX_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.SEARCH_INDEX_DIR / "writer.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def follow(writer: Writer) -> int:
    """Puts what was committed since the index last followed into it. The number of rows of the change log.

    The index is committed before its position is: a kill between the two does the same work again, and no harm.
    """
    at = position()
    rows, reached = new_since(at)
    if rows:
        changes.put_new(writer, rows)
    if rows or at.is_old:
        _write(folder() / POSITION, reached.to_text())
    return len(rows)


def has_news() -> bool:
    """Whether anything was committed since the index last followed, or its position is to be written anew."""
    at = position()
    return bool(at.is_old or new_since(at)[0])


def position() -> Position:
    """How far the index in use has followed. Raises IndexUnusable where that cannot be told, or is too long ago."""
    try:
        found = Position.of_text((folder() / POSITION).read_text())
    except (OSError, ValueError) as error:
        raise IndexUnusable(f"nobody knows what the search index holds: {error}") from error
    if found.is_stale:
        raise IndexUnusable("the search index is too old, or of another database")
    return found


def rebuild(report: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Builds a fresh index from the database beside the one in use, then switches. Returns the number of documents.

    What is changed meanwhile is followed after the switch.
    """
    reached = Position.now()
    fresh = _fresh_folder()
    shutil.rmtree(fresh, ignore_errors=True)
    writer = engine().writer(fresh)
    done = 0
    for type, keys, total in _batches():
        writer.add(changes.sources[type].load(keys))
        done += len(keys)
        _write(settings.SEARCH_INDEX_DIR / PROGRESS, json.dumps([done, total]))
        report(done, total)
    writer.close()
    _write(fresh / POSITION, reached.to_text())
    _switch_to(fresh)
    return done


def _batches() -> Iterator[tuple[str, list[str], int]]:
    """(type, some keys, number of all keys), until all are told."""
    keys = {type: list(source.keys()) for type, source in changes.sources.items()}
    total = sum(len(of_type) for of_type in keys.values())
    for type, of_type in keys.items():
        for start in range(0, len(of_type), changes.BATCH):
            yield type, of_type[start : start + changes.BATCH], total


def wanted() -> int:
    """How many documents a rebuild would put."""
    return sum(len(list(source.keys())) for source in changes.sources.values())


def progress() -> tuple[int, int] | None:
    """How many of how many documents a rebuild has put; None where none runs."""
    try:
        done, total = json.loads((settings.SEARCH_INDEX_DIR / PROGRESS).read_text())
    except (OSError, ValueError):
        return None
    return done, total


def report_damage() -> None:
    """Tells the worker that the index cannot be read, so that it is built anew."""
    if settings.SEARCH_INDEX_DIR.is_dir():
        (settings.SEARCH_INDEX_DIR / DAMAGED).touch()


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
    _write(_pointer(), fresh.name)
    for done_with in (DAMAGED, PROGRESS):
        (settings.SEARCH_INDEX_DIR / done_with).unlink(missing_ok=True)
    for other in settings.SEARCH_INDEX_DIR.iterdir():
        if other.is_dir() and not other.name.startswith(_of_this_kind()):
            shutil.rmtree(other, ignore_errors=True)  # of another engine or version


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    step = path.with_suffix(".new")
    step.write_text(text)
    step.replace(path)
