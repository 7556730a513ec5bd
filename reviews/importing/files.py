"""The files that were sent in: kept privately, under their SHA-256, so that the same file is kept once."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

PIECE = 1_000_000  # bytes


@dataclass(frozen=True)
class Received:
    """A file that came in and is not kept yet."""

    path: Path
    sha256: str
    size: int

    def keep(self) -> None:
        os.replace(self.path, path_of(self.sha256))


def path_of(sha256: str) -> Path:
    return _folder() / sha256


def _folder() -> Path:
    folder = settings.VAR_DIR / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def received(file: BinaryIO) -> Iterator[Received]:
    """Written aside, and gone at the end unless it is kept. ValidationError as soon as it is larger than allowed."""
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(prefix="coming-", dir=_folder())  # readable by us alone
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as aside:
            while piece := file.read(PIECE):
                size += len(piece)
                if size > settings.LARGEST_IMPORT:
                    most = settings.LARGEST_IMPORT // 1_000_000
                    raise ValidationError(f"This file is larger than {most} MB: export the results in several files.")
                digest.update(piece)
                aside.write(piece)
        yield Received(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)
