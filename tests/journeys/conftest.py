"""A browser, on a phone and on a desk, and a furnished demo market for it to visit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    sync_playwright,
)

from tests.conftest import market
from tests.databases import Databases
from tests.journeys.live import OpenMarket, open_market

REGISTER = "marketplace/data/register_lao_cai.csv"
SIZES = {"360px": (360, 740), "1280px": (1280, 900)}
HOW_TO_GET_A_BROWSER = (
    "no browser: sudo apt-get install --no-install-recommends chromium libatomic1"
)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SERIOUS = {"serious", "critical"}

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
        for words in (["registry", "import", REGISTER], ["demo", "load"], ["search", "rebuild"]):
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
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person's browser window, and what went wrong in it."""

    page: Page
    market: OpenMarket
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the market."""
        self.page.goto(self.market.url + path)
        return self.page

    def look(self) -> None:
        """Look at the page as it is now: it fits the window, and axe finds no serious fault."""
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(too_wide) <= 0, f"{self.page.url} is wider than the window"
        found = Axe().run(self.page).response["violations"]
        serious = [
            f"{fault['id']}: {node['html']}"
            for fault in found
            if fault["impact"] in SERIOUS
            for node in fault["nodes"]
        ]
        assert serious == [], self.page.url


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
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def open_window(*, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        contexts.append(context)
        visits.append(Visit(context.new_page(), live))
        watch(visits[-1])
        return visits[-1]

    yield open_window
    for context in contexts:
        context.close()
    assert [fault for visit in visits for fault in visit.faults] == []


def watch(visit: Visit) -> None:
    """Note script errors, what the content policy refused, and pages that broke."""

    def note_error(error: Error) -> None:
        visit.faults.append(f"{visit.page.url}: {error}")

    def note_refusal(line: ConsoleMessage) -> None:
        if line.type == "error" and "Content Security Policy" in line.text:
            visit.faults.append(f"{visit.page.url}: {line.text}")

    def note_breakdown(answer: Response) -> None:
        if answer.status >= 500:
            visit.faults.append(f"{answer.status} {answer.url}")

    visit.page.on("pageerror", note_error)
    visit.page.on("console", note_refusal)
    visit.page.on("response", note_breakdown)
