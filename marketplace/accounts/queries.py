"""Finding people and their log-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from marketplace.accounts import rules
from marketplace.accounts.models import LoginFailure, LoginSession, User
from marketplace.audience import Audience
from marketplace.text import sort_key


def find_user_by_email(session: Session, email: str) -> User | None:
    """The open account under this address, or None."""
    return session.scalar(
        select(User).where(User.email == rules.normal_email(email), User.closed_at.is_(None))
    )


def find_user(session: Session, user_id: int) -> User | None:
    """The open account with this number, or None."""
    user = session.get(User, user_id)
    return user if user is not None and user.closed_at is None else None


def is_email_taken(session: Session, email: str) -> bool:
    """Whether any account, open or closed, has this address."""
    taken = select(User.id).where(User.email == rules.normal_email(email))
    return session.scalar(taken) is not None


def find_login(session: Session, token: str, now: datetime) -> LoginSession | None:
    """The live log-in that this token belongs to, with its user."""
    return session.scalar(
        select(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user))
        .where(
            LoginSession.token_hash == rules.digest(token),
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            User.closed_at.is_(None),
        )
    )


def failures_since(session: Session, key: str, since: datetime) -> int:
    """How many wrong passwords this account or address gave since then."""
    return (
        session.scalar(
            select(func.count()).where(
                LoginFailure.key_hash == rules.digest(key), LoginFailure.at > since
            )
        )
        or 0
    )


def demo_people(session: Session) -> list[User]:
    """The people of the demo market."""
    return list(session.scalars(select(User).where(User.is_demo).order_by(User.id)))


def people_of(session: Session, audience: Audience) -> list[User]:
    """The open accounts of one kind of people, by name."""
    found = session.scalars(select(User).where(User.audience == audience, User.closed_at.is_(None)))
    return sorted(found, key=lambda user: (sort_key(user.name), user.id))
