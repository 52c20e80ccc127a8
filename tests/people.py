"""The people of the tests, each named once.

*Chị Lan* runs a cooperative, *Anh Sơn* a second one (the stranger), *Cô Hoa* buys,
*Anh Tùng* exports statistics, *Chị Mai* is the commune's digital helper.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace.accounts.models import LoginSession, User
from marketplace.accounts.rules import digest
from marketplace.audience import Audience
from marketplace.audit.history import Reason
from marketplace.db import REASON_KEY
from marketplace.producers.models import Producer, ProducerKind, ProducerMember

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
# Why facts change while a test sets its scene. Pages bring reasons of their own, or fail.
SCENE = Reason(None, "the scene of a test", LONG_AGO)
NO_PASSWORD = "!"  # nobody can log in with it; tests of passwords open accounts of their own


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and a browser in which they are logged in."""

    user: User
    client: FlaskClient


@dataclass(frozen=True)
class Seller(Person):
    """Somebody who runs a producer's shop."""

    producer: Producer


def set_scene(session: Session) -> None:
    """Let factories add facts inside a transaction that has no reason yet."""
    if session.info.get(REASON_KEY) is None:
        session.info[REASON_KEY] = SCENE


def make_user(session: Session, name: str, audience: Audience) -> User:
    """An account that has been open for a long time."""
    user = User(
        name=name,
        email=f"{secrets.token_hex(4)}@example.com",
        password_hash=NO_PASSWORD,
        audience=audience,
        locale="vi",
        created_at=LONG_AGO,
    )
    session.add(user)
    session.flush()
    return user


def make_person(app: Flask, session: Session, name: str, audience: Audience) -> Person:
    """Somebody logged in."""
    user = make_user(session, name, audience)
    return Person(user, logged_in(app, session, user))


def make_seller(app: Flask, session: Session, name: str, producer_name: str, slug: str) -> Seller:
    """Somebody logged in who runs a new producer's shop."""
    set_scene(session)
    person = make_person(app, session, name, Audience.PRODUCER)
    producer = Producer(
        name=producer_name,
        name_key=slug,
        slug=slug,
        kind=ProducerKind.COOPERATIVE,
        shop_opened_at=LONG_AGO,
        created_at=LONG_AGO,
    )
    session.add(ProducerMember(producer=producer, user=person.user, joined_at=LONG_AGO))
    session.flush()
    return Seller(person.user, person.client, producer)


def logged_in(app: Flask, session: Session, user: User) -> FlaskClient:
    """A browser in which this person is logged in, whatever the clock of the test says."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            user_id=user.id,
            token_hash=digest(token),
            started_at=LONG_AGO,
            expires_at=FAR_AHEAD,
        )
    )
    session.flush()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client
