"""Opening accounts, logging in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import queries, rules
from marketplace.accounts.errors import EmailTaken, StaleLink, TooManyTries, WrongLogin
from marketplace.accounts.models import LoginFailure, LoginSession, User
from marketplace.audience import Audience
from marketplace.outbox import actions as outbox


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


def ask_for_reset(session: Session, *, email: str, now: datetime) -> None:
    """Send a link to choose a new password, if the account exists; nobody is told whether."""
    user = queries.find_user_by_email(session, email)
    if user is not None and not user.is_demo:
        outbox.put(session, "account-mail", {"user_id": user.id}, now=now)


def user_of_reset_link(session: Session, key: str, token: str) -> User:
    """Whose new password this link chooses.

    Raises:
        StaleLink: it was used, is too old, or was never ours.
    """
    read = rules.read_reset_token(key, token)
    user = queries.find_user(session, read[0]) if read else None
    if read is None or user is None or rules.digest(user.password_hash)[:16] != read[1]:
        raise StaleLink
    return user


def change_password(session: Session, user: User, password: str, *, now: datetime) -> None:
    """Set a new password and end every log-in made with the old one."""
    user.password_hash = rules.hash_password(password)
    session.execute(
        update(LoginSession)
        .where(LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )
