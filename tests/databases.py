"""The two databases that every test runs on: SQLite files and a real PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from tests import postgres


class Databases(Protocol):
    """Databases to use and throw away. Nobody may be connected to one being copied or dropped."""

    def create(self) -> str:
        """Make an empty database; returns its URL."""

    def copy(self, url: str) -> str:
        """Make a database with the same content; returns its URL."""

    def drop(self, url: str) -> None:
        """Throw a database away."""


class SqliteFiles:
    """Databases in files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    def create(self) -> str:
        return f"sqlite:///{self.folder / f'market-{next(self.numbers)}.sqlite3'}"

    def copy(self, url: str) -> str:
        twin = self.create()
        shutil.copyfile(_path(url), _path(twin))
        return twin

    def drop(self, url: str) -> None:
        for rest in ("", "-wal", "-shm"):
            Path(_path(url) + rest).unlink(missing_ok=True)


def _path(url: str) -> str:
    return make_url(url).database or ""


class PostgresqlServer:
    """Databases on one server."""

    def __init__(self, maintenance_url: str) -> None:
        self.url = make_url(maintenance_url)
        self.numbers = count(1)

    def create(self) -> str:
        return self._create("template1")

    def copy(self, url: str) -> str:
        return self._create(make_url(url).database or "")

    def drop(self, url: str) -> None:
        name = Identifier(make_url(url).database or "")
        self._execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _create(self, template: str) -> str:
        name = f"market_test_{os.getpid()}_{next(self.numbers)}"
        order = SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(order.format(Identifier(name), Identifier(template)))
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: SQL) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def open_databases(kind: str, folder: Path) -> Iterator[Databases]:
    """Databases of one kind. ``TEST_DATABASE_URL`` names a PostgreSQL server to use instead.

    That URL's user must be allowed to create databases.
    """
    if kind == "sqlite":
        yield SqliteFiles(folder)
    elif url := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresqlServer(url)
    else:
        with postgres.server() as url:
            yield PostgresqlServer(url)
