"""Pages that are only text, and the two addresses that say whether the market is well."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import text

from marketplace import db
from marketplace.audience import Audience
from marketplace.web.guards import open_to

pages = Blueprint("pages", __name__)
health = Blueprint("health", __name__, url_prefix="/health")


@pages.get("/gioi-thieu")
@open_to(Audience.PUBLIC)
def about() -> str:
    """What this market is, and where the stars come from."""
    return render_template("pages/about.html")


@pages.get("/quy-che")
@open_to(Audience.PUBLIC)
def rules() -> str:
    """The operating rules."""
    return render_template("pages/rules.html")


@pages.get("/quyen-rieng-tu")
@open_to(Audience.PUBLIC)
def privacy() -> str:
    """Which data is kept, why and for how long."""
    return render_template("pages/privacy.html")


@health.get("/live")
@open_to(Audience.PUBLIC)
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@health.get("/ready")
@open_to(Audience.PUBLIC)
def ready() -> Response:
    """The database answers, so pages will."""
    db.session().execute(text("SELECT 1"))
    return jsonify(status="ok")
