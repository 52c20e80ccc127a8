"""The files of evidence on disk, each under the SHA-256 of its content; none is ever deleted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from marketplace.registry.rules.evidence import MAX_BYTES, media_type


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies on disk."""

    key: str
    media_type: str
    byte_size: int


def store(upload: IO[bytes], folder: Path) -> StoredFile:
    """Keep an uploaded file, whole or not at all; the same content twice is one file.

    Raises:
        BadEvidenceFile: it is empty, too large, or of a kind that is not kept.
    """
    data = upload.read(MAX_BYTES + 1)
    kind = media_type(data)
    key = sha256(data).hexdigest()
    path = folder / key
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, data)
    return StoredFile(key, kind, len(data))


def _write(path: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
