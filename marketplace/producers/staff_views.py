"""Staff record and close the e-payment accounts of a producer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.errors import AccountClosed, AccountKnown, ClosesBeforeVerified
from marketplace.producers.models import EPaymentAccount, Producer
from marketplace.producers.staff_forms import PROVIDERS, CloseAccountForm, EPaymentAccountForm
from marketplace.web import filters
from marketplace.web.guards import open_to

staff_accounts = Blueprint("staff_accounts", __name__, url_prefix="/can-bo/chu-the")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):producer_id>/tai-khoan"
ONE_ACCOUNT = f"{ONE}/<int(max=2147483647):account_id>/dong"


@staff_accounts.get(ONE)
@open_to(Audience.STAFF)
def add(producer_id: int) -> Answer:
    """The form for an account that was verified."""
    today = clock.day_in_vietnam(clock.now())
    return _add_page(_producer(producer_id), EPaymentAccountForm(verified_on=today), 200)


@staff_accounts.post(ONE)
@open_to(Audience.STAFF)
def add_now(producer_id: int) -> Answer:
    """Record an account."""
    producer, form = _producer(producer_id), EPaymentAccountForm()
    if not form.validate_on_submit():
        return _add_page(producer, form, 422)
    try:
        with transaction() as session:
            actions.record_e_payment_account(
                session, producer, form.input(), actor_id=current_user.id, now=clock.now()
            )
    except AccountKnown as refusal:
        form.last_digits.errors = [
            _(
                "This account is recorded already: verified on %(day)s.",
                day=filters.day(refusal.verified_on),
            )
        ]
        return _add_page(_producer(producer_id), form, 422)
    flash(_("The account is recorded."), "success")
    return _back(producer_id)


@staff_accounts.get(ONE_ACCOUNT)
@open_to(Audience.STAFF)
def close(producer_id: int, account_id: int) -> Answer:
    """The form for the day on which an account was closed."""
    account = _account(producer_id, account_id)
    today = clock.day_in_vietnam(clock.now())
    return _close_page(account, CloseAccountForm(closed_on=today), 200)


@staff_accounts.post(ONE_ACCOUNT)
@open_to(Audience.STAFF)
def close_now(producer_id: int, account_id: int) -> Answer:
    """Record that an account was closed."""
    form = CloseAccountForm()
    if not form.validate_on_submit():
        return _close_page(_account(producer_id, account_id), form, 422)
    try:
        with transaction() as session:
            actions.close_e_payment_account(
                session,
                _account(producer_id, account_id),
                closed_on=form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except ClosesBeforeVerified as refusal:
        form.closed_on.errors = [
            _(
                "It was verified on %(day)s, so it was still open then.",
                day=filters.day(refusal.verified_on),
            )
        ]
        return _close_page(_account(producer_id, account_id), form, 422)
    except AccountClosed as refusal:
        closed = filters.day(refusal.closed_on)
        flash(_("The account is closed already, since %(day)s.", day=closed), "info")
    else:
        flash(_("The account is closed."), "success")
    return _back(producer_id)


def _producer(producer_id: int) -> Producer:
    return queries.find_producer(db.session(), producer_id) or abort(404)


def _account(producer_id: int, account_id: int) -> EPaymentAccount:
    return queries.account_of_producer(db.session(), producer_id, account_id) or abort(404)


def _add_page(producer: Producer, form: EPaymentAccountForm, status: int) -> tuple[str, int]:
    page = render_template(
        "producers/staff/add_account.html", producer=producer, form=form, providers=PROVIDERS
    )
    return page, status


def _close_page(account: EPaymentAccount, form: CloseAccountForm, status: int) -> tuple[str, int]:
    page = render_template("producers/staff/close_account.html", account=account, form=form)
    return page, status


def _back(producer_id: int) -> Response:
    """To the producer's page, where accounts are listed."""
    return redirect(url_for("staff_producers.show", producer_id=producer_id), 303)
