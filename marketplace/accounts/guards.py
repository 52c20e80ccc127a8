"""The person behind a request, as Flask-Login and the templates see them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, login_user

from marketplace import clock, db
from marketplace.accounts import actions, queries, signals
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


HOME_OF = {
    Audience.PRODUCER: "selling.home",
    Audience.STAFF: "staff.home",
    Audience.HELPER: "helping.home",
}


class Logins(LoginManager):  # type: ignore[misc]
    """Flask-Login without its "remember me" cookie: our session itself lasts a month."""

    def _update_remember_cookie(self, response: Response) -> Response:
        """Leave the session alone: a look into it makes every answer differ by cookie, and browsers
        would fetch styles and scripts again whenever somebody's cart changes.
        """
        return response


login_manager = Logins()
login_manager.anonymous_user = Guest


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_member(token: str) -> Member | None:
    """The member whose live log-in this is."""
    login = queries.find_login(db.session(), token, clock.now())
    return Member(login.user, token) if login else None


def home_of(user: User) -> str:
    """The page on which this person starts."""
    return url_for(HOME_OF.get(user.audience, "shop.home"))


def start(user: User) -> None:
    """Begin a log-in for this person on this device."""
    now = clock.now()
    with db.transaction() as db_session:
        token = actions.start_login(db_session, user, now=now)
        signals.logged_in.send(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            user=user,
            transaction=db_session,
            now=now,
        )
    _enter(user, token)


def _enter(user: User, token: str) -> None:
    """Replace the session by a new one that belongs to this log-in."""
    session.clear()
    session.permanent = True
    login_user(Member(user, token))
