"""Pages for what goes wrong: plain words, our style, no detail that helps an attacker."""

from __future__ import annotations

import sqlite3

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

log = structlog.get_logger()
WITH_OWN_PAGE = frozenset({400, 403, 404, 413, 429, 500, 503})


def _page(code: int, template: str | None = None) -> tuple[str, int]:
    name = (
        template or f"errors/{code if code in WITH_OWN_PAGE else 400 if code < 500 else 500}.html"
    )
    return render_template(name), code


def _http_error(error: HTTPException) -> Response | tuple[str, int]:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # Under a name that is not ours no address can be made, so no page can be shown.
        return Response("Unknown host.\n", error.code, mimetype="text/plain")
    return _page(error.code)


def _csrf_error(error: CSRFError) -> tuple[str, int]:
    log.info("csrf_refused", reason=error.description)
    return _page(400, "errors/csrf.html")


def _database_error(error: DBAPIError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    if _is_busy(error):
        log.warning("database_busy", endpoint=request.endpoint)
        return (*_page(503), {"Retry-After": "5"})
    if _is_bad_text(error):
        return _page(400)
    return _crash(error)


def _is_busy(error: DBAPIError) -> bool:
    """Locked, full or gone for the moment: the same request may pass in some seconds."""
    return isinstance(error, OperationalError) or isinstance(error.orig, sqlite3.OperationalError)


def _is_bad_text(error: DBAPIError) -> bool:
    """Text no database stores (NUL, lone surrogates) or a number beyond its columns."""
    return isinstance(error, DataError) or isinstance(error.orig, ValueError | OverflowError)


def _bad_value(error: Exception) -> tuple[str, int]:
    log.info("bad_value", kind=type(error).__name__, endpoint=request.endpoint)
    return _page(400)


def _crash(error: Exception) -> tuple[str, int]:
    log.exception("crash", endpoint=request.endpoint, kind=type(error).__name__)
    return _page(500)


def install(app: Flask) -> None:
    """Answer every fault with a page of ours."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(UnicodeEncodeError, _bad_value)
    app.register_error_handler(OverflowError, _bad_value)  # a number no column holds
    app.register_error_handler(Exception, _crash)
