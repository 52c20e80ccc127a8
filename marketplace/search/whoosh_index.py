"""The only door to Whoosh: it writes and keeps the postings, our executor answers from them."""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import TermNotFound
from whoosh.util.filelock import FileLock, try_for

from marketplace.search import bitsets
from marketplace.search.documents import SearchDocument
from marketplace.search.errors import IndexUnavailable
from marketplace.search.rules import Field, Terms, terms
from marketplace.search.segment import Columns, Segment
from marketplace.search.snapshot import LivePart
from marketplace.text import clean_line, sort_key

NAME = "market"
_FORMAT = formats.Existence()
_MANY_DEAD = 200  # replaced documents that are worth a merge, if they are a third of all


class _Codec(W3Codec):
    """Whoosh's own way to write a segment, without lengths of fields: impacts know them."""

    length_stats = False


class Impacts(fields.FieldType):
    """Terms that come with their impact, which Whoosh keeps as the weight of the posting."""

    def __init__(self) -> None:
        super().__init__(_FORMAT, analyzer=None)

    def index(self, value: Terms, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting for each term."""
        for term, impact in value.items():
            yield term.encode(), 1, float(impact), b""


def _schema() -> fields.Schema:
    kinds: dict[str, fields.FieldType] = {field.value: Impacts() for field in Field}
    return fields.Schema(
        key=fields.ID(unique=True),
        listing_id=fields.COLUMN(columns.NumericColumn("q")),
        price=fields.COLUMN(columns.NumericColumn("q")),
        published=fields.COLUMN(columns.NumericColumn("q")),
        fingerprint=fields.COLUMN(columns.NumericColumn("q")),
        name_key=fields.COLUMN(columns.VarBytesColumn()),
        **kinds,
    )


SCHEMA = _schema()


class _Source:
    """The files of one segment, opened for reading. Safe between threads."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        codec = segment.codec()
        documents = codec.per_document_reader(storage, segment)
        try:
            self.columns = _columns(documents, segment.doc_count_all())
        finally:
            documents.close()
        self._terms = codec.terms_reader(storage, segment)
        self._reading = Lock()
        weakref.finalize(self, self._terms.close)

    def terms(self, field: Field) -> list[str]:
        """All terms of a field, sorted."""
        with _damage_is_unavailable(), self._reading:
            found = []
            for name, term in self._terms.terms_from(field.value, b""):
                if name != field.value:
                    break
                found.append(term.decode())
            return found

    def read(self, field: Field, term: str) -> tuple[list[int], list[int]]:
        """Document numbers and impacts of a term."""
        ids: list[int] = []
        impacts: list[int] = []
        with _damage_is_unavailable(), self._reading, suppress(TermNotFound):
            matcher = self._terms.matcher(field.value, term.encode(), _FORMAT)
            while matcher.is_active():
                ids.append(matcher.id())
                impacts.append(int(matcher.weight()))
                matcher.next()
        return ids, impacts


@contextmanager
def _damage_is_unavailable() -> Iterator[None]:
    """Damaged files make Whoosh raise eight kinds of exception; to us they are one."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise IndexUnavailable(type(error).__name__) from error


def open_parts(folder: Path, generation: int, known: Mapping[str, Segment]) -> dict[str, LivePart]:
    """The segments of one generation by name; those ``known`` already are not read again."""
    storage = FileStorage(str(folder))
    parts: dict[str, LivePart] = {}
    with _damage_is_unavailable():
        for found in TOC.read(storage, NAME, gen=generation, schema=SCHEMA).segments:
            name = f"{folder.name}/{found.segment_id()}"
            segment = known.get(name) or Segment(_Source(storage, found))
            dead = bitsets.from_ids(list(found.deleted_docs()), segment.size)
            parts[name] = LivePart(segment, bitsets.everything(segment.size) & ~dead)
    return parts


def _columns(documents: Any, size: int) -> Columns:
    def numbers(name: str) -> array[int]:
        reader = documents.column_reader(name, SCHEMA[name].column_type)
        return array("q", (reader[document] for document in range(size)))

    names = documents.column_reader("name_key", SCHEMA["name_key"].column_type)
    return Columns(
        listing_ids=numbers("listing_id"),
        prices=numbers("price"),
        published=numbers("published"),
        names=[names[document].decode() for document in range(size)],
        fingerprints=numbers("fingerprint"),
    )


def change(folder: Path, changed: Iterable[SearchDocument], outdated: Collection[int]) -> int:
    """Take out the listings ``outdated``, put in ``changed``; returns the new generation."""
    with _damage_is_unavailable():
        return _change(folder, changed, outdated)


def _change(folder: Path, changed: Iterable[SearchDocument], outdated: Collection[int]) -> int:
    writer = _writer(FileIndex(FileStorage(str(folder)), SCHEMA, NAME))
    try:
        with writer.searcher() as searcher:
            for listing_id in outdated:
                writer.delete_by_term("key", str(listing_id), searcher=searcher)
        for document in changed:
            writer.add_document(**_row(document))
        dead, size = writer.deleted_count(), sum(s.doc_count_all() for s in writer.segments)
        writer.commit(optimize=dead > max(_MANY_DEAD, size // 3))
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise
    return int(writer.generation)


def build(folder: Path, documents: Iterable[SearchDocument]) -> tuple[int, int]:
    """Write a new index; returns how many documents it holds, and its generation."""
    folder.mkdir()
    writer = _writer(FileIndex.create(FileStorage(str(folder)), SCHEMA, NAME))
    try:
        for document in documents:
            writer.add_document(**_row(document))
        count = writer.doc_count()
        writer.commit()
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise
    return count, int(writer.generation)


def files(folder: Path) -> Iterator[str]:
    """The names of the files that make up the index."""
    for path in folder.iterdir():
        if path.is_file() and not path.name.endswith("_WRITELOCK"):
            yield path.name


def writing_lock(path: Path, patience_s: float) -> FileLock | None:
    """A lock on a file, held until it is released or the process ends; None if others keep it."""
    lock = FileLock(str(path))
    return lock if try_for(lock.acquire, timeout=patience_s, delay=0.02) else None


def _writer(index: FileIndex) -> Any:
    """A writer of loose files: a compound file would be copied into memory when it is opened."""
    return index.writer(codec=_Codec(), compound=False)


def _row(document: SearchDocument) -> dict[str, Any]:
    return {
        "key": str(document.listing_id),
        "listing_id": document.listing_id,
        "price": document.price_vnd,
        "published": int(document.published_at.timestamp()),
        "fingerprint": document.fingerprint,
        "name_key": sort_key(clean_line(document.name)).encode(),
        **{field.value: found for field, found in terms(document).items()},
    }
