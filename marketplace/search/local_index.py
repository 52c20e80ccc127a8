"""The search engine of one machine: a folder of files that may be deleted at any time.

Each process opens the files for itself, after a fork, and keeps what it has read until another
process publishes a newer state.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic, sleep
from typing import TypeVar

from marketplace.search import bitsets, executor, manifest, synonyms, whoosh_index
from marketplace.search.documents import SearchDocument
from marketplace.search.engine import Query, Result
from marketplace.search.errors import IndexBusy, IndexUnavailable
from marketplace.search.manifest import Digests, Manifest, Stamp
from marketplace.search.segment import Segment
from marketplace.search.snapshot import Snapshot

T = TypeVar("T")
_PAUSES_S = (0.01, 0.02, 0.05, 0.1)
_LEFT_ALONE_S = 1.0


@dataclass(frozen=True, slots=True)
class _Opened:
    """The state that this process reads."""

    stamp: Stamp | None
    snapshot: Snapshot
    segments: dict[str, Segment]


class LocalIndex:
    """A ``SearchEngine`` in a folder. ``key`` seals the files, so that nobody else's are read."""

    def __init__(self, root: Path, key: bytes, *, patience_s: float = 60.0) -> None:
        self._root = root
        self._lock_file = root / "writer.lock"
        self._key = key
        self._patience_s = patience_s
        self._reset()

    def search(self, query: Query) -> Result:
        """Answer a question."""
        return executor.answer(self._current().snapshot, query, synonyms.shipped())

    def fingerprints(self) -> dict[int, int]:
        """Listing id -> fingerprint of all that is indexed."""
        found: dict[int, int] = {}
        for part in self._current().snapshot.parts:
            known = part.segment.columns
            for document in bitsets.to_ids(part.alive, part.segment.size):
                found[known.listing_ids[document]] = known.fingerprints[document]
        return found

    def update(self, documents: Iterable[SearchDocument], removed: Collection[int] = ()) -> None:
        """Forget the listings ``removed``, and add or replace these documents."""
        self._root.mkdir(parents=True, exist_ok=True)
        with self._only_writer():
            changed = {document.listing_id: document for document in documents}
            folder = self._root / self._verified().folder
            generation = whoosh_index.change(folder, changed.values(), {*changed, *removed})
            self._publish(folder, generation)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Replace the whole index; readers see the old one until the new one is complete."""
        self._root.mkdir(parents=True, exist_ok=True)
        with self._only_writer():
            folder = self._root / token_hex(8)
            try:
                count, generation = whoosh_index.build(folder, documents)
                self._publish(folder, generation)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._remove_all_but(folder)
        return count

    def check(self) -> None:
        """Look at every file again.

        Raises:
            IndexUnavailable: there is no index, or a file is not what was written.
        """
        self._digests = Digests(self._key)
        self._patiently(self._verified)

    def _reset(self) -> None:
        self._process = os.getpid()
        self._opening = Lock()
        self._digests = Digests(self._key)
        self._opened: _Opened | None = None
        self._broken: tuple[Stamp | None, float] = (None, 0.0)

    def _current(self) -> _Opened:
        """The newest state, opened in this process; while it is being opened, the one before."""
        if self._process != os.getpid():
            self._reset()
        opened = self._opened
        now = manifest.stamp(self._root / manifest.NAME)
        if opened is not None and opened.stamp == now:
            return opened
        if self._opening.acquire(blocking=opened is None):
            try:
                self._opened = self._open(now)
            finally:
                self._opening.release()
        return self._opened or self._open(now)

    def _open(self, now: Stamp | None) -> _Opened:
        """Open the newest state. What was opened before goes on serving while that fails.

        But not when the whole index was deleted: then nobody knows how old that would be.
        """
        known, (broken, until) = self._opened if now else None, self._broken
        left_alone = broken == now and monotonic() < until
        if known is not None and (known.stamp == now or left_alone):
            return known
        if left_alone:
            raise IndexUnavailable("the index was found broken a moment ago")
        try:
            return self._patiently(self._open_newest)
        except IndexUnavailable:
            self._broken = now, monotonic() + _LEFT_ALONE_S
            self._opened = known
            if known is None:
                raise
            return known

    def _patiently(self, use: Callable[[], T]) -> T:
        """Use the files; a writer that is replacing them just now is given a moment."""
        for pause in _PAUSES_S:
            with suppress(IndexUnavailable):
                return use()
            if not self._somebody_writes():
                break
            sleep(pause)
        return use()

    def _somebody_writes(self) -> bool:
        try:
            lock = whoosh_index.writing_lock(self._lock_file, 0)
        except OSError:  # a folder that may only be read
            return False
        if lock is not None:
            lock.release()
        return lock is None

    def _verified(self) -> Manifest:
        """The state on disk, each file checked."""
        state = manifest.read(self._root, self._key)
        self._digests.check(self._root, state)
        return state

    def _open_newest(self) -> _Opened:
        stamp = manifest.stamp(self._root / manifest.NAME)
        state = self._verified()
        known = self._opened.segments if self._opened else {}
        parts = whoosh_index.open_parts(self._root / state.folder, state.generation, known)
        segments = {name: part.segment for name, part in parts.items()}
        return _Opened(stamp, Snapshot(tuple(parts.values())), segments)

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        """Wait until no other process writes.

        Raises:
            IndexBusy: another one has been writing all the time.
        """
        lock = whoosh_index.writing_lock(self._lock_file, self._patience_s)
        if lock is None:
            raise IndexBusy
        try:
            yield
        finally:
            lock.release()

    def _publish(self, folder: Path, generation: int) -> None:
        names = sorted(whoosh_index.files(folder))
        digests = {name: self._digests.of(folder / name) for name in names}
        manifest.write(self._root, Manifest(folder.name, generation, digests), self._key)

    def _remove_all_but(self, folder: Path) -> None:
        for other in self._root.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other, ignore_errors=True)
