"""Static files come packed, with addresses that change with them."""

import gzip

import pytest

from marketplace.config import ROOT
from marketplace.web.static_files import static_url

SCRIPT = ROOT / "static" / "js" / "suggest.js"
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def script(app):
    with app.test_request_context("/"):
        return static_url("js/suggest.js")


def test_a_text_comes_packed_to_browsers_that_can_unpack(client, script):
    packed = client.get(script, headers=PACKED)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == SCRIPT.read_bytes()
    assert packed.mimetype == "text/javascript"
    # Nothing about cookies: a browser would fetch it again whenever the session changes.
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in packed.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        pytest.param("js/suggest.js", {}, id="the-browser-cannot-unpack"),
        pytest.param("js/suggest.js?w=1", PACKED, id="no-page-of-ours-named-it"),
    ],
)
def test_otherwise_it_comes_as_it_is(app, client, name, headers):
    address = "/static/" + name

    with client.get(address, headers=headers) as plain:
        assert "Content-Encoding" not in plain.headers
        assert plain.data == SCRIPT.read_bytes()


@pytest.mark.parametrize("name", ["css/none.css?v=1", "../wsgi.py?v=1", "%2e%2e/wsgi.py?v=1"])
def test_what_is_not_there_is_not_found(client, name):
    assert client.get("/static/" + name, headers=PACKED).status_code == 404
