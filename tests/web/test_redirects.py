"""A redirect stays on this site."""

from __future__ import annotations

import pytest

from marketplace.web.redirects import safe_path


@pytest.mark.parametrize("target", ["/gioi-thieu", "/gioi-thieu?a=1&b=2", "/dang-nhap?next=%2F"])
def test_our_own_pages_are_followed(app, target):
    with app.test_request_context("/"):
        assert safe_path(target, "/home") == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "gioi-thieu",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "http:evil.example",
        "http:/evil.example",
        "http://evil.example/gioi-thieu",
        "https://localhost/gioi-thieu",
        "javascript:alert(1)",
        "/gioi-thieu\r\nSet-Cookie: a=b",
        "/no-such-page",
        "/dang-xuat",  # answers POST only
        "/static",
        "/" + "a" * 600,
        "/gioi-thieu\x00",
        "/gioi-thieu\u202e",
    ],
)
def test_anything_else_is_not(app, target):
    with app.test_request_context("/"):
        assert safe_path(target, "/home") == "/home"
