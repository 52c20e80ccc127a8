"""Logs: one JSON line an event, without personal data."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import MutableMapping
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger()
PRIVATE = frozenset(
    {"password", "phone", "email", "name", "address", "token", "secret", "cookie", "card", "holder"}
)


def _hide_private(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key in event:
        if key in PRIVATE:
            event[key] = "…"
    return event


def configure() -> None:
    """Write events as JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _hide_private,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


def begin() -> None:
    """Give what is logged from now on a number of its own."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(6))


def _begin() -> None:
    g.started = perf_counter()
    begin()


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        rule = request.url_rule.rule if request.url_rule else None
        ms = round(1000 * (perf_counter() - g.get("started", perf_counter())))
        answered(request.method, rule, response.status_code, ms=ms)
    return response


def answered(method: str, rule: str | None, status: int, *, ms: int) -> None:
    """Note that a request was answered.

    By its rule, not by its address: addresses carry secrets of orders and words people searched.
    """
    log.info("request", method=method, rule=rule, status=status, ms=ms)


def install(app: Flask) -> None:
    """Log one line a request."""
    app.before_request(_begin)
    app.after_request(_end)
