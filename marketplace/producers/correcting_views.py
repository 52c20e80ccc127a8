"""Staff set accounts right: correct what was told, take back a mistake, read a full number."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.account_words import point_out, warn_of_holder
from marketplace.producers.errors import AccountKnown, BeforeOpened, NothingToUndo, NumberShared
from marketplace.producers.guards import the_vault
from marketplace.producers.models import EPaymentAccount
from marketplace.producers.staff_forms import PROVIDERS, CorrectAccountForm, ReasonForm, UndoForm
from marketplace.vault import LostKey
from marketplace.web.guards import open_to

account_corrections = Blueprint("account_corrections", __name__, url_prefix="/can-bo/chu-the")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):producer_id>/tai-khoan/<int(max=2147483647):account_id>"
# What can be taken back: its name in the form, the words, the action.
VERIFICATION = SelectChoice("verification", _l("It was not verified: back to declared"))
CLOSING = SelectChoice("closing", _l("It was not closed: it is still open"))
ENTRY = SelectChoice("entry", _l("The whole entry: there is no such account of this producer"))
UNDO = {
    VERIFICATION.value: actions.take_back_verification,
    CLOSING.value: actions.reopen_e_payment_account,
    ENTRY.value: actions.cancel_e_payment_account,
}


@account_corrections.get(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct(producer_id: int, account_id: int) -> Answer:
    """What was told of an account, to be set right; its full number is not among it."""
    account = _account(producer_id, account_id)
    told = {name: getattr(account, name) for name in ("provider", "holder", "opened_on")}
    last_digits = account.last_digits
    form = CorrectAccountForm(kind=account.kind.value, last_digits=last_digits, **told)
    return _correct_page(account, form)


@account_corrections.post(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct_now(producer_id: int, account_id: int) -> Answer:
    """Set right what was told."""
    account, form = _account(producer_id, account_id), CorrectAccountForm()
    if account.number_sealed is not None:
        form.last_digits.data = "" if form.number.data else account.last_digits
    if not form.validate_on_submit():
        return _correct_page(account, form), 422
    try:
        _correct(producer_id, account_id, form)
    except (AccountKnown, NumberShared, BeforeOpened) as refusal:
        is_doubt = point_out(form, refusal)
        return _correct_page(_account(producer_id, account_id), form, asks_again=is_doubt), 422
    flash(_("The account is corrected."), "success")
    warn_of_holder(_account(producer_id, account_id).producer, form.holder.data)
    return _back(producer_id)


def _correct(producer_id: int, account_id: int, form: CorrectAccountForm) -> None:
    now = clock.now()
    with transaction() as session:
        history.because(session, actor_id=current_user.id, reason=form.reason.data, now=now)
        actions.correct_e_payment_account(
            session,
            _account(producer_id, account_id),
            form.details(),
            vault=the_vault(),
            may_share=form.may_share.data,
            actor_id=current_user.id,
            now=now,
        )


@account_corrections.get(f"{ONE}/ghi-nham")
@open_to(Audience.STAFF)
def undo(producer_id: int, account_id: int) -> Answer:
    """The form that takes back a mistake."""
    account = _account(producer_id, account_id)
    return _undo_page(account, _undo_form(account))


@account_corrections.post(f"{ONE}/ghi-nham")
@open_to(Audience.STAFF)
def undo_now(producer_id: int, account_id: int) -> Answer:
    """Take back a mistake."""
    account = _account(producer_id, account_id)
    form = _undo_form(account)
    if not form.validate_on_submit():
        return _undo_page(account, form), 422
    try:
        with transaction() as session:
            UNDO[form.mistake.data](
                session,
                _account(producer_id, account_id),
                reason=form.reason.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
    except AccountKnown:
        form.mistake.errors = [_("The same account was recorded again since. It is open there.")]
        return _undo_page(_account(producer_id, account_id), form), 422
    except NothingToUndo:
        flash(_("Somebody has taken it back already."), "info")
    else:
        flash(_("The mistake is taken back. The history keeps both."), "success")
    return _back(producer_id)


@account_corrections.get(f"{ONE}/xem-so")
@open_to(Audience.STAFF)
def ask_for_number(producer_id: int, account_id: int) -> Answer:
    """The form that asks why somebody needs the full number."""
    return _number_page(_with_number(producer_id, account_id), ReasonForm())


@account_corrections.post(f"{ONE}/xem-so")
@open_to(Audience.STAFF)
def show_number(producer_id: int, account_id: int) -> Answer:
    """The full number, in this answer only; loading it again asks again."""
    account, form = _with_number(producer_id, account_id), ReasonForm()
    if not form.validate_on_submit():
        return _number_page(account, form), 422
    try:
        with transaction() as session:
            account = _with_number(producer_id, account_id)
            number = actions.reveal_number(
                session,
                account,
                vault=the_vault(),
                reason=form.reason.data,
                actor_id=current_user.id,
                now=clock.now(),
            )
    except LostKey:
        flash(_("The number cannot be opened: its key is not here. Tell the operator."), "error")
        return _back(producer_id)
    return _number_page(_with_number(producer_id, account_id), form, number)


def _account(producer_id: int, account_id: int) -> EPaymentAccount:
    """An account that was not cancelled."""
    found = queries.account_of_producer(db.session(), producer_id, account_id)
    if found is None or found.cancelled_at is not None:
        abort(404)
    return found


def _with_number(producer_id: int, account_id: int) -> EPaymentAccount:
    """An account whose full number is kept."""
    found = queries.account_of_producer(db.session(), producer_id, account_id)
    if found is None or found.number_sealed is None:
        abort(404)
    return found


def _undo_form(account: EPaymentAccount) -> UndoForm:
    form = UndoForm()
    form.mistake.choices = [
        choice
        for choice, is_there in (
            (VERIFICATION, account.verified_on is not None),
            (CLOSING, account.closed_on is not None),
            (ENTRY, True),
        )
        if is_there
    ]
    return form


def _correct_page(
    account: EPaymentAccount, form: CorrectAccountForm, *, asks_again: bool = False
) -> str:
    return render_template(
        "producers/staff/correct_account.html",
        account=account,
        form=form,
        providers=PROVIDERS,
        asks_again=asks_again or form.may_share.data,
    )


def _undo_page(account: EPaymentAccount, form: UndoForm) -> str:
    return render_template("producers/staff/undo_account.html", account=account, form=form)


def _number_page(account: EPaymentAccount, form: ReasonForm, number: str = "") -> str:
    return render_template(
        "producers/staff/account_number.html", account=account, form=form, number=number
    )


def _back(producer_id: int) -> Response:
    return redirect(url_for("staff_producers.show", producer_id=producer_id), 303)
