"""Staff record the e-payment accounts of a producer: declared, verified, closed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.account_words import point_out, warn_of_holder
from marketplace.producers.errors import (
    AccountClosed,
    AccountKnown,
    AlreadyVerified,
    BeforeOpened,
    ClosesBeforeVerified,
    NumberShared,
)
from marketplace.producers.guards import the_vault
from marketplace.producers.models import EPaymentAccount, Producer
from marketplace.producers.staff_forms import (
    PROVIDERS,
    CloseAccountForm,
    NewAccountForm,
    VerifyAccountForm,
)
from marketplace.web import filters
from marketplace.web.guards import open_to

staff_accounts = Blueprint("staff_accounts", __name__, url_prefix="/can-bo/chu-the")
Answer = Response | str | tuple[str, int]
ALL = "/<int(max=2147483647):producer_id>/tai-khoan"
ONE = f"{ALL}/<int(max=2147483647):account_id>"


@staff_accounts.get(ALL)
@open_to(Audience.STAFF)
def add(producer_id: int) -> Answer:
    """The form for an account."""
    today = clock.day_in_vietnam(clock.now())
    return _add_page(_producer(producer_id), NewAccountForm(verified_on=today), 200)


@staff_accounts.post(ALL)
@open_to(Audience.STAFF)
def add_now(producer_id: int) -> Answer:
    """Record an account."""
    producer, form = _producer(producer_id), NewAccountForm()
    if not form.validate_on_submit():
        return _add_page(producer, form, 422)
    try:
        _record(producer, form)
    except (AccountKnown, NumberShared, BeforeOpened) as refusal:
        is_doubt = point_out(form, refusal)
        return _add_page(_producer(producer_id), form, 422, asks_again=is_doubt)
    flash(_("The account is recorded."), "success")
    warn_of_holder(_producer(producer_id), form.holder.data)
    return _back(producer_id)


def _record(producer: Producer, form: NewAccountForm) -> None:
    verified, now = form.verification(), clock.now()
    act = "recorded" if verified else "declared"
    with transaction() as session:
        history.because(
            session, actor_id=current_user.id, reason=f"e_payment_account.{act}", now=now
        )
        actions.record_e_payment_account(
            session,
            producer,
            form.details(),
            verified,
            vault=the_vault(),
            may_share=form.may_share.data,
            actor_id=current_user.id,
            now=now,
        )


@staff_accounts.get(f"{ONE}/xac-minh")
@open_to(Audience.STAFF)
def verify(producer_id: int, account_id: int) -> Answer:
    """The form for how an account was verified."""
    today = clock.day_in_vietnam(clock.now())
    return _verify_page(_account(producer_id, account_id), VerifyAccountForm(verified_on=today))


@staff_accounts.post(f"{ONE}/xac-minh")
@open_to(Audience.STAFF)
def verify_now(producer_id: int, account_id: int) -> Answer:
    """Record that a declared account was verified."""
    form = VerifyAccountForm()
    if not form.validate_on_submit():
        return _verify_page(_account(producer_id, account_id), form), 422
    try:
        with transaction() as session:
            actions.verify_e_payment_account(
                session,
                _account(producer_id, account_id),
                form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except BeforeOpened as refusal:
        form.verified_on.errors = [
            _("It was opened on %(day)s only.", day=filters.day(refusal.opened_on))
        ]
        return _verify_page(_account(producer_id, account_id), form), 422
    except AlreadyVerified as refusal:
        day = filters.day(refusal.verified_on)
        flash(_("The account is verified already, since %(day)s.", day=day), "info")
    except AccountClosed as refusal:
        _say_closed(refusal)
    else:
        flash(_("The account is verified. It counts from now on."), "success")
    return _back(producer_id)


@staff_accounts.get(f"{ONE}/dong")
@open_to(Audience.STAFF)
def close(producer_id: int, account_id: int) -> Answer:
    """The form for the day on which an account was closed."""
    account = _account(producer_id, account_id)
    today = clock.day_in_vietnam(clock.now())
    return _close_page(account, CloseAccountForm(closed_on=today), 200)


@staff_accounts.post(f"{ONE}/dong")
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
    except (ClosesBeforeVerified, BeforeOpened) as refusal:
        form.closed_on.errors = [_still_open(refusal)]
        return _close_page(_account(producer_id, account_id), form, 422)
    except AccountClosed as refusal:
        _say_closed(refusal)
    else:
        flash(_("The account is closed."), "success")
    return _back(producer_id)


def _still_open(refusal: ClosesBeforeVerified | BeforeOpened) -> str:
    if isinstance(refusal, BeforeOpened):
        return str(_("It was opened on %(day)s only.", day=filters.day(refusal.opened_on)))
    day = filters.day(refusal.verified_on)
    return str(_("It was verified on %(day)s, so it was still open then.", day=day))


def _say_closed(refusal: AccountClosed) -> None:
    closed = filters.day(refusal.closed_on)
    flash(_("The account is closed already, since %(day)s.", day=closed), "info")


def _producer(producer_id: int) -> Producer:
    return queries.find_producer(db.session(), producer_id) or abort(404)


def _account(producer_id: int, account_id: int) -> EPaymentAccount:
    """An account that counts or may count; one entered by mistake is history."""
    found = queries.account_of_producer(db.session(), producer_id, account_id)
    if found is None or found.cancelled_at is not None:
        abort(404)
    return found


def _add_page(
    producer: Producer, form: NewAccountForm, status: int, *, asks_again: bool = False
) -> tuple[str, int]:
    page = render_template(
        "producers/staff/add_account.html",
        producer=producer,
        form=form,
        providers=PROVIDERS,
        asks_again=asks_again or form.may_share.data,
    )
    return page, status


def _verify_page(account: EPaymentAccount, form: VerifyAccountForm) -> str:
    return render_template("producers/staff/verify_account.html", account=account, form=form)


def _close_page(account: EPaymentAccount, form: CloseAccountForm, status: int) -> tuple[str, int]:
    page = render_template("producers/staff/close_account.html", account=account, form=form)
    return page, status


def _back(producer_id: int) -> Response:
    """To the producer's page, where accounts are listed."""
    return redirect(url_for("staff_producers.show", producer_id=producer_id), 303)
