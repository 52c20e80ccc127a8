"""Which search engine this copy of the market asks."""

from __future__ import annotations

from hashlib import blake2b
from typing import cast

from flask import current_app

from marketplace.config import Config
from marketplace.search.engine import SearchEngine
from marketplace.search.local_index import LocalIndex


def engine() -> SearchEngine:
    """The engine of this app, made at first use. Its files are opened when it is first asked."""
    extensions = current_app.extensions
    if "search_engine" not in extensions:
        config = cast(Config, extensions["market"])
        key = blake2b(config.secret_key.encode(), person=b"search index").digest()
        extensions["search_engine"] = LocalIndex(config.index_dir, key)
    return cast(SearchEngine, extensions["search_engine"])
