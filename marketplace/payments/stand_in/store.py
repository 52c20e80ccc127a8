"""What the stand-in remembers: documents, answers already given, notices still to deliver."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A document is an object as Stripe would show it. Names that begin with "_" are for us alone.
Document = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_by_kind ON documents (kind, position);
CREATE INDEX IF NOT EXISTS open_sessions ON documents (json_extract(body, '$.expires_at'))
    WHERE json_extract(body, '$.status') = 'open';
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    event_id TEXT PRIMARY KEY, tries INTEGER NOT NULL, due_at REAL NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice that the shop has not confirmed yet."""

    event_id: str
    tries: int


class Store:
    """One SQLite file (or memory), shared by all threads, one change at a time."""

    def __init__(self, path: Path | None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._database = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        try:
            self._database.executescript(_TABLES)
        except sqlite3.DatabaseError:
            self._database.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else meanwhile. May be entered again inside."""
        with self._lock:
            self._depth += 1
            try:
                if self._depth > 1:
                    yield
                    return
                with self._outermost():
                    yield
            finally:
                self._depth -= 1

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def find(self, kind: str, identifier: str) -> Document | None:
        """The document of that kind, if there is one."""
        rows = self._rows("WHERE kind = ? AND id = ?", kind, identifier)
        return rows[0] if rows else None

    def save(self, document: Document) -> Document:
        """Keep the document under its id, in place of an earlier one."""
        self._database.execute(
            "INSERT INTO documents (id, kind, body) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (document["id"], document["object"], json.dumps(document)),
        )
        return document

    def newest(self, kind: str, count: int) -> list[Document]:
        """The latest documents of a kind, newest first."""
        return self._rows("WHERE kind = ? ORDER BY position DESC LIMIT ?", kind, count)

    def sessions_due(self, now: float) -> list[Document]:
        """Sessions that are open beyond their time."""
        return self._rows(
            "WHERE json_extract(body, '$.status') = 'open'"
            " AND json_extract(body, '$.expires_at') <= ? AND kind = 'checkout.session'",
            now,
        )

    def answer_given(self, key: str) -> tuple[str, str] | None:
        """The fingerprint and the answer of the first request with this idempotency key."""
        sql = "SELECT fingerprint, body FROM answers WHERE key = ?"
        row: tuple[str, str] | None = self._query(sql, key).fetchone()
        return row

    def keep_answer(self, key: str, fingerprint: str, body: str) -> None:
        """Remember the answer for a repeat with the same key."""
        self._query("INSERT INTO answers VALUES (?, ?, ?)", key, fingerprint, body)

    def schedule(self, event_id: str, tries: int, due_at: float) -> None:
        """Deliver the event at ``due_at``, after ``tries`` failed ones."""
        self._query("REPLACE INTO deliveries VALUES (?, ?, ?)", event_id, tries, due_at)

    def unschedule(self, event_id: str) -> None:
        """The event is delivered, or given up."""
        self._query("DELETE FROM deliveries WHERE event_id = ?", event_id)

    def deliveries_due(self, now: float) -> list[Delivery]:
        """Notices to deliver now, oldest first."""
        sql = "SELECT event_id, tries FROM deliveries WHERE due_at <= ? ORDER BY due_at, rowid"
        return [Delivery(*row) for row in self._query(sql, now)]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def _rows(self, condition: str, *values: Any) -> list[Document]:
        rows = self._query(f"SELECT body FROM documents {condition}", *values)  # noqa: S608
        return [json.loads(body) for (body,) in rows]

    def _query(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self._database.execute(sql, values)
