"""Addresses that lead away from this site, or nowhere, however a browser may read them."""

from __future__ import annotations

ELSEWHERE = (
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
)
