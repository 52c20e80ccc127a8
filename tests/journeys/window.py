"""A person's browser window, and what may not go wrong in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response

from tests.journeys.live import OpenMarket

Thing = TypeVar("Thing")
PATIENCE = 60  # seconds
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Where scripts are off, a timer never rings, and axe would wait for one for ever.
NO_TIMERS = "window.setTimeout = (work) => { Promise.resolve().then(work); return 0; }"
STATUS = "Failed to load resource: the server responded with a status of"


def soon(look: Callable[[], Thing]) -> Thing:
    """What ``look`` finds, as soon as it finds something: what happens without a browser."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.1)
    return found


@dataclass
class Visit:
    """One person at one market, with cookies of their own."""

    context: BrowserContext
    market: OpenMarket
    has_scripts: bool = True
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.context.on("weberror", lambda fault: self._note(fault.error))
        self.context.on("console", self._note_line)
        self.context.on("request", self._note_request)
        self.context.on("response", self._note_answer)

    def go(self, path: str) -> Response | None:
        """Open a page of the market."""
        return self.page.goto(self.market.url + path)

    def look(self) -> None:
        """Look at the page as it is now: it fits the window, and axe finds no fault at all."""
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{self.page.url} is wider than the window"
        if not self.has_scripts:
            self.page.evaluate(NO_TIMERS)
        answer = Axe().run(self.page, options={"preload": self.has_scripts})
        found = [
            f"{fault['impact']} {fault['id']}: {node['html']}"
            for fault in answer.response["violations"]
            for node in fault["nodes"]
        ]
        assert not found, "\n".join([self.page.url, *found])

    def _note(self, fault: Error | str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _note_line(self, line: ConsoleMessage) -> None:
        """Scripts that fail and files that the content policy stops say so on the console."""
        if line.type in ("error", "warning") and not line.text.startswith(STATUS):
            self._note(line.text)

    def _note_request(self, request: Request) -> None:
        self.requested.append(request.url)

    def _note_answer(self, answer: Response) -> None:
        """A page may refuse, which its test sees; nothing may break, and no file may be missing."""
        if answer.status >= 500 or (answer.status >= 400 and not _is_page(answer)):
            self._note(f"{answer.status} {answer.url}")


def _is_page(answer: Response) -> bool:
    return answer.request.is_navigation_request()
