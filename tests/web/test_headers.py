"""Every answer carries the headers that keep browsers safe."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("page", ["/gioi-thieu", "/dang-nhap", "/no-such-page", "/health/live"])
def test_nothing_inline_runs_and_nobody_frames_us(client, page):
    headers = client.get(page).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://checkout.stripe.com" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_of_one_person_is_kept_by_no_cache(co_hoa):
    assert co_hoa.client.get("/gioi-thieu").headers["Cache-Control"] == "no-store"


def test_a_foreign_host_is_refused(client):
    answer = client.get("/gioi-thieu", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = client.get("/dang-nhap").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_reader_who_fills_in_nothing_gets_no_cookie(client):
    assert "Set-Cookie" not in client.get("/gioi-thieu").headers


def test_static_files_with_a_fingerprint_are_kept_for_a_year(client):
    page = client.get("/gioi-thieu").get_data(as_text=True)
    address = page.split('href="/static/css/tokens.css', 1)[1].split('"', 1)[0]

    answer = client.get("/static/css/tokens.css" + address.replace("&amp;", "&"))

    answer.close()
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
