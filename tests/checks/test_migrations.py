"""Migrations lead from nothing to exactly the tables of the models, and back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, inspect

from marketplace.config import ROOT
from marketplace.db import db
from tests.conftest import market
from tests.databases import Databases

DATED = re.compile(r"\d{4}_\d{2}_\d{2}_\w+\.py")


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """A market whose database has no table yet."""
    url = databases.create()
    with market(url, tmp_path) as app, app.app_context():
        yield app
    databases.drop(url)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def checks(engine: Engine) -> dict[str, set[tuple[str, str]]]:
    """The CHECK constraints of each table: names and conditions."""
    inspector = inspect(engine)
    return {
        table: {
            (check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)
        }
        for table in tables(engine)
    }


def test_migrations_make_the_tables_of_the_models(empty):
    upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_make_the_checks_of_the_models(empty, databases, tmp_path):
    upgrade()
    migrated = checks(db.engine)

    url = databases.create()
    with market(url, tmp_path) as other, other.app_context():
        db.create_all()
        modelled = checks(db.engine)
    databases.drop(url)

    assert any(modelled.values())
    assert migrated == modelled


def test_every_migration_goes_back_and_forth(empty):
    script = ScriptDirectory(ROOT / "migrations")
    for revision in reversed(list(script.walk_revisions())):
        upgrade(revision=revision.revision)
        there = tables(db.engine)
        downgrade(revision="-1")
        upgrade(revision=revision.revision)
        assert tables(db.engine) == there

    downgrade(revision="base")

    assert tables(db.engine) == set()


def test_upgrading_twice_changes_nothing(empty):
    upgrade()
    before = tables(db.engine)

    upgrade()

    assert tables(db.engine) == before


def test_migrations_are_dated_and_in_one_line():
    script = ScriptDirectory(ROOT / "migrations")

    assert len(script.get_heads()) == 1
    names = [Path(revision.path).name for revision in script.walk_revisions()]
    assert [name for name in names if not DATED.fullmatch(name)] == []
