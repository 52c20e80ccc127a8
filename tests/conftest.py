"""What the tests stand on: the app on both databases, people, time and mail.

Every fixture that touches the database exists twice, ``[sqlite]`` and ``[postgresql]``, and so
does every test that uses one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from marketplace.app import create_app
from marketplace.audience import Audience
from marketplace.config import Config
from marketplace.db import REASON_KEY, db
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane
from tests.databases import Databases, open_databases
from tests.people import SCENE, Person, Seller, make_person, make_seller
from tests.visitor import Visitor

# Nothing here is timed: the machine may be slow, or busy with something else.
settings.register_profile("market", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("market")

# --- The app on a database ---


@contextmanager
def market(url: str, data_dir: Path, **settings: Any) -> Iterator[Flask]:
    """The market on this database, with its files in ``data_dir``."""
    app = create_app(replace(Config.for_tests(data_dir, url), **settings))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False  # tests/checks/test_csrf.py turns it on
    app.test_client_class = Visitor
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Databases to make, copy and throw away, of one kind."""
    with open_databases(request.param, tmp_path_factory.mktemp("databases")) as opened:
        yield opened


@pytest.fixture(scope="session")
def furnished(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database to copy: the newest tables, and the places of the country."""
    url = databases.create()
    with market(url, tmp_path_factory.mktemp("furnished")) as app:
        with app.app_context():
            upgrade()
        if "places" in app.cli.commands:
            loaded = app.test_cli_runner().invoke(args=["places", "load"])
            assert loaded.exit_code == 0, loaded.output
    return url


@pytest.fixture(scope="session")
def app(
    databases: Databases, furnished: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The market, for tests that use ``session``: whatever they do to the database is undone."""
    url = databases.copy(furnished)
    with market(url, tmp_path_factory.mktemp("var")) as opened:
        yield opened
    databases.drop(url)


@pytest.fixture
def committed_app(databases: Databases, furnished: str, tmp_path: Path) -> Iterator[Flask]:
    """A market on a database of its own, for tests with several connections or processes."""
    url = databases.copy(furnished)
    with market(url, tmp_path / "var") as opened:
        yield opened
    databases.drop(url)


@pytest.fixture
def session(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A database in which everything the test does, commits included, is undone; so are files.

    Pages that a client asks for work on the same connection, with sessions of their own.
    """
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        factory = sessionmaker(
            bind=connection, join_transaction_mode="create_savepoint", info={REASON_KEY: SCENE}
        )
        sessions = scoped_session(factory, scopefunc=db.session.registry.scopefunc)
        monkeypatch.setattr(db, "session", sessions)
        yield sessions()
        sessions.remove()
        outer.rollback()
    shutil.rmtree(app.extensions["market"].data_dir, ignore_errors=True)


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A browser of somebody not logged in."""
    return app.test_client()


@pytest.fixture
def statements(app: Flask, session: Session) -> Iterator[list[str]]:
    """The SQL statements sent from now on; clear the list to count those of one page."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


# --- People ---


@pytest.fixture
def chi_lan(app: Flask, session: Session) -> Seller:
    """Runs a cooperative."""
    return make_seller(app, session, "Chị Lan", "Hợp tác xã Chè Suối Giàng", "htx-che-suoi-giang")


@pytest.fixture
def anh_son(app: Flask, session: Session) -> Seller:
    """Runs another cooperative: the stranger."""
    return make_seller(app, session, "Anh Sơn", "Hợp tác xã Mật ong Bát Xát", "htx-mat-ong-bat-xat")


@pytest.fixture
def co_hoa(app: Flask, session: Session) -> Person:
    """Buys."""
    return make_person(app, session, "Cô Hoa", Audience.BUYER)


@pytest.fixture
def anh_tung(app: Flask, session: Session) -> Person:
    """Works for the province and exports its figures."""
    return make_person(app, session, "Anh Tùng", Audience.STAFF)


@pytest.fixture
def chi_mai(app: Flask, session: Session) -> Person:
    """Helps the producers of her commune."""
    return make_person(app, session, "Chị Mai", Audience.HELPER)


# --- Time and mail ---


class FrozenClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment

    def pass_by(self, span: timedelta) -> datetime:
        """Let time pass."""
        self.moment += span
        return self.moment


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], FrozenClock]:
    """Stops the clock of the market at a moment."""

    def stop_at(moment: datetime) -> FrozenClock:
        clock = FrozenClock(moment)
        monkeypatch.setattr("marketplace.clock.now", clock.now)
        return clock

    return stop_at


@pytest.fixture
def deliver_mail(app: Flask, session: Session) -> Callable[[datetime], list[EmailMessage]]:
    """Works through the outbox as of a moment and returns all mail sent so far, by file name."""

    def deliver(now: datetime) -> list[EmailMessage]:
        for lane in Lane:
            while outbox.work_once(app.extensions["outbox_handlers"], now=now, lane=lane):
                pass
        files = sorted(app.extensions["market"].mail_dir.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return deliver
