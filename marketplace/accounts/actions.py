"""Opening accounts, logging in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import queries, rules
from marketplace.accounts.errors import EmailTaken, TooManyTries, WrongLogin
from marketplace.accounts.models import LoginFailure, LoginSession, User
from marketplace.audience import Audience


def open_account(
    session: Session, *, name: str, email: str, password: str, audience: Audience, now: datetime
) -> User:
    """Open an account.

    Raises:
        EmailTaken: the address already has one.
    """
    if queries.is_email_taken(session, email):
        raise EmailTaken
    user = User(
        name=name,
        email=rules.normal_email(email),
        password_hash=rules.hash_password(password),
        audience=audience,
        locale="vi",
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as race:
        raise EmailTaken from race
    return user


def refuse_guessing(session: Session, *, email: str, address: str, now: datetime) -> None:
    """Stop before any password is checked when too many were wrong lately.

    Raises:
        TooManyTries: for this account or from this address.
    """
    since = now - rules.GUESSING_WINDOW
    account, place = _keys(email, address)
    if (
        queries.failures_since(session, account, since) >= rules.MOST_FAILURES_PER_ACCOUNT
        or queries.failures_since(session, place, since) >= rules.MOST_FAILURES_PER_ADDRESS
    ):
        raise TooManyTries


def check_password(session: Session, *, email: str, password: str) -> User:
    """The user whose password this is.

    Raises:
        WrongLogin: no such account, or another password.
    """
    user = queries.find_user_by_email(session, email)
    if not rules.is_password(user.password_hash if user else None, password) or user is None:
        raise WrongLogin
    return user


def note_failure(session: Session, *, email: str, address: str, now: datetime) -> None:
    """Remember a wrong password, and forget the old ones."""
    session.execute(delete(LoginFailure).where(LoginFailure.at < now - rules.GUESSING_WINDOW))
    for key in _keys(email, address):
        session.add(LoginFailure(key_hash=rules.digest(key), at=now))


def _keys(email: str, address: str) -> tuple[str, str]:
    return f"account:{rules.normal_email(email)}", f"address:{address}"


def start_login(session: Session, user: User, *, now: datetime) -> str:
    """Begin a log-in on one device; returns the token that its cookie carries."""
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            user_id=user.id,
            token_hash=rules.digest(token),
            started_at=now,
            expires_at=now + rules.SESSION_LIFE,
        )
    )
    return token


def end_login(session: Session, token: str, *, now: datetime) -> None:
    """End a log-in: its cookie opens nothing any more, wherever it was copied."""
    login = queries.find_login(session, token, now)
    if login is not None:
        login.ended_at = now
