"""What stands before Flask: a page that is the same for all strangers needs no request of its own.

Whoever comes without any cookie gets a kept page together with the headers it had the last time,
as long as nothing in the database has changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Flask

from marketplace import clock
from marketplace.web import logs
from marketplace.web.kept_pages import SENT_PAGE, KeptPage, KeptPages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OF_ONE_BODY = frozenset({"content-length", "content-encoding"})


class Front:
    """The market's WSGI door."""

    def __init__(self, app: Flask) -> None:
        self._extensions = app.extensions
        self._next: WSGIApplication = app.wsgi_app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        pages: KeptPages | None = self._extensions["kept_pages"]
        if pages is None or environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
            return self._next(environ, start_response)
        key = _key(environ)
        page = pages.find(key, pages.stamp())
        if page is not None:
            return _send(page, environ, start_response)

        def remember(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            made: KeptPage | None = environ.get(SENT_PAGE)
            if made is not None and status.startswith("200"):
                pages.keep(key, replace(made, headers=_common(headers)))
            return start_response(status, headers, *fault)

        return self._next(environ, remember)


def _key(environ: WSGIEnvironment) -> Hashable:
    """Whatever a page for strangers depends on; Flask has found the host to be ours."""
    asked = (environ.get(name, "") for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING"))
    return (Front, *asked, clock.day_in_vietnam(clock.now()))


def _common(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() not in OF_ONE_BODY)


def _send(
    page: KeptPage, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    status, headers, body = "200 OK", list(page.headers), b""
    if page.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        status = "304 NOT MODIFIED"
    elif "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    else:
        body = page.for_strangers()
    if body:
        headers.append(("Content-Length", str(len(body))))
    logs.begin()
    logs.answered("GET", page.rule, int(status[:3]), ms=0)
    start_response(status, headers)
    return [body]


def install(app: Flask) -> None:
    """Let strangers in by the short way."""
    app.wsgi_app = Front(app)  # type: ignore[method-assign]
