"""Being one of the demo market's people with one click."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace import db
from marketplace.accounts import guards, queries
from marketplace.audience import Audience
from marketplace.demo.people import PEOPLE, find_person
from marketplace.web.guards import open_to

demo = Blueprint("demo", __name__)


@demo.app_context_processor
def people() -> dict[str, Any]:
    """Whom the log-in page offers."""
    return {"demo_people": PEOPLE}


@demo.post("/dang-nhap/thu/<key>")
@open_to(Audience.PUBLIC)
def log_in_as(key: str) -> Response:
    """Log in as one of the demo's people; a real market knows no such page."""
    person = find_person(key)
    if person is None or not current_app.extensions["market"].demo:
        abort(404)
    user = queries.find_user_by_email(db.session(), person.email)
    if user is None or not user.is_demo:
        abort(404)
    guards.start(user)
    flash(_("You are %(name)s now.", name=person.name), "success")
    return redirect(guards.home_of(user), 303)
