"""Search engines under test. A new one is added to ``ENGINES`` and must pass the same suite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.search.engine import SearchEngine
from marketplace.search.local_index import LocalIndex

KEY = b"a key of thirty-two bytes or so."
ENGINES: dict[str, Callable[[Path], SearchEngine]] = {
    "local": lambda folder: LocalIndex(folder, KEY),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An engine with an empty index."""
    made = ENGINES[request.param](tmp_path / "index")
    made.rebuild([])
    return made
