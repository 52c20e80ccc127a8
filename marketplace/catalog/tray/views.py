"""Staff decide the rows that wait in the tray, with both sides before them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog.errors import (
    AlreadyDecided,
    BothListed,
    ChangedSince,
    ListingOfAnother,
    SameThing,
    TakenAlready,
)
from marketplace.catalog.merging.wording import refusal_words
from marketplace.catalog.queries import tray as queries
from marketplace.catalog.queries.tray import TrayFilters
from marketplace.catalog.staff_forms import ReasonForm
from marketplace.catalog.tray import deciding, wording
from marketplace.catalog.tray.forms import VerdictForm
from marketplace.catalog.tray.sides import lay_out
from marketplace.db import transaction
from marketplace.intake.flows import takers
from marketplace.intake.models import CaseState, MatchCase
from marketplace.registry import look_alikes
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

tray = Blueprint("tray", __name__, url_prefix="/can-bo/doi-chieu")
Answer = Response | str | tuple[str, int]
CASES_A_PAGE = 50
CASE = "/<int(max=2147483647):case_id>"


def connect(app: Flask) -> None:
    """Let the navigation of staff say how many cases wait."""
    app.context_processor(lambda: {"open_cases": lambda: queries.open_count(db.session())})


@tray.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The cases that wait, or that were decided, by kind and file."""
    session, asked = db.session(), _asked()
    page = Page(page_number(), CASES_A_PAGE, queries.cases_count(session, asked))
    return render_template(
        "catalog/tray/index.html",
        cases=queries.cases(session, asked, page.offset, page.size),
        page=page,
        asked=asked,
        waiting=queries.open_count(session),
        kinds=_kinds(queries.kinds_waiting(session), asked),
        runs=queries.runs_waiting(session),
        wording=wording,
        takers=takers(),
        url_of=lambda number: url_for(".index", **_arguments(asked), trang=number),
        tab_url=lambda decided: url_for(".index", **_arguments(asked, is_decided=decided)),
        case_url=_case_url,
    )


def _asked() -> TrayFilters:
    kind = request.args.get("loai", "")[:40]
    run_id = request.args.get("tep", "")
    is_number = run_id.isascii() and run_id.isdigit() and len(run_id) < 10
    is_decided = request.args.get("muc") == "da-xong"
    return TrayFilters(kind, int(run_id) if is_number else None, is_decided)


def _arguments(asked: TrayFilters, *, is_decided: bool | None = None) -> dict[str, Any]:
    decided = asked.is_decided if is_decided is None else is_decided
    given = {"loai": asked.kind, "tep": asked.run_id, "muc": "da-xong" if decided else None}
    return {name: value for name, value in given.items() if value}


def _kinds(waiting: dict[str, int], asked: TrayFilters) -> list[tuple[str, str, int]]:
    """The kinds to choose from: (kind, words, how many wait)."""
    names = {*waiting, asked.kind} - {""}
    return [
        (kind, wording.kind_name(kind, takers()), waiting.get(kind, 0)) for kind in sorted(names)
    ]


@tray.post("/tim-giong-nhau")
@open_to(Audience.STAFF)
def find_look_alikes() -> Response:
    """Have the register searched for products that look alike."""
    with transaction() as session:
        look_alikes.queue(session, now=clock.now())
    flash(_("The register is being searched. Pairs that look alike will appear here."), "success")
    return redirect(url_for(".index"), 303)


@tray.get(CASE)
@open_to(Audience.STAFF)
def show(case_id: int) -> Answer:
    """One case with both sides."""
    return _page(_case(case_id), VerdictForm(), 200)


@tray.post(CASE)
@open_to(Audience.STAFF)
def decide(case_id: int) -> Answer:
    """Decide a case and go on to the next."""
    case, form = _case(case_id), VerdictForm()
    form.offer(lay_out(db.session(), case, takers()), is_pair=_is_pair(case))
    if not form.validate_on_submit():
        return _page(case, form, 422)
    try:
        with transaction() as session:
            held = queries.held_case(session, case_id) or abort(404)
            asked = deciding.decide(
                session, held, form.input(), actor_id=current_user.id, now=clock.now()
            )
    except AlreadyDecided:
        flash(_("Somebody has decided this meanwhile."), "error")
        return redirect(url_for(".show", case_id=case_id), 303)
    except (BothListed, ListingOfAnother, SameThing) as refusal:
        form.choice.errors = [refusal_words(refusal)]
        return _page(_case(case_id), form, 422)
    flash(ngettext("Decided.", "Decided, for %(num)s rows that asked the same.", asked), "success")
    return _onward(case_id)


def _onward(case_id: int) -> Response:
    """To the next case under the same filters, or back to the list when none waits."""
    asked = _asked()
    following = queries.next_case(db.session(), TrayFilters(asked.kind, asked.run_id), case_id)
    return redirect(url_for(".index") if following is None else _case_url(following), 303)


def _case_url(case: MatchCase) -> str:
    """The page of a case, under the filters of this one."""
    return url_for(".show", case_id=case.id, **_arguments(_asked()))


@tray.post(f"{CASE}/mo-lai")
@open_to(Audience.STAFF)
def reopen(case_id: int) -> Answer:
    """Take a decision back."""
    case, form = _case(case_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(case, VerdictForm(), 422, reason=form)
    try:
        with transaction() as session:
            held = queries.held_case(session, case_id) or abort(404)
            deciding.reopen(
                session, held, reason=form.input(), actor_id=current_user.id, now=clock.now()
            )
    except (TakenAlready, ChangedSince) as refusal:
        flash(refusal_words(refusal), "error")
    else:
        flash(_("The case waits again."), "success")
    return redirect(url_for(".show", case_id=case_id), 303)


def _case(case_id: int) -> MatchCase:
    return queries.find_case(db.session(), case_id) or abort(404)


def _is_pair(case: MatchCase) -> bool:
    return case.kind == look_alikes.KIND


def _page(
    case: MatchCase, form: VerdictForm, status: int, reason: ReasonForm | None = None
) -> tuple[str, int]:
    session, asked = db.session(), _asked()
    waiting = TrayFilters(asked.kind, asked.run_id)
    sides = lay_out(session, case, takers())
    page = render_template(
        "catalog/tray/show.html",
        case=case,
        sides=sides,
        form=form.offer(sides, is_pair=_is_pair(case)),
        reason=reason or ReasonForm(formdata=None),
        is_pair=_is_pair(case),
        is_open=case.state is CaseState.OPEN,
        can_reopen=deciding.can_reopen(case),
        decided_by=queries.decided_by(session, case),
        wording=wording,
        takers=takers(),
        waiting=queries.cases_count(session, waiting),
        later_url=_case_url(queries.next_case(session, waiting, case.id) or case),
        back_url=url_for(".index", **_arguments(asked)),
        here=_case_url(case),
    )
    return page, status
