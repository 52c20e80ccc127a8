"""Redirects that stay on this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def safe_path(target: str | None, otherwise: str) -> str:
    """``target`` if it is the path of one of our own GET pages, else ``otherwise``.

    Only a path that our own URL map knows is followed: browsers read ``//host``, ``/\\host`` and
    ``http:host`` as other sites, so prefixes prove nothing.
    """
    if not target or len(target) > 500 or not target.isprintable() or "\\" in target:
        return otherwise
    if not target.startswith("/") or target.startswith("//"):
        return otherwise
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return otherwise
    adapter = current_app.url_map.bind(request.host)
    try:
        adapter.match(parts.path, method="GET")
    except RequestRedirect:
        return otherwise
    except HTTPException:
        return otherwise
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
