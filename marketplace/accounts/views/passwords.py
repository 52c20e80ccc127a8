"""Changing a password one knows, and choosing a new one after forgetting it."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.accounts import actions, rules
from marketplace.accounts.errors import StaleLink
from marketplace.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from marketplace.accounts.guards import start
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.web.guards import open_to
from marketplace.web.limits import limiter

passwords = Blueprint("passwords", __name__)
Answer = Response | str | tuple[str, int]


@passwords.get("/tai-khoan")
@open_to(Audience.MEMBER)
def account() -> Answer:
    """The person's own account."""
    return render_template("accounts/account.html", form=ChangePasswordForm())


@passwords.post("/tai-khoan/mat-khau")
@open_to(Audience.MEMBER)
def change() -> Answer:
    """Change the password; every other device is logged out."""
    form = ChangePasswordForm()
    user = current_user.user
    if form.validate_on_submit() and not rules.is_password(user.password_hash, form.old.data or ""):
        form.old.errors = [_("This is not your password of today.")]
    if form.errors or not form.is_submitted():
        return render_template("accounts/account.html", form=form), 422
    with transaction() as session:
        actions.change_password(session, user, form.password.data or "", now=clock.now())
    start(user)
    flash(_("Your password is changed. Other devices are logged out."), "success")
    return redirect(url_for(".account"), 303)


@passwords.get("/quen-mat-khau")
@open_to(Audience.PUBLIC)
def forgotten() -> Answer:
    """The page to ask for a link."""
    return render_template("accounts/forgotten.html", form=ForgottenForm(), is_sent=False)


@passwords.post("/quen-mat-khau")
@open_to(Audience.PUBLIC)
@limiter.limit("5 per hour")
def send_link() -> Answer:
    """Send a link; the answer is the same whether the account exists or not."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form, is_sent=False), 422
    with transaction() as session:
        actions.ask_for_reset(session, email=form.email.data or "", now=clock.now())
    return render_template("accounts/forgotten.html", form=form, is_sent=True)


@passwords.get("/mat-khau-moi/<token>")
@open_to(Audience.PUBLIC)
def choose(token: str) -> Answer:
    """The page that the link of the mail opens."""
    try:
        actions.user_of_reset_link(db.session(), _key(), token)
    except StaleLink:
        return _stale()
    return render_template("accounts/new_password.html", form=NewPasswordForm())


@passwords.post("/mat-khau-moi/<token>")
@open_to(Audience.PUBLIC)
def choose_now(token: str) -> Answer:
    """Set the new password and log in."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/new_password.html", form=form), 422
    now = clock.now()
    try:
        with transaction() as session:
            user = actions.user_of_reset_link(session, _key(), token)
            actions.change_password(session, user, form.password.data or "", now=now)
    except StaleLink:
        return _stale()
    start(user)
    flash(_("Your new password works from now on."), "success")
    return redirect(url_for("shop.home"), 303)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _stale() -> Answer:
    flash(_("This link is too old or was used before. Please ask for a new one."), "error")
    return redirect(url_for(".forgotten"), 303)
