"""A redirect stays on this site."""

from __future__ import annotations

import pytest

from marketplace.web.redirects import safe_path
from tests.web.elsewhere import ELSEWHERE


@pytest.mark.parametrize("target", ["/gioi-thieu", "/gioi-thieu?a=1&b=2", "/dang-nhap?next=%2F"])
def test_our_own_pages_are_followed(app, target):
    with app.test_request_context("/"):
        assert safe_path(target, "/home") == target


@pytest.mark.parametrize("target", [None, "", *ELSEWHERE])
def test_anything_else_is_not(app, target):
    with app.test_request_context("/"):
        assert safe_path(target, "/home") == "/home"
