"""Files on disk, each under the hash of its content, in a folder that no address leads to.

A file is written aside, then renamed: whoever is killed in between leaves nothing that is ever seen.
"""

import fcntl
import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

HASH = re.compile(r"[0-9a-f]{64}")
LEFT_BEHIND = 24 * 60 * 60  # seconds after which nobody is still writing


class TooLarge(ValueError):
    """The file is longer than it may be."""


@dataclass(frozen=True)
class Arrived:
    """A file written aside, whole."""

    path: Path
    size: int
    sha256: str


def folder() -> Path:
    return Path(settings.VAR_DIR) / "full-texts"


def path_of(sha256: str) -> Path:
    if not HASH.fullmatch(sha256):
        raise ValueError("this is no hash")
    return folder() / sha256[:2] / sha256


@contextmanager
def arriving(chunks: Iterable[bytes], most: int) -> Iterator[Arrived]:
    """The file of the chunks, written aside; it is gone at the end where it was not put in its place."""
    aside = folder() / "arriving"
    aside.mkdir(parents=True, exist_ok=True)
    _sweep(aside)
    path = aside / uuid.uuid4().hex
    try:
        yield _written(path, chunks, most)
    finally:
        path.unlink(missing_ok=True)


def _written(path: Path, chunks: Iterable[bytes], most: int) -> Arrived:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Arrived(path, size, digest.hexdigest())


def _sweep(aside: Path) -> None:
    """Takes away what those left who were killed."""
    for path in aside.iterdir():
        try:
            if time.time() - path.stat().st_mtime > LEFT_BEHIND:
                path.unlink()
        except FileNotFoundError:  # somebody else was faster
            continue


def put_in_place(arrived: Arrived) -> None:
    """Where the same content is kept already, nothing changes."""
    place = path_of(arrived.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(arrived.path, place)
    entry = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def take_away(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


@contextmanager
def locked() -> Iterator[None]:
    """Between processes: a file that is put in its place while its last row goes is not taken away."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
