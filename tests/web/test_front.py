"""Strangers get a kept page before Flask begins, and get the same as they would from Flask."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.web.kept_pages import KeptPages
from tests.catalog.goods import NOW, make_listing


@pytest.fixture(autouse=True)
def kept(app, session, chi_lan, monkeypatch, tmp_path, freeze):
    """A market that keeps its pages, in which the first page was asked for once."""
    freeze(NOW)
    monkeypatch.setitem(app.extensions, "kept_pages", KeptPages(tmp_path / "changed", 30))
    make_listing(session, chi_lan.producer)
    session.commit()
    return stranger(app).get("/")


@pytest.fixture
def in_flask(app: Flask) -> Iterator[list[str]]:
    """The addresses that Flask was asked for."""
    asked: list[str] = []

    def note(_app: Flask, **_more: object) -> None:
        asked.append("asked")

    request_started.connect(note, app)
    yield asked
    request_started.disconnect(note, app)


def stranger(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def without_length(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name != "Content-Length"}


def test_flask_is_not_asked_again(app, kept, in_flask):
    again = stranger(app).get("/")

    assert in_flask == []
    assert (again.status_code, again.data) == (200, kept.data)
    assert dict(again.headers) == dict(kept.headers)


def test_a_browser_that_has_the_page_gets_the_headers_only(app, kept, in_flask):
    again = stranger(app).get("/", headers={"If-None-Match": kept.headers["ETag"]})

    assert in_flask == []
    assert (again.status_code, again.data) == (304, b"")
    assert without_length(again) == without_length(kept)


def test_a_browser_that_can_unpack_gets_it_packed(app, kept, in_flask):
    packed = stranger(app).get("/", headers={"Accept-Encoding": "br, gzip"})

    assert in_flask == []
    assert gzip.decompress(packed.data) == kept.data
    assert packed.headers["Content-Length"] == str(len(packed.data))


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("HEAD", {}, id="no-body-wanted"),
        pytest.param("POST", {}, id="a-form"),
        pytest.param("GET", {"Cookie": "session=x"}, id="somebody-known"),
        pytest.param("GET", {"Cookie": "locale=en"}, id="another-language"),
        pytest.param("GET", {"Host": "evil.example"}, id="another-host"),
    ],
)
def test_everything_else_is_for_flask(app, in_flask, method, headers):
    stranger(app).open("/", method=method, headers=headers)

    assert in_flask == ["asked"]


def test_a_foreign_host_is_refused_whatever_is_kept(app):
    answer = stranger(app).get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_after_a_change_flask_is_asked(app, chi_lan, in_flask):
    app.extensions["kept_pages"].tell_change()

    stranger(app).get("/")

    assert in_flask == ["asked"]


def test_it_stands_in_the_log_like_any_other_page(app, monkeypatch):
    lines = []
    monkeypatch.setattr("marketplace.web.logs.log.info", lambda event, **more: lines.append(more))

    stranger(app).get("/")

    assert lines == [{"method": "GET", "rule": "/", "status": 200, "ms": 0}]
