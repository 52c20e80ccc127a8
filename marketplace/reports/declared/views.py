"""Staff read what was published before this system, take files of it in, withdraw what is wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports import wording as reports
from marketplace.reports.declared import actions, queries, wording
from marketplace.reports.declared.beside import Beside
from marketplace.reports.declared.errors import AlreadyWithdrawn, BadFile
from marketplace.reports.declared.forms import PublishedFileForm, WithdrawForm
from marketplace.reports.declared.reading import ReadFile, read_file
from marketplace.reports.declared.rules.checks import check
from marketplace.reports.declared.series import Asked, provinces, sections, years
from marketplace.reports.models import DeclaredFigure
from marketplace.text import clean_line
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

declared = Blueprint("declared", __name__, url_prefix="/can-bo/so-lieu/da-cong-bo")
Answer = Response | str | tuple[str, int]
ONE = "/<int(max=2147483647):figure_id>"
SECTIONS_A_PAGE = 8  # for each of them our figures of its day are counted
FAULTS_SHOWN = 100


@declared.context_processor
def words() -> dict[str, object]:
    """Give the pages the words for figures and flags."""
    return {"declared_words": wording, "wording": reports}


@declared.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The published figures by province and time, ours beside them, with what is wrong."""
    now = clock.now()
    figures = queries.all_figures(db.session())
    flags = check(figures)
    asked = _asked()
    taken = [figure for figure in figures if asked.takes(figure, flags)]
    found = sections(taken)
    page = Page(page_number(), SECTIONS_A_PAGE, len(found))
    return render_template(
        "reports/declared/index.html",
        asked=asked,
        flags=flags,
        figures=figures,
        taken=taken,
        flagged=sum(figure.id in flags for figure in taken),
        sections=found[page.offset : page.offset + page.size],
        beside=Beside(db.session(), clock.day_in_vietnam(now), now),
        provinces=provinces(figures),
        years=years(figures),
        page=page,
        url_of=lambda number: url_for(".index", **_arguments() | {"trang": number}),
    )


@declared.get(ONE)
@open_to(Audience.STAFF)
def show(figure_id: int) -> str:
    """One published figure: every flag with the other side, ours beside it, its history."""
    figure, now = _figure(figure_id), clock.now()
    figures = queries.all_figures(db.session())
    return render_template(
        "reports/declared/show.html",
        figure=figure,
        flags=check(figures).get(figure.id, ()),
        others={other.id: other for other in figures},
        ours=Beside(db.session(), clock.day_in_vietnam(now), now).ours(figure),
    )


@declared.get("/nhap")
@open_to(Audience.STAFF)
def upload() -> Answer:
    """The form for a file of published figures."""
    return _upload_page(PublishedFileForm(), 200)


@declared.post("/nhap")
@open_to(Audience.STAFF)
def upload_now() -> Answer:
    """Take a file in: all of it, or its good rows when that was asked for."""
    form = PublishedFileForm()
    if not form.validate_on_submit():
        return _upload_page(form, 422)
    try:
        read = read_file(form.input())
    except BadFile as refusal:
        form.file.errors = [wording.file_fault(refusal)]
        return _upload_page(form, 422)
    if read.faults and not (form.good_rows.data and read.statements):
        form.file.errors = [_refused(read)]
        return _upload_page(form, 422, read)
    _take(read)
    return _upload_page(form, 200, read) if read.faults else redirect(url_for(".index"), 303)


@declared.get(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw(figure_id: int) -> Answer:
    """The form for why a figure is withdrawn."""
    return _withdraw_page(_standing(figure_id), WithdrawForm(), 200)


@declared.post(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw_now(figure_id: int) -> Answer:
    """Withdraw a figure, with a reason."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _withdraw_page(_standing(figure_id), form, 422)
    try:
        with transaction() as session:
            actions.withdraw(
                session,
                _figure(figure_id),
                reason=form.input(),
                actor_id=current_user.id,
                now=clock.now(),
            )
    except AlreadyWithdrawn:
        flash(_("Somebody has withdrawn this figure already."), "info")
    else:
        flash(_("The figure is withdrawn. It stays in the history."), "success")
    return redirect(url_for(".show", figure_id=figure_id), 303)


def _take(read: ReadFile) -> None:
    with transaction() as session:
        statements = [statement for _line, statement in read.statements]
        taken = actions.take(session, statements, actor_id=current_user.id, now=clock.now())
    flash(
        _(
            "Published figures: %(added)s new, %(known)s known already, %(refused)s refused.",
            added=taken.added,
            known=taken.known,
            refused=read.refused,
        ),
        "success",
    )


def _refused(read: ReadFile) -> str:
    return str(
        ngettext(
            "%(num)s row is refused, so nothing was taken. Correct it and send the file again.",
            "%(num)s rows are refused, so nothing was taken. Correct them and send the file again.",
            read.refused,
        )
    )


def _upload_page(
    form: PublishedFileForm, status: int, read: ReadFile | None = None
) -> tuple[str, int]:
    page = render_template(
        "reports/declared/upload.html",
        form=form,
        faults=[wording.fault(fault) for fault in read.faults[:FAULTS_SHOWN]] if read else [],
        more=max(0, len(read.faults) - FAULTS_SHOWN) if read else 0,
        unknown=read.unknown if read else [],
        is_taken=status == 200,
    )
    return page, status


def _withdraw_page(figure: DeclaredFigure, form: WithdrawForm, status: int) -> tuple[str, int]:
    return render_template("reports/declared/withdraw.html", figure=figure, form=form), status


def _figure(figure_id: int) -> DeclaredFigure:
    return queries.declared_figure(db.session(), figure_id) or abort(404)


def _standing(figure_id: int) -> DeclaredFigure:
    figure = _figure(figure_id)
    return figure if figure.withdrawn_at is None else abort(404)


def _asked() -> Asked:
    """What the address asks for; what is no choice of ours asks for everything."""
    year = request.args.get("nam", "")
    return Asked(
        province=clean_line(request.args.get("tinh", ""))[:80],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        words=clean_line(request.args.get("q", ""))[:100],
        only_flagged=request.args.get("co") == "1",
        with_withdrawn=request.args.get("rut") == "1",
    )


def _arguments() -> dict[str, Any]:
    """The choices of this page, for the addresses of its other pages."""
    return {
        name: request.args[name]
        for name in ("tinh", "nam", "q", "co", "rut")
        if name in request.args
    }
