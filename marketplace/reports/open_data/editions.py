"""Editions of the open data: made once for a day, then left as they are.

An edition is a folder named after its day with the files and ``edition.json``, which tells their
sizes and checksums. The folder appears whole or not at all, so an address that answers once goes
on answering with the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

MANIFEST = "edition.json"


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file of an edition."""

    dataset: str
    format: str  # "csv" or "json"
    byte_size: int
    checksum: str  # SHA-256

    @property
    def name(self) -> str:
        """What it is called in the folder and in its address."""
        return f"{self.dataset}.{self.format}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The open data as of the end of a day, as made at a moment."""

    day: date
    made_at: datetime
    files: tuple[EditionFile, ...]

    def file(self, name: str) -> EditionFile | None:
        """The file of that name."""
        return next((file for file in self.files if file.name == name), None)


def publish(
    folder: Path, day: date, contents: Mapping[tuple[str, str], bytes], *, now: datetime
) -> Edition:
    """Put an edition in its place. One that is there already stays as it is.

    ``contents`` are the bytes of each (dataset, format).
    """
    known = read(folder, day)
    if known is not None:
        return known
    folder.mkdir(parents=True, exist_ok=True)
    edition = Edition(day, now, tuple(_file(*key, data) for key, data in contents.items()))
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        for file, data in zip(edition.files, contents.values(), strict=True):
            (draft / file.name).write_bytes(data)
        (draft / MANIFEST).write_text(_plain(edition), encoding="utf-8")
        draft.chmod(0o755)
        draft.rename(folder / day.isoformat())
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if (made_meanwhile := read(folder, day)) is None:
            raise
        return made_meanwhile
    return edition


def read(folder: Path, day: date) -> Edition | None:
    """The edition of a day, or None."""
    try:
        told = json.loads((folder / day.isoformat() / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    files = tuple(EditionFile(**file) for file in told["files"])
    return Edition(date.fromisoformat(told["day"]), datetime.fromisoformat(told["made_at"]), files)


def every(folder: Path) -> list[Edition]:
    """Every edition, the newest first."""
    days = sorted((path.parent.name for path in folder.glob(f"*/{MANIFEST}")), reverse=True)
    read_ones = (read(folder, date.fromisoformat(day)) for day in days if not day.startswith("."))
    return [edition for edition in read_ones if edition is not None]


def _file(dataset: str, ending: str, data: bytes) -> EditionFile:
    return EditionFile(dataset, ending, len(data), sha256(data).hexdigest())


def _plain(edition: Edition) -> str:
    told = {
        "day": edition.day.isoformat(),
        "made_at": edition.made_at.isoformat(),
        "files": [asdict(file) for file in edition.files],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
