"""The language of a page: the browser's cookie, else Vietnamese."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

LOCALES = ("vi", "en")


def chosen_locale() -> str:
    """The language this browser chose; Vietnamese when it never did, and outside requests."""
    chosen = request.cookies.get("locale", "") if has_request_context() else ""
    return chosen if chosen in LOCALES else "vi"


def install(app: Flask) -> None:
    """Translate pages."""
    Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=app.config["TRANSLATIONS"],
        locale_selector=chosen_locale,
    )
    app.jinja_env.globals["get_locale"] = get_locale
