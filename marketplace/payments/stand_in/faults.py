"""Misbehaving on request, so that tests can see what the market does about it."""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from dataclasses import dataclass, field

from flask import Blueprint, Response, current_app, request

from marketplace.payments.stand_in.errors import ApiError
from marketplace.payments.stand_in.params import integer, one_of, record

MODES = (
    *("none", "hang", "slow", "500", "429", "html", "drop", "wrong_amount"),
    *("duplicate_webhooks", "no_webhooks"),
)
WRONG_BY_VND = 1

faults_pages = Blueprint("faults", __name__, url_prefix="/_control")


@dataclass
class Faults:
    """How the provider misbehaves now, and the requests it has seen (method, path, key)."""

    mode: str = "none"
    seconds: float = 120.0
    over: threading.Event = field(default_factory=threading.Event)
    seen: deque[tuple[str, str, str]] = field(default_factory=lambda: deque(maxlen=1000))

    def is_on(self, mode: str) -> bool:
        """Whether this is the fault asked for."""
        return self.mode == mode

    def choose(self, mode: str, seconds: float) -> None:
        """Misbehave so from now on; whoever hangs is let go."""
        self.over.set()
        self.over = threading.Event()
        self.mode, self.seconds = mode, seconds

    def before(self) -> Response | None:
        """What happens in place of the request, or ``None`` to carry it out."""
        self.seen.append((request.method, request.path, request.headers.get("Idempotency-Key", "")))
        if self.mode in ("hang", "slow"):
            self.over.wait(self.seconds)
        if self.mode in ("hang", "500"):
            raise ApiError("An unknown error occurred", status=500, kind="api_error")
        if self.mode == "429":
            raise ApiError("Too many requests", status=429, code="rate_limit")
        return (
            Response("<h1>Bad gateway</h1>", mimetype="text/html") if self.is_on("html") else None
        )

    def after(self, response: Response) -> Response:
        """What happens to the answer of a request that was carried out."""
        answer = response.json
        if self.is_on("wrong_amount") and isinstance(answer, dict) and "amount_total" in answer:
            answer["amount_total"] += WRONG_BY_VND
            response.data = json.dumps(answer)
        if self.is_on("drop"):
            connection: socket.socket = request.environ["werkzeug.socket"]
            connection.shutdown(socket.SHUT_RDWR)
        return response


@faults_pages.post("")
def choose() -> dict[str, str]:
    """Choose a fault."""
    read = record({"mode": one_of(*MODES), "seconds": integer(0, 600)}, ("mode",))
    given = request.get_json()
    chosen = read({name: str(value) for name, value in given.items()}, "")
    faults: Faults = current_app.extensions["faults"]
    faults.choose(chosen["mode"], chosen.get("seconds", 120))
    return {"mode": faults.mode}


@faults_pages.get("")
def show() -> dict[str, object]:
    """The fault and the requests so far."""
    faults: Faults = current_app.extensions["faults"]
    return {"mode": faults.mode, "requests": list(faults.seen)}
