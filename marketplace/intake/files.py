"""The uploaded files themselves: kept while they are worked on, deleted when they are done."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading.sources import MAX_BYTES

_BLOCK = 1024 * 1024
_ARRIVING = "arriving-"


def path_of(folder: Path, run_id: int) -> Path:
    """Where the file of a run lies."""
    return folder / str(run_id) / "file"


@contextmanager
def arriving(folder: Path, stream: IO[bytes]) -> Iterator[tuple[Path, str]]:
    """Write a stream to a file; gives its path and its SHA-256. Unless kept, it goes away.

    Raises:
        BadFile: it is larger than we take.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_ARRIVING, dir=folder) as made:
        path = Path(made) / "file"
        yield path, _write(stream, path)


def _write(stream: IO[bytes], path: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > MAX_BYTES:
                raise BadFile(FileFault.TOO_LARGE, megabytes=MAX_BYTES // 1024 // 1024)
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def keep(folder: Path, arrived: Path, run_id: int) -> None:
    """Keep an arrived file for a run."""
    path = path_of(folder, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    arrived.replace(path)


def remove(folder: Path, run_id: int) -> None:
    """Delete the file of a run, if it is still there."""
    shutil.rmtree(path_of(folder, run_id).parent, ignore_errors=True)


def remove_others(folder: Path, wanted: Collection[int]) -> None:
    """Delete the files that no run needs any more."""
    for path in folder.glob("*/"):
        if path.name.isdigit() and int(path.name) not in wanted:
            remove(folder, int(path.name))
