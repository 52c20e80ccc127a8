"""The pages of a helper: the tasks given to her, and nothing else."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.registry.actions import follow_ups as actions
from marketplace.registry.queries import follow_ups as queries
from marketplace.reports.follow_ups import words
from marketplace.reports.follow_ups.forms import DoneForm
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

helping = Blueprint("helping", __name__, url_prefix="/giup/viec")
TASKS_A_PAGE = 20
Answer = Response | str | tuple[str, int]


@helping.get("")
@open_to(Audience.HELPER)
def home() -> str:
    """What is to be done, or what was done."""
    return _page(wrong=None, form=DoneForm(formdata=None))


@helping.post("/<int(max=2147483647):task_id>/xong")
@open_to(Audience.HELPER)
def finish(task_id: int) -> Answer:
    """A task is done."""
    form = DoneForm()
    is_good = form.validate_on_submit()
    with transaction() as session:
        task = queries.task_of_helper(session, task_id, current_user.id) or abort(404)
        if is_good:
            actions.finish(
                session, task, told=form.input(), actor_id=current_user.id, now=clock.now()
            )
    if not is_good:
        return _page(wrong=task_id, form=form), 422
    flash(_("Thank you. The task is done."), "success")
    return redirect(url_for(".home"), 303)


def _page(*, wrong: int | None, form: DoneForm) -> str:
    """``wrong`` is the task whose form was not understood: it shows what was typed."""
    session, is_done = db.session(), request.args.get("xem") == "da-xong"
    counts = {
        done: queries.task_count(session, current_user.id, is_settled=done)
        for done in (False, True)
    }
    page = Page(page_number(), TASKS_A_PAGE, counts[is_done])
    return render_template(
        "reports/follow_ups/tasks.html",
        tasks=queries.tasks_of_helper(
            session, current_user.id, page.offset, page.size, is_settled=is_done
        ),
        is_done=is_done,
        counts=counts,
        wrong=wrong,
        form=form,
        empty_form=DoneForm(formdata=None),
        today=clock.day_in_vietnam(clock.now()),
        words=words,
        page=page,
        url_of=lambda number: url_for(".home", xem="da-xong" if is_done else None, trang=number),
    )
