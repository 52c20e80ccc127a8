"""A person at a browser: keeps cookies, and sends the hidden fields of the page seen last."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*\bvalue="([^"]+)"')


class Browser:
    """Somebody who opens one page after another."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.cookie_name = app.config["SESSION_COOKIE_NAME"]
        self.token = ""

    def open(self, path: str) -> str:
        """Open a page; returns its HTML."""
        answer = self.client.get(path, follow_redirects=True)
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return _sound(answer, path).text

    def send(self, path: str, **fields: str | int) -> TestResponse:
        """Send a form."""
        form = {"csrf_token": self.token, **fields}
        return _sound(self.client.post(path, data=form), path)

    @property
    def cookies(self) -> dict[str, str]:
        """The header with which the next request comes."""
        cookie = self.client.get_cookie(self.cookie_name)
        return {"Cookie": f"{cookie.key}={cookie.value}"} if cookie else {}


def _sound(answer: TestResponse, path: str) -> TestResponse:
    if answer.status_code >= 400:
        raise SystemExit(f"{path} answered {answer.status}")
    return answer
