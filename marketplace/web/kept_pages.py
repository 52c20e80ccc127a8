"""Whole pages, made once and sent to everybody who is not logged in.

What is a visitor's own (the token of a form, the number at the cart) has a place in the kept page
that is filled for each of them. A session that holds anything more gets pages of its own. A page
is kept until something in the database changes: every process that writes
sets the time of one file in the data folder, and a kept page is as old as that file was when the
page was begun. What changes the database past us, by hand or from another machine, shows after
half a minute; the day in Vietnam is part of what is kept, so stars go at midnight.
"""

from __future__ import annotations

import gzip
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_app_context,
    make_response,
    request,
    session,
)
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from marketplace import clock
from marketplace.web.locales import chosen_locale

P = ParamSpec("P")
MOST_PAGES = 500
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie, Accept-Encoding",
}
# What stands in a kept page where each visitor's own goes; made anew by every process, so that
# nobody can write a text that contains it.
SECRET = secrets.token_hex(16)
TOKEN_PLACE = f"token-of-this-visitor-{SECRET}"
# Log-ins, carts and work in progress change all the time and stand on no kept page.
SHOWN_TO_NOBODY_ELSE = (
    "marketplace.accounts.",
    "marketplace.audit.",
    "marketplace.cart.",
    "marketplace.intake.",
    "marketplace.reports.",
)
SENT_PAGE = "market.kept_page"  # in the WSGI environment
CHANGED = "page data changed"  # in Session.info

_own_parts: dict[str, Callable[[], str]] = {TOKEN_PLACE: generate_csrf}
_session_keys = {"csrf_token", "_fresh", "_permanent"}  # of somebody who is not logged in


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was at one stamp, with the places of what is each visitor's own.

    For strangers there is a packed one with a tag, unless even they need a token in it.
    """

    stamp: int
    made_at: float
    rule: str
    body: bytes
    packed: bytes
    tag: str
    headers: tuple[tuple[str, str], ...] = ()  # once it was sent to a stranger

    def for_strangers(self) -> bytes:
        """The page of those who have nothing of their own."""
        return _for_strangers(self.body)


class KeptPages:
    """The pages that this process keeps, the latest used last."""

    def __init__(self, stamp_file: Path, seconds: int) -> None:
        self.stamp_file, self.seconds = stamp_file, seconds
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = Lock()

    def stamp(self) -> int:
        """The time of the last change; 0 when there never was one."""
        try:
            return os.stat(self.stamp_file).st_mtime_ns
        except OSError:
            return 0

    def tell_change(self) -> None:
        """Let every process on this machine make its pages anew."""
        now = time.time_ns()
        with suppress(OSError):
            self.stamp_file.parent.mkdir(parents=True, exist_ok=True)
            self.stamp_file.touch()
            os.utime(self.stamp_file, ns=(now, now))

    def find(self, key: Hashable, stamp: int) -> KeptPage | None:
        """The page, if it is as new as the database."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != stamp:
                return None
            self._pages.move_to_end(key)
        return page if time.monotonic() - page.made_at < self.seconds else None

    def keep(self, key: Hashable, page: KeptPage) -> None:
        """Keep it, in place of the one that was not asked for the longest."""
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)


def own_part(session_key: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Mark what of a page is each visitor's own and known by a key of their session.

    It is filled into kept pages; the page may not depend on that key in any other way.
    """

    def mark(fill: Callable[[], str]) -> Callable[[], str]:
        place = f"{fill.__name__}-of-this-visitor-{SECRET}"
        _own_parts[place] = fill
        _session_keys.add(session_key)
        return wraps(fill)(lambda: place if g.get("making_for_all") else fill())

    return mark


def kept_for_strangers(view: Callable[P, Any]) -> Callable[P, Any]:
    """Make this page once for all who are not logged in."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Any:
        pages: KeptPages | None = current_app.extensions["kept_pages"]
        if pages is None or not session.keys() <= _session_keys:
            return view(*args, **kwargs)
        key = (request.full_path, chosen_locale(), clock.day_in_vietnam(clock.now()))
        stamp = pages.stamp()
        page = pages.find(key, stamp)
        if page is None:
            made = _make(view, *args, **kwargs)
            if made.status_code != 200:
                return made
            page = _kept(made.get_data(), stamp)
            pages.keep(key, page)
        return _send(page)

    return answer


def _make(view: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Response:
    """The view's answer with places for what is each visitor's own; leaves the session untouched.

    The first session that asks may be anybody's, so nothing of it goes into the page.
    """
    name = current_app.config["WTF_CSRF_FIELD_NAME"]
    setattr(g, name, TOKEN_PLACE)
    g.making_for_all = True
    try:
        return make_response(view(*args, **kwargs))
    finally:
        g.pop(name, None)
        g.pop("making_for_all", None)


def _kept(body: bytes, stamp: int) -> KeptPage:
    has_token = TOKEN_PLACE.encode() in body
    strangers = _for_strangers(body)
    return KeptPage(
        stamp=stamp,
        made_at=time.monotonic(),
        rule=str(request.url_rule),
        body=body,
        packed=b"" if has_token else gzip.compress(strangers, 6),
        tag="" if has_token else sha256(strangers).hexdigest()[:20],
    )


def _for_strangers(body: bytes) -> bytes:
    """The page of those who have nothing of their own."""
    for place in _own_parts:
        body = body.replace(place.encode(), b"")
    return body


def _for_this_visitor(body: bytes) -> bytes:
    for place, part in _own_parts.items():
        if place.encode() in body:
            body = body.replace(place.encode(), part().encode())
    return body


def _send(page: KeptPage) -> Response:
    if session or not page.tag:
        return Response(_for_this_visitor(page.body), headers=HEADERS)
    request.environ[SENT_PAGE] = page
    headers = {**HEADERS, "ETag": f'W/"{page.tag}"'}
    if page.tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(page.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(page.for_strangers(), headers=headers)


# --- Knowing that something changed ---


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    if any(_is_shown(type(row)) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info[CHANGED] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and (state.bind_mapper is None or _is_shown(state.bind_mapper.class_)):
        state.session.info[CHANGED] = True


def _is_shown(table: type) -> bool:
    return not table.__module__.startswith(SHOWN_TO_NOBODY_ELSE)


@event.listens_for(Session, "after_transaction_end")
def _tell(session: Session, transaction: SessionTransaction) -> None:
    """After the commit, so that no page of before is kept as one of after."""
    if transaction.parent is not None or not session.info.pop(CHANGED, False):
        return
    pages = current_app.extensions.get("kept_pages") if has_app_context() else None
    if pages is not None:
        pages.tell_change()


def install(app: Flask, data_dir: Path, seconds: int) -> None:
    """Keep pages for so many seconds at most; with 0 none are kept."""
    pages = KeptPages(data_dir / "changed", seconds) if seconds else None
    app.extensions["kept_pages"] = pages
