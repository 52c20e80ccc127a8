"""What every page of files shares: the address, the file it is about, the way back to it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from marketplace import db
from marketplace.intake import flows, queries
from marketplace.intake.kinds import Taker
from marketplace.intake.models import IntakeRun

intake = Blueprint("intake", __name__, url_prefix="/can-bo/tap-tin")
ONE = "/<int(max=2147483647):run_id>"


def run_or_404(run_id: int) -> IntakeRun:
    """The file with this number, of a kind that we know."""
    run = queries.find_run(db.session(), run_id)
    return run if run is not None and run.kind in flows.takers() else abort(404)


def held_or_404(run_id: int) -> IntakeRun:
    """The same, held until the end of the transaction."""
    run_or_404(run_id)
    return queries.held_run(db.session(), run_id)


def taker_of(run: IntakeRun) -> Taker:
    """What the file is."""
    return flows.takers()[run.kind]


def back_to(run_id: int) -> Response:
    """To the page of the file."""
    return redirect(url_for("intake.show", run_id=run_id), 303)
