"""Staff take a file, stop it, go on with it, or drop it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.intake import actions, flows
from marketplace.intake.errors import RowsRefused, WrongState
from marketplace.intake.models import TakingMode
from marketplace.intake.views.desk import ONE, back_to, held_or_404, intake, run_or_404
from marketplace.web.guards import open_to


@intake.post(f"{ONE}/nhap")
@open_to(Audience.STAFF)
def take(run_id: int) -> Response:
    """Begin to take the rows."""
    is_whole = request.form.get("cach") == TakingMode.ALL_OR_NOTHING
    mode = TakingMode.ALL_OR_NOTHING if is_whole else TakingMode.GOOD_ROWS
    try:
        with transaction() as session:
            run = held_or_404(run_id)
            actions.start_taking(run, mode, now=clock.now())
            actions.queue(session, run, now=clock.now())
    except RowsRefused as refusal:
        sentence = _("%(rows)s rows are refused, so nothing was taken.", rows=refusal.rows)
        flash(sentence, "error")
    except WrongState:
        flash(_("The file is further on already."), "info")
    return back_to(run_id)


@intake.post(f"{ONE}/dung")
@open_to(Audience.STAFF)
def stop(run_id: int) -> Response:
    """Pause the work."""
    try:
        with transaction():
            actions.stop(held_or_404(run_id), now=clock.now())
    except WrongState:
        flash(_("The file is further on already."), "info")
    return back_to(run_id)


@intake.post(f"{ONE}/tiep")
@open_to(Audience.STAFF)
def resume(run_id: int) -> Response:
    """Go on where it was stopped."""
    try:
        with transaction() as session:
            run = held_or_404(run_id)
            actions.resume(run, now=clock.now())
            actions.queue(session, run, now=clock.now())
    except WrongState:
        flash(_("The file is further on already."), "info")
    return back_to(run_id)


@intake.post(f"{ONE}/bo")
@open_to(Audience.STAFF)
def discard(run_id: int) -> Response:
    """Drop a file of which nothing was taken."""
    run_or_404(run_id)
    try:
        flows.discard(run_id, actor_id=current_user.id, now=clock.now())
    except WrongState:
        flash(_("Rows of this file were taken already, so it cannot be discarded."), "error")
        return back_to(run_id)
    flash(_("The file is discarded. Nothing was taken."), "success")
    return redirect(url_for(".index"), 303)
