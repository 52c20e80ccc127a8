"""Staff read orders and value by month and platform, and record what others declare."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports.models import DeclaredSale
from marketplace.reports.queries.book import book
from marketplace.reports.sales import actions, queries
from marketplace.reports.sales.errors import AlreadyDeclared
from marketplace.reports.sales.forms import CorrectSaleForm, SaleForm, WithdrawForm
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

sales = Blueprint("sales", __name__, url_prefix="/can-bo/so-lieu/don-hang")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):sale_id>"
LINES_A_PAGE = 60


@sales.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """Orders and value by month and platform: ours counted, the others' declared."""
    now = clock.now()
    session, today = db.session(), clock.day_in_vietnam(now)
    lines = queries.lines(session, book(session, today, now=now))
    page = Page(page_number(), LINES_A_PAGE, len(lines))
    return render_template(
        "reports/sales/index.html",
        lines=lines[page.offset : page.offset + page.size],
        page=page,
        url_of=lambda number: url_for(".index", trang=number),
    )


@sales.get("/them")
@open_to(Audience.STAFF)
def add() -> Answer:
    """The form for what somebody declares."""
    return _add_page(_form(), 200)


@sales.post("/them")
@open_to(Audience.STAFF)
def add_now() -> Answer:
    """Record what somebody declares."""
    form = _form()
    if not form.validate_on_submit():
        return _add_page(form, 422)
    try:
        with transaction() as session:
            platform = queries.platform(session, form.platform.data) or abort(404)
            actions.record(
                session,
                platform,
                form.first_day(),
                form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except AlreadyDeclared:
        form.month.errors = [
            _("This platform and month are there already. Correct them in the list, with a reason.")
        ]
        return _add_page(form, 422)
    flash(_("The declared sales are recorded."), "success")
    return redirect(url_for(".index"), 303)


@sales.get(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct(sale_id: int) -> Answer:
    """The form for a correction."""
    sale = _sale(sale_id)
    form = CorrectSaleForm(
        orders=str(sale.orders), value_vnd=str(sale.value_vnd), declared_by=sale.declared_by
    )
    return _page("correct", sale, form, 200)


@sales.post(f"{ONE}/sua")
@open_to(Audience.STAFF)
def correct_now(sale_id: int) -> Answer:
    """Correct a declared month, with a reason."""
    form = CorrectSaleForm()
    if not form.validate_on_submit():
        return _page("correct", _sale(sale_id), form, 422)
    with transaction() as session:
        actions.correct(
            session,
            _sale(sale_id),
            form.input(),
            reason=form.reason.data,
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("It is corrected. What it was before stays in the history."), "success")
    return redirect(url_for(".index"), 303)


@sales.get(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw(sale_id: int) -> Answer:
    """The form for why a declared month is withdrawn."""
    return _page("withdraw", _sale(sale_id), WithdrawForm(), 200)


@sales.post(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw_now(sale_id: int) -> Answer:
    """Withdraw a declared month, with a reason."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _page("withdraw", _sale(sale_id), form, 422)
    with transaction() as session:
        actions.withdraw(
            session,
            _sale(sale_id),
            reason=form.input(),
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("It is withdrawn. It stays in the history."), "success")
    return redirect(url_for(".index"), 303)


def _form() -> SaleForm:
    form = SaleForm()
    form.platform.choices = [
        SelectChoice(platform.id, platform.name)
        for platform in queries.other_platforms(db.session())
    ]
    return form


def _sale(sale_id: int) -> DeclaredSale:
    return queries.declared_sale(db.session(), sale_id) or abort(404)


def _add_page(form: SaleForm, status: int) -> tuple[str, int]:
    return render_template("reports/sales/add.html", form=form), status


def _page(
    name: str, sale: DeclaredSale, form: CorrectSaleForm | WithdrawForm, status: int
) -> tuple[str, int]:
    return render_template(f"reports/sales/{name}.html", sale=sale, form=form), status
