"""Staff keep the list of platforms, and look again at what they saw on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import actions, queries
from marketplace.catalog.models import Platform
from marketplace.catalog.queries import Due
from marketplace.catalog.rules.platforms import soon_stale_until
from marketplace.catalog.staff_forms import ChangePlatformForm, PlatformForm
from marketplace.db import transaction
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

platforms = Blueprint("platforms", __name__, url_prefix="/can-bo/san")
Answer = Response | str | tuple[str, int]
CHECKS_A_PAGE = 50
USUAL_DAYS = 90


@platforms.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """The platforms, which of them count, and how much is recorded on each."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    return render_template(
        "catalog/staff/platforms.html",
        platforms=queries.platforms(session),
        counts=queries.current_counts(session),
        stale=queries.due_count(session, Due(None, today)),
        today=today,
    )


@platforms.get("/them")
@open_to(Audience.STAFF)
def create() -> Answer:
    """The form for a platform that is not in the list."""
    return _form_page(PlatformForm(stale_after_days=USUAL_DAYS), None, 200)


@platforms.post("/them")
@open_to(Audience.STAFF)
def create_now() -> Answer:
    """Add a platform."""
    form = PlatformForm()
    if not form.validate_on_submit():
        return _form_page(form, None, 422)
    with transaction() as session:
        actions.add_platform(session, form.input(), actor_id=current_user.id, now=clock.now())
    flash(_("The platform is in the list."), "success")
    return redirect(url_for(".index"), 303)


@platforms.get("/<int(max=2147483647):platform_id>/sua")
@open_to(Audience.STAFF)
def edit(platform_id: int) -> Answer:
    """The form for what is known of a platform."""
    platform = _platform(platform_id)
    return _form_page(ChangePlatformForm(obj=platform), platform, 200)


@platforms.post("/<int(max=2147483647):platform_id>/sua")
@open_to(Audience.STAFF)
def edit_now(platform_id: int) -> Answer:
    """Correct what is known of a platform."""
    platform, form = _platform(platform_id), ChangePlatformForm()
    if not form.validate_on_submit():
        return _form_page(form, platform, 422)
    with transaction() as session:
        actions.change_platform(
            session,
            queries.platform(session, platform_id),
            form.input(),
            reason=form.reason.data,
            actor_id=current_user.id,
            now=clock.now(),
        )
    flash(_("The platform is corrected."), "success")
    return redirect(url_for(".index"), 303)


@platforms.get("/can-kiem-tra")
@open_to(Audience.STAFF)
def due() -> str:
    """What was seen elsewhere so long ago that somebody should look again."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    platform_id = request.args.get("san", type=int)
    spans = {
        "stale": Due(None, today, platform_id),
        "soon": Due(today, soon_stale_until(today), platform_id),
    }
    counts = {name: queries.due_count(session, span) for name, span in spans.items()}
    shown = "soon" if request.args.get("muc") == "sap" else "stale"
    page = Page(page_number(), CHECKS_A_PAGE, counts[shown])
    return render_template(
        "catalog/staff/due.html",
        rows=queries.due_checks(session, spans[shown], page.offset, page.size),
        page=page,
        shown=shown,
        counts=counts,
        platforms=queries.outside_platforms(session),
        platform_id=platform_id,
        url_of=lambda number: _due_url(shown, platform_id, number),
        tab_url=lambda tab: _due_url(tab, platform_id, 1),
    )


@platforms.get("/<int(max=2147483647):platform_id>/khong-thay")
@open_to(Audience.STAFF)
def missing(platform_id: int) -> str:
    """What is recorded on a platform and was not there at the last look, or since a day."""
    session, platform = db.session(), _platform(platform_id)
    last = queries.last_look(session, platform.id)
    day = _day(request.args.get("ngay", "")) or last
    return render_template(
        "catalog/staff/missing.html",
        platform=platform,
        day=day,
        rows=queries.not_seen_since(session, platform.id, day) if day else [],
        here=url_for(".missing", platform_id=platform.id, ngay=day),
    )


def _day(text: str) -> date | None:
    """A day of the address; what is none is not asked for."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _due_url(shown: str, platform_id: int | None, number: int) -> str:
    given: dict[str, Any] = {
        "muc": "sap" if shown == "soon" else None,
        "san": platform_id,
        "trang": number if number > 1 else None,
    }
    return url_for(".due", **{name: value for name, value in given.items() if value})


def _platform(platform_id: int) -> Platform:
    return queries.find_platform(db.session(), platform_id) or abort(404)


def _form_page(form: PlatformForm, platform: Platform | None, status: int) -> tuple[str, int]:
    page = render_template("catalog/staff/platform.html", form=form, platform=platform)
    return page, status
