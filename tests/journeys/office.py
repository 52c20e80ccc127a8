"""An office in which every page has something to show, and the addresses of all of its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audience import Audience
from marketplace.audit import history
from marketplace.catalog.actions.merging import Why, merge_products
from marketplace.catalog.models import Listing, OutsideListing, Platform
from marketplace.db import transaction
from marketplace.intake.flows import receive
from marketplace.intake.models import CaseState, IntakeRun, MatchCase
from marketplace.producers.actions import AccountDetails, record_e_payment_account
from marketplace.producers.models import EPaymentKind, Producer, TrainingAttendance
from marketplace.registry.models import (
    Certificate,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    Product,
    RevocationGround,
)
from marketplace.reports.models import DeclaredFigure, DeclaredSale, Export, Snapshot, Target
from marketplace.reports.snapshots.actions import take
from marketplace.vault import Vault
from tests.journeys.annexes import annex

Examples = dict[str, Any]
ANH_TUNG = "tung@demo.invalid"
# What a browser saves or scripts read: there is nothing to look at.
FILES = frozenset(
    {
        "exports.figures",
        "exports.take",
        "intake.progress",
        "intake.returned",
        "snapshots.download",
        "staff_papers.download",
        "staff_work.ics",
    }
)
# What stands in addresses where it is no number.
WORDS = {
    "what": "san-pham",
    "name": "chua-len-san",
    "code": "I1",
    "report": "figures",
    "table_name": "products",
}


def furnish(app: Flask) -> Examples:
    """Leave in the demo market what people leave behind; gives an example of everything.

    The examples go by the names of places in addresses; where one page needs another than the
    rest, by "endpoint.place".
    """
    now = clock.now()
    with app.app_context():
        run_id = _file_sent_in(app, now)
        with transaction() as session:
            staff = session.scalars(select(User).where(User.email == ANH_TUNG)).one()
            history.because(session, actor_id=staff.id, reason="Hoàn thiện sổ", now=now)
            product = session.scalars(select(Product).join(Listing).order_by(Product.id)).first()
            take(session, now.date(), taken_by_id=staff.id, reason="Báo cáo số 45/BC-SCT", now=now)
            return {
                "intake.columns.run_id": run_id,
                **_of_product(product),
                **_account(session, product.producer, app.extensions["vault"], staff, now),
                **_places_where_it_is_sold(session, now),
                **_certificates(session, now),
                **_paper(session, product, now),
                **_case(session, product, now),
                **_merged(session, staff, now),
                **_attendance(session),
                **_first_of_each(session),
            }


def _file_sent_in(app: Flask, now: datetime) -> int:
    """An annex whose columns nobody has confirmed."""
    sent = annex(clock.day_in_vietnam(now))
    taker = app.extensions["takers"]["register"]
    return receive(taker, BytesIO(sent["buffer"]), sent["name"], actor_id=None, now=now)


def _of_product(product: Product) -> Examples:
    same = dict.fromkeys(("product_id", "thing_id", "row_id"), product.id)
    return {**same, "subject": f"san-pham-{product.id}", "producer_id": product.producer_id}


def _account(
    session: Session, producer: Producer, vault: Vault, staff: User, now: datetime
) -> Examples:
    """Declared, not verified, its number known."""
    told = AccountDetails(EPaymentKind.BANK, "Agribank", "Hợp tác xã", "8901", "190345678901", None)
    account = record_e_payment_account(
        session, producer, told, None, vault=vault, may_share=False, actor_id=staff.id, now=now
    )
    return {"account_id": account.id}


def _places_where_it_is_sold(session: Session, now: datetime) -> Examples:
    """One record that has ended and one that goes on."""
    over, current = session.scalars(select(OutsideListing).order_by(OutsideListing.id).limit(2))
    over.ended_on = clock.day_in_vietnam(now)
    return {"outside_id": current.id, "outside_listings.take_back.outside_id": over.id}


def _certificates(session: Session, now: datetime) -> Examples:
    """A decided one in force, and one that is revoked."""
    certificate, revoked = session.scalars(
        select(Certificate)
        .where(Certificate.revoked_on.is_(None), Certificate.decision_id.is_not(None))
        .order_by(Certificate.valid_until.desc(), Certificate.id)
        .limit(2)
    )
    revoked.revoked_on = clock.day_in_vietnam(now)
    revoked.revoked_ground = next(iter(RevocationGround))
    return {
        "certificate_id": certificate.id,
        "decision_id": certificate.decision_id,
        "staff_certificates.take_back_revocation.certificate_id": revoked.id,
    }


def _paper(session: Session, product: Product, now: datetime) -> Examples:
    """It ends soon."""
    paper = EvidenceFile(
        product_id=product.id,
        kind=EvidenceKind.FOOD_SAFETY,
        evidence=Evidence.DECISION,
        title="Giấy chứng nhận an toàn thực phẩm",
        expires_on=clock.day_in_vietnam(now) + timedelta(days=20),
        file_key="0" * 64,
        file_name="attp.pdf",
        media_type="application/pdf",
        byte_size=1,
        uploaded_at=now,
    )
    session.add(paper)
    session.flush()
    return {"evidence_id": paper.id}


def _case(session: Session, product: Product, now: datetime) -> Examples:
    case = unsure(product, now)
    session.add(case)
    session.flush()
    return {"case_id": case.id}


def unsure(product: Product, now: datetime) -> MatchCase:
    """A row of a register that may be about a product, as it waits in the tray."""
    row = {"name": f"{product.name} Chiềng Ken", "producer": product.producer.name, "stars": "4"}
    return MatchCase(
        kind="register",
        line=7,
        row_hash="0" * 64,
        row={**row, "province": "Lào Cai", "status": "recognised"},
        candidates=[{"id": product.id, "score": 78, "why": ["more_words", "same_producer"]}],
        state=CaseState.OPEN,
        made_at=now,
    )


def _merged(session: Session, staff: User, now: datetime) -> Examples:
    """Two products that nobody sells here are one; a third may be."""
    not_here = Product.id.not_in(select(Listing.product_id))
    lost, kept = session.scalars(
        select(Product).where(not_here).order_by(Product.id.desc()).limit(2)
    )
    entry = merge_products(session, lost, kept, Why(staff.id, "Cùng một sản phẩm", now))
    return {"entry_id": entry, "kept_id": kept.id}


def _attendance(session: Session) -> Examples:
    entry = session.scalars(
        select(TrainingAttendance).order_by(TrainingAttendance.producer_id)
    ).first()
    return {
        "training_id": entry.training_id,
        "trainings.cancel.producer_id": entry.producer_id,
    }


def _first_of_each(session: Session) -> Examples:
    tables = {
        "platform_id": Platform,
        "snapshot_id": Snapshot,
        "figure_id": DeclaredFigure,
        "sale_id": DeclaredSale,
        "target_id": Target,
        "export_id": Export,
        "run_id": IntakeRun,
    }
    return {
        place: session.scalars(select(table.id).order_by(table.id)).first()
        for place, table in tables.items()
    }


def addresses(app: Flask, examples: Mapping[str, Any]) -> list[str]:
    """Every page of the office that can be opened, with an example where it needs one."""
    return [
        _address(rule, examples)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in FILES
        if Audience.STAFF in getattr(app.view_functions[rule.endpoint], "open_to", ())
    ]


def _address(rule: Rule, examples: Mapping[str, Any]) -> str:
    values = {
        name: WORDS.get(name) or examples.get(f"{rule.endpoint}.{name}") or examples[name]
        for name in rule.arguments
    }
    if rule.endpoint == "follow_ups.assign":
        values |= {"chi_so": WORDS["code"], "chon": examples["subject"]}
    built = rule.build(values)
    assert built is not None, rule.rule
    return re.sub(r"^.*?(?=/)", "", built[1], count=1)
