"""How Alembic reaches the market's database and tables."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from marketplace.db import UtcDateTime

migrate = current_app.extensions["migrate"]


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as plain SQLAlchemy, so that a migration never depends on the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Migrate with the engine of the app, in one transaction."""
    with migrate.db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _follow_foreign_keys(connection, follow=False)
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            render_item=render_item,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if lost:
                    raise RuntimeError(f"rows point at nothing: {lost[:5]}")
        connection.commit()
        if is_sqlite:
            _follow_foreign_keys(connection, follow=True)


def _follow_foreign_keys(connection: Connection, *, follow: bool) -> None:
    """SQLite changes a table by making it anew: meanwhile the rows that point at it must wait."""
    raw = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA foreign_keys = {'ON' if follow else 'OFF'}")


run()
