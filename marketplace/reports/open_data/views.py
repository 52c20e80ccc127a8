"""Open data: the page, the catalogue and the files, for anyone."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import get_locale

from marketplace.audience import Audience
from marketplace.reports.open_data import editions
from marketplace.reports.open_data.catalogue import LICENCE, MEDIA_TYPES, catalogue
from marketplace.reports.open_data.editions import Edition, EditionFile
from marketplace.reports.open_data.publishing import folder
from marketplace.reports.open_data.tables import COLUMNS
from marketplace.reports.open_data.words import DATASETS, TITLE, Words
from marketplace.web.guards import open_to

open_data = Blueprint("open_data", __name__, url_prefix="/du-lieu-mo")
NEWEST = "moi-nhat"


@open_data.get("/")
@open_to(Audience.PUBLIC)
def index() -> str:
    """What there is to take away, and on which terms."""
    return render_template(
        "reports/open_data.html",
        title=_in_own_language(TITLE),
        datasets=[
            (one.name, _in_own_language(one.title), _in_own_language(one.description))
            for one in DATASETS.values()
        ],
        columns=COLUMNS,
        editions=editions.every(folder()),
        licence=LICENCE,
        newest=NEWEST,
    )


@open_data.get("/catalog.jsonld")
@open_to(Audience.PUBLIC)
def dcat() -> Response:
    """The catalogue that data portals read."""
    market = current_app.extensions["market"]
    told = catalogue(
        editions.every(folder()),
        url_for(".index", _external=True),
        _address,
        market.publisher,
        market.publisher_email,
    )
    text = json.dumps(told, ensure_ascii=False, indent=1)
    answer = Response(text, mimetype="application/ld+json")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@open_data.get("/<day>/<name>")
@open_to(Audience.PUBLIC)
def file(day: str, name: str) -> Response:
    """A file of an edition. That of a day never changes; the newest moves on each month."""
    edition = _edition(day) or abort(404)
    told = edition.file(name) or abort(404)
    answer = send_file(
        BytesIO((folder() / edition.day.isoformat() / told.name).read_bytes()),
        mimetype=MEDIA_TYPES[told.format],
        as_attachment=True,
        download_name=f"{told.dataset}-{edition.day.isoformat()}.{told.format}",
        etag=told.checksum,
        max_age=3600 if day == NEWEST else 30 * 24 * 3600,
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _edition(day: str) -> Edition | None:
    if day == NEWEST:
        return next(iter(editions.every(folder())), None)
    try:
        return editions.read(folder(), date.fromisoformat(day))
    except ValueError:
        return None


def _address(edition: Edition, file: EditionFile) -> str:
    return url_for(".file", day=edition.day.isoformat(), name=file.name, _external=True)


def _in_own_language(words: Words) -> Any:
    return words.en if str(get_locale()) == "en" else words.vi
