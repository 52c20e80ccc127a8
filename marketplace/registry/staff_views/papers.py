"""Staff keep the papers of a product or a producer: upload, open, withdraw."""

from __future__ import annotations

from pathlib import Path

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.config import Config
from marketplace.db import transaction
from marketplace.errors import Refusal
from marketplace.producers.models import Producer
from marketplace.producers.queries import find_producer
from marketplace.registry import certificate_wording as wording
from marketplace.registry import evidence_files, queries
from marketplace.registry.actions import evidence as actions
from marketplace.registry.actions.certificates import Why
from marketplace.registry.models import EvidenceFile, Product
from marketplace.registry.rules.evidence import SUFFIXES, validity
from marketplace.registry.staff_forms import EvidenceForm, ReasonForm
from marketplace.registry.staff_views.confirming import Answer
from marketplace.web.guards import open_to

staff_papers = Blueprint("staff_papers", __name__, url_prefix="/can-bo")
OF_PRODUCT = "/san-pham/<int(max=2147483647):product_id>/minh-chung"
OF_PRODUCER = "/chu-the/<int(max=2147483647):producer_id>/minh-chung"
ONE = "/minh-chung/<int(max=2147483647):evidence_id>"
# What a scanned paper may do in a browser that opens it all the same: nothing.
SANDBOX = "default-src 'none'; sandbox"


@staff_papers.get(OF_PRODUCT)
@open_to(Audience.STAFF)
def of_product(product_id: int) -> Answer:
    """The papers of a product, and the form for another."""
    return _page(_product(product_id), EvidenceForm(evidence="decision"), 200)


@staff_papers.post(OF_PRODUCT)
@open_to(Audience.STAFF)
def add_to_product(product_id: int) -> Answer:
    """Keep a paper of a product."""
    return _add(_product(product_id))


@staff_papers.get(OF_PRODUCER)
@open_to(Audience.STAFF)
def of_producer(producer_id: int) -> Answer:
    """The papers of a producer, and the form for another."""
    return _page(_producer(producer_id), EvidenceForm(evidence="decision"), 200)


@staff_papers.post(OF_PRODUCER)
@open_to(Audience.STAFF)
def add_to_producer(producer_id: int) -> Answer:
    """Keep a paper of a producer."""
    return _add(_producer(producer_id))


@staff_papers.get(f"{ONE}/tep")
@open_to(Audience.STAFF)
def download(evidence_id: int) -> Response:
    """The file of a paper, to be saved and not shown inside the market."""
    file = _file(evidence_id)
    path = _folder() / file.file_key
    if not path.is_file():
        abort(404)
    name = f"minh-chung-{file.id}.{SUFFIXES[file.media_type]}"
    response = send_file(path, mimetype=file.media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


@staff_papers.get(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw(evidence_id: int) -> Answer:
    """The form for why a paper proves nothing any more."""
    return _withdraw_page(_file(evidence_id), ReasonForm(), 200)


@staff_papers.post(f"{ONE}/rut")
@open_to(Audience.STAFF)
def withdraw_now(evidence_id: int) -> Answer:
    """Withdraw a paper; its file stays."""
    file, form = _file(evidence_id), ReasonForm()
    back = _address(_subject(file))
    if not form.validate_on_submit():
        return _withdraw_page(file, form, 422)
    try:
        with transaction() as session:
            actions.withdraw(session, file, Why(current_user.id, form.reason.data, clock.now()))
    except Refusal as refusal:
        flash(wording.refused(refusal), "info")
    else:
        flash(_("The file is withdrawn. It stays in the list and in the history."), "success")
    return redirect(back, 303)


def _add(subject: Product | Producer) -> Answer:
    form, back = EvidenceForm(), _address(subject)
    if not form.validate_on_submit():
        return _page(subject, form, 422)
    why = Why(current_user.id, "evidence.added", clock.now())
    try:
        stored = evidence_files.store(form.file.data.stream, _folder())
        with transaction() as session:
            actions.add(session, subject, form.input(), stored, why)
    except Refusal as refusal:
        form.file.errors = [wording.refused(refusal)]
        return _page(subject, form, 422)
    flash(_("The file is kept."), "success")
    return redirect(back, 303)


def _page(subject: Product | Producer, form: EvidenceForm, status: int) -> tuple[str, int]:
    is_product = isinstance(subject, Product)
    wanted = {"product_id" if is_product else "producer_id": subject.id}
    today = clock.day_in_vietnam(clock.now())
    page = render_template(
        "registry/papers.html",
        subject=subject,
        is_product=is_product,
        form=form,
        papers=queries.evidence_of(db.session(), **wanted),
        validity_of=lambda file: validity(file, today),
        kinds=wording.EVIDENCE_KINDS,
        validities=wording.VALIDITIES,
        today=today,
    )
    return page, status


def _withdraw_page(file: EvidenceFile, form: ReasonForm, status: int) -> tuple[str, int]:
    page = render_template(
        "registry/withdraw.html", file=file, form=form, back=_address(_subject(file))
    )
    return page, status


def _subject(file: EvidenceFile) -> Product | Producer:
    subject = file.product or file.producer
    assert subject is not None  # noqa: S101 (the table holds no paper of nobody)
    return subject


def _address(subject: Product | Producer) -> str:
    if isinstance(subject, Product):
        return url_for(".of_product", product_id=subject.id)
    return url_for(".of_producer", producer_id=subject.id)


def _product(product_id: int) -> Product:
    return queries.find_product(db.session(), product_id) or abort(404)


def _producer(producer_id: int) -> Producer:
    return find_producer(db.session(), producer_id) or abort(404)


def _file(evidence_id: int) -> EvidenceFile:
    return queries.find_evidence(db.session(), evidence_id) or abort(404)


def _folder() -> Path:
    settings: Config = current_app.extensions["market"]
    return settings.data_dir / "evidence"
