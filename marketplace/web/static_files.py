"""Addresses of static files that change with their content, so that they can be kept for a year.

Texts among them are sent packed: styles and scripts shrink to a quarter.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

TEXTS = frozenset({".css", ".js", ".svg"})


def static_url(name: str) -> str:
    """The address of ``static/<name>`` with a fingerprint of its content."""
    return _address(current_app.static_folder or "", name)


@lru_cache(maxsize=512)
def _address(folder: str, name: str) -> str:
    """Made once: a page names some forty files, and the router takes its time."""
    version = sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=name, v=version)


def _send(filename: str) -> Response:
    """One file, packed if it is a text that a page of ours named and the browser can unpack."""
    response = current_app.send_static_file(filename)  # 404 when there is no such file
    if Path(filename).suffix not in TEXTS or "v" not in request.args:
        return response
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.close()
        packed = _packed(current_app.static_folder or "", filename)
        response = Response(packed, mimetype=guess_type(filename)[0])
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=512)
def _packed(folder: str, name: str) -> bytes:
    return gzip.compress((Path(folder) / name).read_bytes(), 9)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def install(app: Flask) -> None:
    """Give templates ``static_url`` and let browsers keep fingerprinted files."""
    app.jinja_env.globals["static_url"] = static_url
    app.view_functions["static"] = _send
    app.after_request(_keep)
