"""Addresses of static files that change with their content, so that they can be kept for a year."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


def static_url(name: str) -> str:
    """The address of ``static/<name>`` with a fingerprint of its content."""
    return _address(current_app.static_folder or "", name)


@lru_cache(maxsize=512)
def _address(folder: str, name: str) -> str:
    """Made once: a page names some forty files, and the router takes its time."""
    version = sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=name, v=version)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def install(app: Flask) -> None:
    """Give templates ``static_url`` and let browsers keep fingerprinted files."""
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep)
