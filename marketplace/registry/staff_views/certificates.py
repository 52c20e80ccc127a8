"""Staff record a certificate of a product, and correct one."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.errors import Refusal
from marketplace.registry import errors, queries
from marketplace.registry.actions import certificates as actions
from marketplace.registry.models import Certificate, Product
from marketplace.registry.staff_forms import (
    CertificateForm,
    ExtendForm,
    FileReceivedForm,
    ReasonForm,
    RevokeForm,
)
from marketplace.registry.staff_views.confirming import Answer, Step, take
from marketplace.web.guards import open_to

staff_certificates = Blueprint("staff_certificates", __name__, url_prefix="/can-bo")
NEW = "/san-pham/<int(max=2147483647):product_id>/chung-nhan-moi"
ONE = "/chung-nhan/<int(max=2147483647):certificate_id>"
METHODS = ("GET", "POST")
STATED: dict[type[Refusal], str] = {
    errors.DecisionMissing: "decision",
    errors.BadCode: "product_code",
    errors.CodeTaken: "product_code",
    errors.FiveStarsOfMinistry: "stars",
}


@staff_certificates.route(NEW, methods=METHODS)
@open_to(Audience.STAFF)
def add(product_id: int) -> Answer:
    """Record a recognition that the register does not have."""
    product = _product(product_id)
    form = CertificateForm(evidence="decision")

    def page(status: int) -> Answer:
        return _form_page(form, _("Record a certificate"), _product(product_id), status)

    return _answer(
        Step(
            form=form,
            page=page,
            act=lambda session, why: actions.record(session, product, form.input(), why),
            title=_("Record a certificate"),
            done=_("The certificate is recorded."),
            back=_back(product_id),
            fields=STATED | {errors.CertificateKnown: "decision"},
        )
    )


@staff_certificates.route(f"{ONE}/sua", methods=METHODS)
@open_to(Audience.STAFF)
def correct(certificate_id: int) -> Answer:
    """Correct what is recorded of a certificate: the old stays in the history."""
    certificate = _certificate(certificate_id)
    form = CertificateForm.of(certificate)
    return _answer(
        _step(
            certificate,
            form,
            title=_("Correct the certificate"),
            done=_("The correction is recorded."),
            act=lambda session, why: actions.correct(session, certificate, form.input(), why),
            fields=STATED | {errors.ExtensionUnfit: "issued", errors.DayOutside: "issued"},
        )
    )


@staff_certificates.route(f"{ONE}/ho-so", methods=METHODS)
@open_to(Audience.STAFF)
def receive_file(certificate_id: int) -> Answer:
    """Record when the file for re-assessment was received."""
    certificate = _certificate(certificate_id)
    form = FileReceivedForm(filed_on=certificate.filed_on or _today())
    return _answer(
        _step(
            certificate,
            form,
            title=_("File for re-assessment"),
            done=_("The day of the file is recorded."),
            act=lambda session, why: actions.receive_file(
                session, certificate, form.filed_on.data, why
            ),
            fields=dict.fromkeys(
                (errors.FileEarly, errors.DayOutside, errors.NothingChanged), "filed_on"
            ),
        )
    )


@staff_certificates.route(f"{ONE}/gia-han", methods=METHODS)
@open_to(Audience.STAFF)
def extend(certificate_id: int) -> Answer:
    """Let a certificate hold beyond its end, at most 180 days."""
    certificate = _certificate(certificate_id)
    form = ExtendForm(until=certificate.extended_until)
    return _answer(
        _step(
            certificate,
            form,
            title=_("Extend the certificate"),
            done=_("The extension is recorded."),
            act=lambda session, why: actions.extend(session, certificate, form.until.data, why),
            fields=dict.fromkeys(
                (errors.ExtensionEarly, errors.ExtensionOutside, errors.NothingChanged), "until"
            ),
        )
    )


@staff_certificates.route(f"{ONE}/thu-hoi", methods=METHODS)
@open_to(Audience.STAFF)
def revoke(certificate_id: int) -> Answer:
    """Revoke the recognition of a product."""
    certificate = _certificate(certificate_id)
    form = RevokeForm(day=_today())
    return _answer(
        _step(
            certificate,
            form,
            title=_("Revoke the recognition"),
            done=_("The revocation is recorded. The stars are gone from the market."),
            act=lambda session, why: actions.revoke(session, certificate, form.input(), why),
            fields={errors.DayOutside: "day", errors.GroundUnsaid: "words"},
        )
    )


@staff_certificates.route(f"{ONE}/bo-thu-hoi", methods=METHODS)
@open_to(Audience.STAFF)
def take_back_revocation(certificate_id: int) -> Answer:
    """Take back a revocation that was entered by mistake."""
    certificate = _certificate(certificate_id)
    return _answer(
        _step(
            certificate,
            ReasonForm(),
            title=_("Take back the revocation"),
            done=_("The revocation is taken back. The history keeps both."),
            act=lambda session, why: actions.take_back_revocation(session, certificate, why),
            fields={},
        )
    )


def _step(certificate: Certificate, form: ReasonForm, **said: object) -> Step:
    certificate_id, title = certificate.id, said["title"]

    def page(status: int) -> Answer:
        current = _certificate(certificate_id)
        return _form_page(form, title, current.product, status, certificate=current)

    back = _back(certificate.product_id)
    return Step(form=form, page=page, back=back, **said)  # type: ignore[arg-type]


def _answer(step: Step) -> Answer:
    return take(step) if request.method == "POST" else step.page(200)


def _form_page(
    form: ReasonForm,
    title: object,
    product: Product,
    status: int,
    certificate: Certificate | None = None,
) -> tuple[str, int]:
    page = render_template(
        "registry/certificate_form.html",
        form=form,
        title=title,
        product=product,
        certificate=certificate,
        today=_today(),
    )
    return page, status


def _product(product_id: int) -> Product:
    return queries.find_product(db.session(), product_id) or abort(404)


def _certificate(certificate_id: int) -> Certificate:
    return queries.find_certificate(db.session(), certificate_id) or abort(404)


def _today() -> object:
    return clock.day_in_vietnam(clock.now())


def _back(product_id: int) -> str:
    """To the product's page, where certificates are listed."""
    return url_for("register.show", product_id=product_id)
