"""A producer's own shop: what it says, and whether it is open."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.producers import actions
from marketplace.producers.forms import ShopForm
from marketplace.producers.guards import current_producer
from marketplace.web import filters
from marketplace.web.guards import open_to

selling_shop = Blueprint("selling_shop", __name__, url_prefix="/ban-hang/gian-hang")


@selling_shop.get("/")
@open_to(Audience.PRODUCER)
def show() -> str:
    """The shop as it stands, and the form to change what it says."""
    producer = current_producer()
    phone = filters.phone(producer.phone) if producer.phone else ""
    written = {"intro": producer.intro, "phone": phone, "email": producer.email}
    return _page(ShopForm(data=written))


@selling_shop.post("/")
@open_to(Audience.PRODUCER)
def save() -> Response | tuple[str, int]:
    """Change what the shop's page says."""
    producer, actor_id = current_producer(), current_user.id
    form = ShopForm()
    if not form.validate():
        return _page(form), 422
    with transaction() as session:
        actions.describe_shop(session, producer, form.input(), actor_id=actor_id, now=clock.now())
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show"), 303)


def _page(form: ShopForm) -> str:
    return render_template("producers/shop.html", producer=current_producer(), form=form)
