"""The database: base class, column types and the one transaction of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from marketplace.money import Vnd

REASON_KEY = "reason"  # in Session.info: why this transaction changes facts (audit.history)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python on every database. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so there it is stored without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[StrEnum]) -> Enum:
    """A column type that stores the values of a ``StrEnum`` as short text."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """What every table has in common."""

    registry: ClassVar[registry] = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UtcDateTime(), date: Date(), Vnd: BigInteger()},
    )


db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """The session of this request."""
    return cast(Session, db.session())


def end_reading() -> None:
    """Hold nothing of the database any more, before a wait for somebody outside."""
    session().commit()


@contextmanager
def reading() -> Iterator[Session]:
    """A session of its own to read a long answer from, while this one writes now and then."""
    end_reading()
    own = cast(Session, db.session.session_factory())
    try:
        yield own
    finally:
        own.commit()  # it only read
        own.close()


@contextmanager
def transaction() -> Iterator[Session]:
    """The one writing transaction of a request: everything or nothing.

    A read begun before it ends first, so that on SQLite the writing lock is taken at the
    start (``BEGIN IMMEDIATE``) and two writers wait for each other instead of failing late.
    A reason for changing facts holds for one transaction: none comes in, none goes out.
    """
    end_reading()
    current = session()
    reason_outside = current.info.pop(REASON_KEY, None)
    current.connection(execution_options={"writes": True})
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info[REASON_KEY] = reason_outside


def prepare_engine(engine: Engine) -> None:
    """Give SQLite what PostgreSQL has: foreign keys, real transactions, readers beside a writer."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None  # the driver must not begin by itself
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA busy_timeout = 5000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
