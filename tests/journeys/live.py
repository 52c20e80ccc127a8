"""The whole market on loopback: its pages, the payment stand-in and the outbox worker."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace import clock
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane
from marketplace.payments.stand_in.server import StandIn
from tests.conftest import market

SECRET = "whsec_journeys"
WEBHOOK = "/thanh-toan/thong-bao/stripe"
OUTBOX_EVERY = 0.2  # seconds


@dataclass(frozen=True)
class OpenMarket:
    """A market that a browser can visit."""

    url: str
    app: Flask
    provider: StandIn


@contextmanager
def open_market(database_url: str, data_dir: Path) -> Iterator[OpenMarket]:
    """Open a market on this database; closes all of it afterwards."""
    with ExitStack() as stack:
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        url = (
            f"http://localhost:{door.getsockname()[1]}"  # to a browser another site than 127.0.0.1
        )
        provider = StandIn("127.0.0.1", 0, SECRET, url + WEBHOOK)
        stack.enter_context(running(provider.run, provider.stop))
        settings = {
            "base_url": url,
            "stripe_api_base": provider.url,
            "stripe_webhook_secrets": (SECRET,),
            "page_seconds": 30,
        }
        app = stack.enter_context(market(database_url, data_dir, **settings))
        app.config["WTF_CSRF_ENABLED"] = True
        stack.enter_context(served(app, door))
        stack.enter_context(worked(app))
        yield OpenMarket(url, app, provider)


@contextmanager
def running(work: Callable[[], object], stop: Callable[[], object]) -> Iterator[None]:
    """Work in a thread until the end."""
    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join()


class Quiet(WSGIRequestHandler):
    """Answers without a line on the terminal: the market has its own log."""

    def log_request(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask, door: socket.socket) -> Iterator[None]:
    """Let the market answer at this door."""
    server = make_server(
        "127.0.0.1", 0, app, threaded=True, request_handler=Quiet, fd=door.fileno()
    )
    try:
        with running(server.serve_forever, server.shutdown):
            yield
    finally:
        server.server_close()


@contextmanager
def worked(app: Flask) -> Iterator[None]:
    """Do what the outbox holds, soon after it is put there."""
    closing = Event()

    def work() -> None:
        while not closing.wait(OUTBOX_EVERY):
            for lane in Lane:
                with app.app_context():
                    handlers = app.extensions["outbox_handlers"]
                    outbox.work_once(handlers, now=clock.now(), lane=lane)

    with running(work, closing.set):
        yield
