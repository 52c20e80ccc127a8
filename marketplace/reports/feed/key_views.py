"""Staff give out keys to the feed, see when they were used, and revoke them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.reports.feed import keys, queries
from marketplace.text import clean_line
from marketplace.web.guards import open_to

feed_keys = Blueprint("feed_keys", __name__, url_prefix="/can-bo/khoa-du-lieu")


class KeyForm(FlaskForm):  # type: ignore[misc]
    """Whose key it is."""

    name = StringField(
        _l("Who will use the key"),
        description=_l("For example: Trung tâm điều hành thông minh tỉnh Lào Cai."),
        filters=[lambda text: clean_line(text or "")],
        validators=[
            DataRequired(_l("Say who will use the key.")),
            Length(max=120, message=_l("At most %(max)d characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )


@feed_keys.get("")
@open_to(Audience.STAFF)
def index() -> str:
    """Every key, and the form for a new one."""
    return _page(KeyForm())


@feed_keys.post("")
@open_to(Audience.STAFF)
def make() -> tuple[str, int, dict[str, str]] | tuple[str, int]:
    """Make a key and show it, this once."""
    form = KeyForm()
    if not form.validate_on_submit():
        return _page(form), 422
    with transaction() as session:
        key = keys.make(session, form.name.data, actor_id=current_user.id, now=clock.now())
    page = render_template("reports/feed/key_made.html", key=key, name=form.name.data)
    return page, 201, {"Cache-Control": "no-store"}


@feed_keys.post("/<int(max=2147483647):token_id>/thu-hoi")
@open_to(Audience.STAFF)
def revoke(token_id: int) -> Response:
    """Revoke a key."""
    with transaction() as session:
        token = queries.find(session, token_id) or abort(404)
        keys.revoke(session, token, actor_id=current_user.id, now=clock.now())
    flash(_("The key is revoked: it opens nothing any more."), "success")
    return redirect(url_for(".index"), 303)


def _page(form: KeyForm) -> str:
    return render_template(
        "reports/feed/keys.html", form=form, tokens=queries.all_keys(db.session())
    )
