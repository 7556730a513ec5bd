"""What the worker does for search: drain the change log, and rebuild the index when asked."""

from contextlib import ExitStack
from datetime import timedelta

from django.utils import timezone

from jobs import registry
from search import changes, index
from search.engines.base import IndexUnusable, Writer
from search.models import Change

KEPT = timedelta(days=30)
_open: dict[str, Writer] = {}  # the writer of the index in use, kept open between batches
_held = ExitStack()  # the right to write, for as long as a writer is open


def register() -> None:
    registry.register_step("search.drain", drain)
    registry.register_job("search.rebuild", rebuild)
    registry.register_timed("search.forget_drained", every=timedelta(days=1), run=forget_drained)


def drain() -> int:
    """One batch of the change log into the index in use. Nothing where there is no index yet, or another one writes.

    With nothing to do the right to write is given back, so that a rebuild can be had while the site runs.
    """
    if not Change.objects.filter(drained_at__isnull=True).exists():
        _close()
        return 0
    try:
        return changes.drain(_writer())
    except (IndexUnusable, BlockingIOError):
        _drop()
        return 0
    except Exception:
        _drop()
        raise


def forget_drained() -> None:
    """Removes rows of the change log that were drained long ago; they only help to see what happened."""
    Change.objects.filter(drained_at__lt=timezone.now() - KEPT).delete()


def rebuild(job) -> None:
    _close()
    with index.only_writer():
        index.rebuild(report=job.report)


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
