"""What the worker does for search: keep this host's index, and forget what every index has followed."""

import logging
from contextlib import ExitStack
from datetime import timedelta

from django.utils import timezone

from jobs import registry
from search import index, saved
from search.engines.base import IndexUnusable, Writer
from search.following import KEPT
from search.models import Change

log = logging.getLogger(__name__)
_open: dict[str, Writer] = {}  # the writer of the index in use, kept open between batches
_held = ExitStack()  # the right to write, for as long as a writer is open
_checked: set[str] = set()  # the folders that were found usable by this process


def register() -> None:
    registry.register_step("search.follow", follow)
    registry.register_timed("search.digests", every=timedelta(days=1), run=saved.send_digests)
    registry.register_timed("search.forget_changes", every=timedelta(days=1), run=forget_changes)


def follow() -> int:
    """Brings the index up to what is committed; builds it where there is none that can be used.

    Nothing where another process writes. With nothing to do the right to write is given back.
    """
    try:
        if not _is_usable():
            return _rebuild()
        if not index.has_news():
            _close()
            return 0
        return index.follow(_writer())
    except BlockingIOError:
        _drop()
        return 0
    except Exception:
        _drop()
        raise


def forget_changes() -> None:
    """Removes rows of the change log that are so old that an index that has not followed them is built anew."""
    Change.objects.filter(at__lt=timezone.now() - KEPT).delete()


def _is_usable() -> bool:
    """Looked at closely once, and again where a reader reported damage or the index no longer knows how far it is."""
    try:
        where = str(index.folder())
        index.position()
    except IndexUnusable:
        return False
    if where not in _checked or index.is_damaged():
        _checked.discard(where)
        if not index.is_usable():
            return False
        _checked.add(where)
    return True


def _rebuild() -> int:
    _close()
    with index.only_writer():
        log.warning("the search index is missing or cannot be used, and is built anew")
        return index.rebuild()


def _writer() -> Writer:
    where = index.folder()
    if str(where) not in _open:
        _close()
        _held.enter_context(index.only_writer())
        _open[str(where)] = index.engine().writer(where, create=False)
    return _open[str(where)]


def _close() -> None:
    try:
        while _open:
            _open.popitem()[1].close()
    finally:
        _held.close()


def _drop() -> None:
    """Lets go of a writer that failed, without its last words."""
    _open.clear()
    _held.close()
