"""A market to measure, in a folder and a database that are thrown away afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bench import rows
from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.app import create_app
from marketplace.config import Config
from marketplace.db import db, transaction
from tests.databases import Databases, PostgresqlServer, SqliteFiles

LAO_CAI = "15"


@contextmanager
def somewhere() -> Iterator[tuple[Databases, Path]]:
    """Databases and a folder to throw away; ``DATABASE_URL`` may name a PostgreSQL server."""
    url = os.environ.get("DATABASE_URL", "")
    with TemporaryDirectory(prefix="market-bench-") as name:
        folder = Path(name)
        is_server = url.startswith("postgres")
        yield PostgresqlServer(url) if is_server else SqliteFiles(folder), folder


@contextmanager
def open_market(url: str, folder: Path, products: int) -> Iterator[Flask]:
    """A market with so many products in an empty database; its log goes into a file, as always."""
    config = replace(Config.for_tests(folder, url), rate_limits=True, page_seconds=30)
    folder.mkdir()
    with (folder / "web.log").open("a") as log:
        with redirect_stderr(log):
            app = create_app(config)
            with app.app_context():
                upgrade()
        furnish(app, products)
        yield app
        with app.app_context():
            db.engine.dispose()


def furnish(app: Flask, products: int) -> None:
    """Fill the empty tables of a market and make its search index."""
    _command(app, "places", "load")
    with app.app_context(), transaction() as session:
        rows.fill(session, products, _communes(session))
    _command(app, "search", "rebuild")


def _command(app: Flask, *words: str) -> None:
    done = app.test_cli_runner().invoke(args=words)
    if done.exit_code != 0:
        raise SystemExit(done.output)


def _communes(session: Session) -> list[tuple[int, int]]:
    province = aliased(AdminUnit)
    communes = (
        select(AdminUnit.id, province.id)
        .join(province, AdminUnit.parent_id == province.id)
        .where(province.scheme == Scheme.SINCE_2025, province.code == LAO_CAI)
    )
    return [(commune_id, province_id) for commune_id, province_id in session.execute(communes)]
