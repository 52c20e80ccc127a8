"""People who log in, and their log-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.audience import Audience
from marketplace.db import Base, choice


class User(Base):
    """A person with a log-in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    phone: Mapped[str | None] = mapped_column(String(20))  # E.164
    password_hash: Mapped[str] = mapped_column(String(200))
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    is_demo: Mapped[bool] = mapped_column(default=False)  # may be entered with one click
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LoginSession(Base):
    """One log-in on one device; ending it ends the cookie, wherever the cookie was copied."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class LoginFailure(Base):
    """A wrong password, kept for some minutes so that guessing is slow on every worker."""

    __tablename__ = "login_failures"
    __table_args__ = (Index("ix_login_failures_recent", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64))  # of the account or of the address
    at: Mapped[datetime]
