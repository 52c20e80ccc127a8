"""Whose cart a request speaks of."""

from __future__ import annotations

import secrets

from flask import current_app, g, request, session
from flask_login import current_user

from marketplace import db
from marketplace.accounts.rules import digest
from marketplace.cart import queries
from marketplace.cart.rules import Owner

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


def cart_count() -> int:
    """How many different products lie in the cart, for the top of every page.

    A visitor without a cookie costs neither a look into the database nor into the session.
    """
    if "cart_count" not in g:
        known = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        owner = find_owner() if known else None
        g.cart_count = queries.count(db.session(), owner) if owner else 0
    return int(g.cart_count)
