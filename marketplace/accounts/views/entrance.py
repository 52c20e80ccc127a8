"""Logging in and out, opening an account, choosing a language."""

from __future__ import annotations

from datetime import timedelta

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts import actions
from marketplace.accounts.errors import EmailTaken, TooManyTries, WrongLogin
from marketplace.accounts.forms import LoginForm, SignUpForm
from marketplace.accounts.guards import home_of, start
from marketplace.accounts.models import User
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.web.guards import open_to
from marketplace.web.locales import LOCALES
from marketplace.web.redirects import safe_path

accounts = Blueprint("accounts", __name__)
Answer = Response | str | tuple[str, int]


@accounts.get("/dang-nhap")
@open_to(Audience.PUBLIC)
def log_in() -> Answer:
    """The log-in page."""
    if current_user.is_authenticated:
        return redirect(home_of(current_user.user))
    return _log_in_page(LoginForm(), 200)


def _log_in_page(form: LoginForm, status: int) -> Answer:
    target = request.values.get("next", "")
    page = render_template("accounts/log_in.html", form=form, next=safe_path(target, ""))
    return page, status


@accounts.post("/dang-nhap")
@open_to(Audience.PUBLIC)
def log_in_now() -> Answer:
    """Log in with e-mail and password."""
    form = LoginForm()
    if not form.validate_on_submit():
        return _log_in_page(form, 422)
    try:
        user = _check(form.email.data or "", form.password.data or "")
    except WrongLogin:
        form.form_errors.append(_("This e-mail and password do not go together. Please try again."))
        return _log_in_page(form, 422)
    except TooManyTries:
        form.form_errors.append(_("Too many wrong passwords. Please try again in 5 minutes."))
        return _log_in_page(form, 429)
    start(user)
    return redirect(safe_path(request.form.get("next"), home_of(user)), 303)


def _check(email: str, password: str) -> User:
    """The user, with every wrong password counted before the refusal leaves."""
    now, address = clock.now(), request.remote_addr or ""
    with transaction() as db_session:
        actions.refuse_guessing(db_session, email=email, address=address, now=now)
    try:
        with transaction() as db_session:
            return actions.check_password(db_session, email=email, password=password)
    except WrongLogin:
        with transaction() as db_session:
            actions.note_failure(db_session, email=email, address=address, now=now)
        raise


@accounts.post("/dang-xuat")
@open_to(Audience.PUBLIC)
def log_out() -> Response:
    """End this log-in for good."""
    if current_user.is_authenticated:
        with transaction() as db_session:
            actions.end_login(db_session, current_user.token, now=clock.now())
        logout_user()
        session.clear()
        flash(_("You have logged out."), "success")
    return redirect(url_for("shop.home"), 303)


@accounts.get("/dang-ky")
@open_to(Audience.PUBLIC)
def sign_up() -> Answer:
    """The page to open a buyer's account."""
    return render_template("accounts/sign_up.html", form=SignUpForm(), next=_next())


def _next() -> str:
    return safe_path(request.values.get("next"), "")


@accounts.post("/dang-ky")
@open_to(Audience.PUBLIC)
def sign_up_now() -> Answer:
    """Open a buyer's account and log in."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form, next=_next()), 422
    try:
        user = _open(form)
    except EmailTaken:
        form.email.errors = [_("This address already has an account. Log in instead.")]
        return render_template("accounts/sign_up.html", form=form, next=_next()), 422
    start(user)
    flash(_("Your account is open. Welcome to the market!"), "success")
    return redirect(safe_path(request.form.get("next"), home_of(user)), 303)


def _open(form: SignUpForm) -> User:
    wanted = form.input()
    with transaction() as db_session:
        return actions.open_account(
            db_session,
            name=wanted.name,
            email=wanted.email,
            password=wanted.password,
            audience=Audience.BUYER,
            now=clock.now(),
        )


@accounts.get("/ngon-ngu/<locale>")
@open_to(Audience.PUBLIC)
def set_locale(locale: str) -> Response:
    """Remember the language this browser reads. A plain link: it changes nothing but a cookie."""
    if locale not in LOCALES:
        abort(404)
    response = redirect(safe_path(request.args.get("next"), url_for("shop.home")), 303)
    response.set_cookie(
        "locale",
        locale,
        max_age=timedelta(days=365),
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
