"""The language of a page: the browser's cookie, else Vietnamese."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from flask_babel import lazy_gettext as _l
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from marketplace.web.filters import locale_code

LOCALES = ("vi", "en")
# What the form library says itself of a box that somebody tampered with. It has no Vietnamese, so
# these texts are looked up in our catalog, which finds them here.
FORM_WORDS = (
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Not a valid integer value."),
)


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
    app.before_request(_translate_forms)
    app.jinja_env.globals.update(get_locale=get_locale, _=_gettext, gettext=_gettext)


def _translate_forms() -> None:
    """Let the form library read our catalog: it takes the one that the request holds."""
    if request.method == "POST":
        request.wtforms_translations = get_translations()  # type: ignore[attr-defined]


@pass_eval_context
def _gettext(context: EvalContext, text: str, /, **variables: object) -> str:
    """``_()`` of templates. A page has hundreds of texts, and Flask-Babel's own looks for the
    catalog at each of them.
    """
    translated = _translated(locale_code(), text)
    if not context.autoescape:
        return str(translated) % variables
    return translated % variables if variables else _without_variables(translated)


@lru_cache(maxsize=4096)
def _translated(locale: str, text: str) -> Markup:
    """The text in the language of the page, which is ``locale``."""
    return Markup(get_translations().ugettext(text))  # noqa: S704 (our own catalog)


@lru_cache(maxsize=4096)
def _without_variables(translated: Markup) -> Markup:
    """The text as it reads, "%%" being one sign."""
    return translated % {}
