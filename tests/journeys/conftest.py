"""A browser, on a phone and on a desk, and a furnished demo market for it to visit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.conftest import market
from tests.databases import Databases
from tests.journeys.live import OpenMarket, open_market
from tests.journeys.window import PATIENCE, Visit

REGISTER = "marketplace/data/register_lao_cai.csv"
FURNISHING = (
    ("catalog", "load-platforms"),
    ("registry", "import", REGISTER),
    ("reports", "load-declared"),
    ("demo", "load"),
    ("search", "rebuild"),
)
SIZES = {"360px": (360, 740), "1280px": (1280, 900)}
HOW_TO_GET_A_BROWSER = (
    "no browser: sudo apt-get install --no-install-recommends chromium libatomic1"
)
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    # Whatever a page asks of another machine is noted and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# --- The market ---


@dataclass(frozen=True)
class Furnished:
    """A demo market to copy: its database, and the folder of its pictures and search index."""

    url: str
    data_dir: Path


@pytest.fixture(scope="session")
def demo(
    databases: Databases, furnished: str, tmp_path_factory: pytest.TempPathFactory
) -> Furnished:
    """The demo market as ``./run`` makes it."""
    made = Furnished(databases.copy(furnished), tmp_path_factory.mktemp("demo") / "var")
    with market(made.url, made.data_dir) as app:
        for words in FURNISHING:
            done = app.test_cli_runner().invoke(args=words)
            assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def live(databases: Databases, demo: Furnished, tmp_path: Path) -> Iterator[OpenMarket]:
    """A demo market of this test's own, open to browsers."""
    url = databases.copy(demo.url)
    shutil.copytree(demo.data_dir, tmp_path / "var")
    with open_market(url, tmp_path / "var") as opened:
        yield opened
    databases.drop(url)


# --- The browser ---


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser. Without it journeys are skipped, but never on the build machine."""
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI") == "true":
        pytest.fail(HOW_TO_GET_A_BROWSER)
    if program is None:
        pytest.skip(HOW_TO_GET_A_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        expect.set_options(timeout=PATIENCE * 1000)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES, ids=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Width and height of the window: a phone, then a desk."""
    return SIZES[request.param]


@pytest.fixture
def visit(
    chromium: Browser, live: OpenMarket, size: tuple[int, int]
) -> Iterator[Callable[..., Visit]]:
    """Opens windows, each with cookies of its own; afterwards nothing may have gone wrong in them.

    ``visit()`` is an ordinary browser, ``visit(javascript=False)`` one without scripts.
    """
    visits: list[Visit] = []

    def open_window(*, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE * 1000)
        visits.append(Visit(context, live, has_scripts=javascript))
        return visits[-1]

    yield open_window
    for visit in visits:
        visit.context.close()
    assert [fault for visit in visits for fault in visit.faults] == []
