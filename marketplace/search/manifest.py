"""The seal of the index: which files it is made of, and proof that nobody else wrote them.

Whoosh's files hold pickles, which run code when read, and most damage to them is not noticed.
So every file is read only when it still has the keyed digest it had when this market wrote it.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from marketplace.search.errors import IndexUnavailable

FORMAT = 1  # to be raised when what is written changes: an older index is then built anew
NAME = "index.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the index on disk."""

    folder: str
    generation: int
    files: Mapping[str, str]  # name -> keyed digest
    format: int = FORMAT


Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What changes whenever a file is written anew; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def write(root: Path, manifest: Manifest, key: bytes) -> None:
    """Make this the state that readers open next: at once, or not at all."""
    content = json.dumps(asdict(manifest), sort_keys=True)
    sealed = json.dumps({"content": content, "seal": _seal(content, key)})
    partial = root / f"{NAME}.part"
    partial.write_text(sealed, encoding="utf-8")
    os.replace(partial, root / NAME)


def read(root: Path, key: bytes) -> Manifest:
    """The state to open.

    Raises:
        IndexUnavailable: there is none, it is damaged, of another format or another key.
    """
    try:
        sealed = json.loads((root / NAME).read_bytes())
        content, seal = sealed["content"], sealed["seal"]
        if not hmac.compare_digest(_seal(content, key), seal):
            raise IndexUnavailable("the seal of the index is broken")
        manifest = Manifest(**json.loads(content))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexUnavailable("the index has no readable manifest") from error
    if manifest.format != FORMAT:
        raise IndexUnavailable("the index was written by another version")
    return manifest


class Digests:
    """Keyed digests of files; one that was not touched since is not read again."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[Path, tuple[Stamp, str]] = {}

    def check(self, root: Path, manifest: Manifest) -> None:
        """Compare every file with the manifest.

        Raises:
            IndexUnavailable: a file is missing or is not the one that was written.
        """
        folder = root / manifest.folder
        for name, expected in manifest.files.items():
            if not hmac.compare_digest(self.of(folder / name), expected):
                raise IndexUnavailable(f"{name} is missing or damaged")
        named = {folder / name for name in manifest.files}
        self._known = {path: known for path, known in self._known.items() if path in named}

    def of(self, path: Path) -> str:
        """The digest of a file, "" when it cannot be read."""
        now = stamp(path)
        known = self._known.get(path)
        if now is None:
            return ""
        if known is None or known[0] != now:
            try:
                known = self._known[path] = now, _digest(path, self._key)
            except OSError:
                return ""
        return known[1]


def _digest(path: Path, key: bytes) -> str:
    state = blake2b(key=key, digest_size=32)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def _seal(content: str, key: bytes) -> str:
    return blake2b(content.encode(), key=key, digest_size=32).hexdigest()
