"""Where files lie until they expire: made beside their place, then moved there whole."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import current_app

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished file: its size and its checksum (SHA-256)."""

    byte_size: int
    checksum: str


def folder() -> Path:
    """The folder of all files, made when it is missing."""
    data_dir: Path = current_app.extensions["market"].data_dir
    place = data_dir / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def path_of(export_id: int, ending: str) -> Path:
    """Where a finished file lies."""
    return folder() / f"{export_id}.{ending}"


def draft_of(export_id: int, ending: str) -> Path:
    """Where it is being made."""
    return folder() / f"{export_id}.part.{ending}"


def seal(export_id: int, ending: str) -> Sealed:
    """Move the draft to its place, in one step that cannot stop half way."""
    draft = draft_of(export_id, ending)
    sealed = Sealed(draft.stat().st_size, checksum(draft))
    draft.replace(path_of(export_id, ending))
    return sealed


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def forget(export_id: int, ending: str) -> None:
    """Delete the file and its draft; what is gone already stays gone."""
    path_of(export_id, ending).unlink(missing_ok=True)
    drop_draft(export_id, ending)


def drop_draft(export_id: int, ending: str) -> None:
    """Delete what was begun and is not wanted any more."""
    draft_of(export_id, ending).unlink(missing_ok=True)
