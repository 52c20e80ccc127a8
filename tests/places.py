"""The places of the tests' database, which no test changes: read once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from marketplace.admin_units.queries import gazetteer
from marketplace.admin_units.rules import Gazetteer

_known: dict[str, Gazetteer] = {}


def known_places(session: Session) -> Gazetteer:
    """Every place, as the market finds it by name."""
    url = str(session.connection().engine.url)
    if url not in _known:
        _known[url] = gazetteer(session)
    return _known[url]
