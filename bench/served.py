"""The market as the compared web servers run it, with one address that takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import sleep
from typing import Any

from marketplace.app import create_app

market = create_app()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer like the market; ``/slow?3`` answers after three seconds."""
    if environ["PATH_INFO"] == "/slow":
        sleep(float(environ["QUERY_STRING"]))
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]
    return market(environ, start_response)
