"""Staff correct a product, and read and correct a decision with its annex."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.registry import errors, queries
from marketplace.registry.actions import corrections as actions
from marketplace.registry.actions.certificates import Why
from marketplace.registry.actions.corrections import ProductFacts
from marketplace.registry.models import Decision, Product
from marketplace.registry.queries.places import commune, communes_to_choose
from marketplace.registry.rules import life
from marketplace.registry.staff_forms import DecisionForm, ProductForm
from marketplace.registry.staff_views.confirming import Answer, Step, take
from marketplace.web.guards import open_to
from marketplace.web.paging import Page, page_number

staff_subjects = Blueprint("staff_subjects", __name__, url_prefix="/can-bo")
PRODUCT = "/san-pham/<int(max=2147483647):product_id>/sua"
DECISION = "/quyet-dinh/<int(max=2147483647):decision_id>"
ROWS_A_PAGE = 50
METHODS = ("GET", "POST")


@staff_subjects.route(PRODUCT, methods=METHODS)
@open_to(Audience.STAFF)
def correct_product(product_id: int) -> Answer:
    """Correct the name, group or place of a product."""
    product, form = _product(product_id), _product_form(_product(product_id))

    def page(status: int) -> Answer:
        shown = render_template(
            "registry/product_form.html", form=form, product=_product(product_id)
        )
        return shown, status

    def act(session: Session, why: Why) -> None:
        actions.correct_product(session, product, _product_facts(session, form), why)

    step = Step(
        form=form,
        page=page,
        act=act,
        title=_("Correct the product"),
        done=_("The correction is recorded."),
        back=url_for("register.show", product_id=product_id),
        fields={},
    )
    return take(step) if request.method == "POST" else page(200)


@staff_subjects.get(DECISION)
@open_to(Audience.STAFF)
def decision(decision_id: int) -> str:
    """One decision with the products of its annex, in pages."""
    session, today = db.session(), clock.day_in_vietnam(clock.now())
    found = _decision(decision_id)
    page = Page(page_number(), ROWS_A_PAGE, queries.annex_count(session, decision_id))
    annex = queries.annex(session, decision_id, page.offset, page.size)
    return render_template(
        "registry/decision.html",
        decision=found,
        annex=annex,
        page=page,
        url_of=lambda number: url_for(".decision", decision_id=decision_id, trang=number),
        state_of=lambda one: life.state_on(one, today, one.product.certificates),
        window_of=life.filing_window,
    )


@staff_subjects.route(f"{DECISION}/sua", methods=METHODS)
@open_to(Audience.STAFF)
def correct_decision(decision_id: int) -> Answer:
    """Correct a decision; another day moves its certificates too."""
    found = _decision(decision_id)
    form = DecisionForm.of(found)

    def page(status: int) -> Answer:
        shown = render_template(
            "registry/decision_form.html",
            form=form,
            decision=_decision(decision_id),
            certificates=queries.annex_count(db.session(), decision_id),
        )
        return shown, status

    step = Step(
        form=form,
        page=page,
        act=lambda session, why: actions.correct_decision(session, found, form.input(), why),
        title=_("Correct the decision"),
        done=_("The correction is recorded."),
        back=url_for(".decision", decision_id=decision_id),
        fields={errors.DecisionKnown: "number", errors.ExtensionUnfit: "issued"},
    )
    return take(step) if request.method == "POST" else page(200)


def _product_form(product: Product) -> ProductForm:
    form = ProductForm(
        name=product.name,
        group_no=product.group_no or 0,
        unit_id=product.unit_id or 0,
        place_text=product.place_text,
    )
    form.offer(communes_to_choose(db.session(), product.province_id))
    return form


def _product_facts(session: Session, form: ProductForm) -> ProductFacts:
    return ProductFacts(
        name=form.name.data,
        group_no=form.group_no.data or None,
        unit=commune(session, form.unit_id.data) if form.unit_id.data else None,
        place_text=form.place_text.data,
    )


def _product(product_id: int) -> Product:
    return queries.find_product(db.session(), product_id) or abort(404)


def _decision(decision_id: int) -> Decision:
    return queries.decision_with_place(db.session(), decision_id) or abort(404)
