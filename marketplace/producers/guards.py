"""The producer for whom the person behind a request acts, and the vault of this market."""

from __future__ import annotations

from flask import abort, current_app, g
from flask_login import current_user

from marketplace import db
from marketplace.producers import queries
from marketplace.producers.models import Producer
from marketplace.vault import Vault


def current_producer() -> Producer:
    """The producer this member runs; a member of none sees nothing (404)."""
    if "producer" not in g:
        g.producer = queries.producer_of_user(db.session(), current_user.id)
    if g.producer is None:
        abort(404)
    return g.producer  # type: ignore[no-any-return]


def the_vault() -> Vault:
    """Where account numbers are sealed and opened."""
    vault: Vault = current_app.extensions["vault"]
    return vault
