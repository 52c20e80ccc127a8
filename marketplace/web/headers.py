"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_login import current_user


def content_policy(payment_origin: str) -> str:
    """The content security policy: our own files only, nothing inline, nobody frames us.

    ``form-action`` names the payment page because browsers apply it to the redirect that
    follows a form.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            f"form-action 'self' {payment_origin}".strip(),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def install(app: Flask, payment_origin: str, secure: bool) -> None:
    """Set the headers on every answer."""
    policy = content_policy(payment_origin)

    @app.after_request
    def set_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        _forbid_storing_private_pages(response)
        return response


def _forbid_storing_private_pages(response: Response) -> None:
    """What is shown to one person is kept by no cache."""
    if "Cache-Control" in response.headers or request.endpoint == "static":
        return
    if request.method != "GET" or current_user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers["Cache-Control"] = "private, no-cache"
