"""Whole pages, made once and sent to everybody of whom nothing is known.

A visitor without a session cookie is logged in nowhere and has no cart, so the same page is right
for all of them. It is kept until something in the database changes: every process that writes
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

from flask import Flask, Response, current_app, g, has_app_context, make_response, request
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
# Stands in a kept page where each visitor's own token goes; made anew by every process, so that
# nobody can write a text that contains it.
TOKEN_PLACE = f"token-of-this-visitor-{secrets.token_hex(16)}"
CHANGED = "page data changed"  # in Session.info


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was at one stamp, plain and packed; with a token in it it is neither packed nor
    tagged, because each visitor gets another.
    """

    stamp: int
    made_at: float
    body: bytes
    packed: bytes
    tag: str

    @property
    def has_token(self) -> bool:
        """Whether every visitor needs a token of their own in it."""
        return not self.tag


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


def kept_for_strangers(view: Callable[P, Any]) -> Callable[P, Any]:
    """Make this page once for all visitors without a session. It shows nothing of a person."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Any:
        pages: KeptPages | None = current_app.extensions["kept_pages"]
        if pages is None or current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
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
    """The view's answer with a place for the token, which leaves the session untouched."""
    name = current_app.config["WTF_CSRF_FIELD_NAME"]
    setattr(g, name, TOKEN_PLACE)
    try:
        return make_response(view(*args, **kwargs))
    finally:
        g.pop(name, None)


def _kept(body: bytes, stamp: int) -> KeptPage:
    has_token = TOKEN_PLACE.encode() in body
    return KeptPage(
        stamp=stamp,
        made_at=time.monotonic(),
        body=body,
        packed=b"" if has_token else gzip.compress(body, 6),
        tag="" if has_token else sha256(body).hexdigest()[:20],
    )


def _send(page: KeptPage) -> Response:
    if page.has_token:
        token = generate_csrf().encode()
        return Response(page.body.replace(TOKEN_PLACE.encode(), token), headers=HEADERS)
    headers = {**HEADERS, "ETag": f'W/"{page.tag}"'}
    if page.tag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(page.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(page.body, headers=headers)


# --- Knowing that something changed ---


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    session.info[CHANGED] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[CHANGED] = True


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
