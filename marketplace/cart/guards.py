"""Whose cart a request speaks of."""

from __future__ import annotations

import secrets

from flask import g, session
from flask_login import current_user

from marketplace import db
from marketplace.accounts.rules import digest
from marketplace.cart import queries
from marketplace.cart.rules import Owner
from marketplace.web.kept_pages import own_part

KEY = "cart"  # in the session


def find_owner() -> Owner | None:
    """The member, or the guest who put something in before; None for everybody else."""
    if current_user.is_authenticated:
        return Owner(user_id=current_user.id)
    token = session.get(KEY)
    return Owner(token_hash=digest(token)) if token else None


def newcomer() -> tuple[Owner, str]:
    """A guest who has no cart yet, and the token to remember once they put something in."""
    token = secrets.token_urlsafe(32)
    return Owner(token_hash=digest(token)), token


def remember(token: str) -> None:
    """Let this browser find its cart again."""
    session.permanent = True
    session[KEY] = token


@own_part(session_key=KEY)
def cart_count() -> str:
    """How many different products lie in the cart, for the top of every page; none is ""."""
    if "cart_count" not in g:
        owner = find_owner() if session else None
        count = queries.count(db.session(), owner) if owner else 0
        g.cart_count = str(count or "")
    return str(g.cart_count)
