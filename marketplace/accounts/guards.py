"""The person behind a request, as Flask-Login and the templates see them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_login import AnonymousUserMixin, LoginManager

from marketplace import clock, db
from marketplace.accounts import queries
from marketplace.accounts.models import User
from marketplace.audience import Audience


class Guest(AnonymousUserMixin):  # type: ignore[misc]
    """Somebody not logged in."""

    id: int | None = None
    name = ""
    audience = Audience.PUBLIC


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody logged in, by one device's token."""

    user: User
    token: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the session cookie carries: the token of this log-in, not the user's number."""
        return self.token

    @property
    def id(self) -> int:
        """The user's number."""
        return self.user.id

    @property
    def name(self) -> str:
        """What to call them."""
        return self.user.name

    @property
    def email(self) -> str:
        """Their address."""
        return self.user.email

    @property
    def phone(self) -> str | None:
        """Their phone number, when they gave one."""
        return self.user.phone

    @property
    def audience(self) -> Audience:
        """Which pages are theirs."""
        return self.user.audience

    @property
    def locale(self) -> str:
        """The language they chose."""
        return self.user.locale


login_manager = LoginManager()
login_manager.anonymous_user = Guest


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_member(token: str) -> Member | None:
    """The member whose live log-in this is."""
    login = queries.find_login(db.session(), token, clock.now())
    return Member(login.user, token) if login else None
