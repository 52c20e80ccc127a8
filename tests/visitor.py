"""A browser without a screen."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.db import db


class Visitor(FlaskClient):
    """A client whose requests begin with nothing in memory, as on a server.

    Without this a request inside the test's app context would keep its ``g`` and its database
    session: the person logged in before, and objects loaded before, would seem to be there.
    What the test changed is flushed first, and what the page changed is read anew afterwards.
    An answer is read to its end, so that a file it sends is closed.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make one request."""
        if has_app_context():
            db.session.commit()
        return Context().run(super().open, *args, **{"buffered": True} | kwargs)
