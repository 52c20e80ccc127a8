"""The stand-in as a small web application and as a process of its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, jsonify, render_template, request
from jinja2 import StrictUndefined
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace.payments.stand_in.api import api
from marketplace.payments.stand_in.couriers import Courier
from marketplace.payments.stand_in.errors import ApiError
from marketplace.payments.stand_in.faults import Faults, faults_pages
from marketplace.payments.stand_in.pages import pages
from marketplace.payments.stand_in.provider import Provider
from marketplace.payments.stand_in.store import Store

MAX_REQUEST_BYTES = 256 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def create_app(provider: Provider, faults: Faults, *, control: bool) -> Flask:
    """The application: the interface for shops under /v1, the pages for buyers under /pay."""
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost", "[::1]"]
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.extensions["provider"] = provider
    app.extensions["faults"] = faults
    app.register_blueprint(api)
    app.register_blueprint(pages)
    app.register_error_handler(ApiError, _refuse)
    app.register_error_handler(404, _not_found)
    app.jinja_env.undefined = StrictUndefined
    if control:
        app.register_blueprint(faults_pages)
        app.before_request(lambda: faults.before() if _is_for_shops() else None)
        app.after_request(lambda answer: faults.after(answer) if _is_for_shops() else answer)
    return app


class StandIn:
    """A provider that listens on loopback, with its courier."""

    def __init__(
        self,
        host: str,
        port: int,
        secret: str,
        webhook_url: str | None,
        state_path: Path | None = None,
        *,
        control: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Take the port (0: any free one); serve nothing yet.

        Raises:
            ValueError: ``host`` can be reached from other machines.
            OSError: the port is taken.
            sqlite3.DatabaseError: the state file is damaged.
        """
        if host not in LOOPBACK:
            raise ValueError("the stand-in takes play money: it listens on 127.0.0.1 only")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._store = Store(state_path)
        try:
            self._socket = socket.create_server((host, port), family=family)
        except OSError:
            self._store.close()
            raise
        self.faults = Faults()
        self.provider = Provider(self._store, now, notices=bool(webhook_url))
        self._courier = Courier(self.provider, self.faults, webhook_url or "", secret)
        app = create_app(self.provider, self.faults, control=control)
        self._server = make_server(
            host,
            self._socket.getsockname()[1],
            app,
            threaded=True,
            request_handler=_QuietHandler,
            fd=self._socket.fileno(),
        )
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self._server.port}"

    def run(self) -> None:
        """Serve until stopped or interrupted."""
        self._courier.start()
        try:
            self._server.serve_forever(poll_interval=0.1)
        finally:
            self.faults.over.set()
            self._courier.stop()
            self._server.server_close()
            self._socket.close()
            self._store.close()

    def stop(self) -> None:
        """End ``run``, from another thread."""
        self.faults.over.set()
        self._server.shutdown()


def serve(
    host: str,
    port: int,
    secret: str,
    webhook_url: str | None,
    state_path: Path | None = None,
    *,
    control: bool = False,
) -> None:
    """Stand in for the payment provider until interrupted.

    ``secret`` signs the notices that go to ``webhook_url``. What was paid is kept in the file
    ``state_path``, or forgotten at the end. ``control`` lets tests make it misbehave.

    Raises:
        ValueError: ``host`` can be reached from other machines.
        OSError: the port is taken.
    """
    StandIn(host, port, secret, webhook_url, state_path, control=control).run()


def _refuse(error: ApiError) -> tuple[Response, int]:
    return jsonify(error.body), error.status


def _not_found(_: Exception) -> tuple[Response | str, int]:
    if _is_for_shops():
        return _refuse(ApiError(f"Unrecognized request URL ({request.path})", status=404))
    return render_template("missing.html"), 404


def _is_for_shops() -> bool:
    return request.path.startswith("/v1/")


class _QuietHandler(WSGIRequestHandler):
    """Says nothing about requests that went well."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave out the line that each request would print."""
