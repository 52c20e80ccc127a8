"""The feed: the figures of any day as JSON, for machines that hold a key. It only reads."""

from __future__ import annotations

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import HTTPException

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.reports import queries
from marketplace.reports.book import Filters
from marketplace.reports.errors import WrongDay
from marketplace.reports.feed.guard import Refusal, asks_for_key
from marketplace.reports.feed.openapi import openapi
from marketplace.reports.figures import Figures, as_plain, figures, plain_rows
from marketplace.reports.rules import Indicator, read_day
from marketplace.web.guards import open_to

feed = Blueprint("feed", __name__, url_prefix="/api/v1")
ROWS = ("products", "over", "producers")
ASKED = frozenset({"day", "known_on", "province", "commune"})  # what an address may ask for


@feed.get("/openapi.json")
@open_to(Audience.PUBLIC)
def description() -> Response:
    """What the feed answers, in the words of OpenAPI."""
    return _answer(openapi(url_for(".description", _external=True).rpartition("/")[0]))


@feed.get("/figures")
@open_to(Audience.PUBLIC)
@asks_for_key
def every_figure() -> Response:
    """Every figure of a day with its breakdowns."""
    return _answer(as_plain(_figures()))


@feed.get("/figures/<code>")
@open_to(Audience.PUBLIC)
@asks_for_key
def one_figure(code: str) -> Response:
    """One figure of a day with its breakdowns."""
    if code not in {indicator.value for indicator in Indicator}:
        raise Refusal(404, f"There is no figure {code}.")
    plain = as_plain(_figures())
    figure = plain["figures"].get(code)
    if figure is None:
        raise Refusal(404, f"There is no figure {code} on this day.")
    return _answer({"day": plain["day"], "known_at": plain["known_at"], "code": code, **figure})


@feed.get("/rows/<name>")
@open_to(Audience.PUBLIC)
@asks_for_key
def rows(name: str) -> Response:
    """The rows behind the figures of a day: products, products no longer in force, producers."""
    if name not in ROWS:
        raise Refusal(404, f"There are no rows called {name}: only {', '.join(ROWS)}.")
    found = _figures()
    return _answer({"day": found.book.day.isoformat(), name: plain_rows(found)[name]})


@feed.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """Say why not, as RFC 9457 has it."""
    answer = _problem(refusal.status, refusal.detail)
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="feed"'
    if refusal.status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


@feed.errorhandler(HTTPException)
def fail(error: HTTPException) -> Response:
    """A wrong address, a fault: for machines as well."""
    return _problem(error.code or 500, error.description or error.name)


def _figures() -> Figures:
    if unknown := sorted(set(request.args) - ASKED):
        raise Refusal(422, f"Not known: {', '.join(unknown)}. Known: {', '.join(sorted(ASKED))}.")
    now = clock.now()
    day = _day("day", now) or clock.day_in_vietnam(now)
    known_on = _day("known_on", now)
    known_at = min(clock.end_of_day(known_on), now) if known_on else None
    book = queries.book(db.session(), day, now=now, known_at=known_at, filters=_filters())
    return figures(book)


def _day(name: str, now: datetime) -> date | None:
    text = request.args.get(name, "")
    if not text:
        return None
    try:
        return read_day(text, clock.day_in_vietnam(now))
    except WrongDay as refusal:
        raise Refusal(422, f"{name} must be a day like 2026-10-31, not after today.") from refusal


def _filters() -> Filters:
    return Filters(
        province=request.args.get("province") or None, commune=request.args.get("commune") or None
    )


def _answer(told: dict[str, Any]) -> Response:
    """Canonical JSON with a mark of its content, so that who has it already gets no bytes."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    answer = Response(text, mimetype="application/json")
    answer.set_etag(sha256(text.encode()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def _problem(status: int, detail: str) -> Response:
    told = {"status": status, "detail": detail}
    answer = Response(json.dumps(told, ensure_ascii=False), status)
    answer.headers["Content-Type"] = "application/problem+json"
    answer.headers["Cache-Control"] = "no-store"
    return answer
