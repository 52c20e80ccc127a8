"""The files of pictures. Their names are made by us from their content."""

from __future__ import annotations

import re

from flask import Blueprint, abort, current_app, send_from_directory
from werkzeug.wrappers import Response

from marketplace.audience import Audience
from marketplace.catalog.rules import WIDTHS
from marketplace.config import Config
from marketplace.web.guards import open_to

media = Blueprint("media", __name__)
_NAME = re.compile(rf"[0-9a-f]{{64}}-(?:{'|'.join(map(str, WIDTHS))})\.webp", re.ASCII)


@media.get("/anh/<name>")
@open_to(Audience.PUBLIC)
def picture(name: str) -> Response:
    """One size of a picture, to be kept for ever: another picture has another name."""
    if not _NAME.fullmatch(name):
        abort(404)
    settings: Config = current_app.extensions["market"]
    response = send_from_directory(settings.media_dir, name, mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
