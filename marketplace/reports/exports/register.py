"""The register with everything it knows as paper: every certificate, whatever became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.audit.choices import CHOICES
from marketplace.reports import wording
from marketplace.reports.exports.asked import Asked
from marketplace.reports.exports.queries.register import certificates, count_certificates
from marketplace.reports.paper import Column, Paper, Table
from marketplace.web.filters import day as written_day


def _old_place(row: Any) -> str:
    return ", ".join(name for name in (row.old_unit, row.old_parent) if name)


def _in_words(column: str) -> Callable[[Any], str]:
    return lambda row: str(CHOICES.get(getattr(row, column), ""))


_COLUMNS = (
    Column("product_id", _l("Number in the register"), 10, lambda row: row.id, is_number=True),
    Column("product", _l("OCOP product"), 42, lambda row: row.name),
    Column("sector", _l("Sector"), 8, lambda row: row.sector),
    Column("group_no", _l("Product group"), 8, lambda row: row.group_no, is_number=True),
    Column("producer", _l("Producer"), 36, lambda row: wording.producer(row.producer)),
    Column("kind", _l("Legal kind"), 16, lambda row: wording.producer_kind(row.kind)),
    Column("commune", _l("Commune today"), 20, lambda row: row.commune),
    Column("old_place", _l("Place before July 2025"), 26, _old_place),
    Column("place_text", _l("Place, as written"), 26, lambda row: row.place_text),
    Column("certificate", _l("Certificate"), 18, lambda row: row.number),
    Column("product_code", _l("Product code"), 20, lambda row: row.product_code),
    Column("stars", _l("Stars"), 6, lambda row: row.stars, is_number=True),
    Column("evidence", _l("Evidence"), 24, _in_words("evidence")),
    Column("programme", _l("Programme"), 11, lambda row: row.programme and row.programme.value),
    Column("decision", _l("Decision"), 18, lambda row: row.decision),
    Column("issuing_body", _l("Issued by"), 26, lambda row: row.issuing_body),
    Column("issued_from", _l("Issued from"), 13, lambda row: row.issued_from),
    Column("issued_to", _l("Issued until"), 13, lambda row: row.issued_to),
    Column("valid_until", _l("In force until"), 13, lambda row: row.valid_until),
    Column("extended_until", _l("Extended until"), 13, lambda row: row.extended_until),
    Column("filed_on", _l("File handed in on"), 13, lambda row: row.filed_on),
    Column("revoked_on", _l("Revoked on"), 13, lambda row: row.revoked_on),
    Column("revoked_ground", _l("Ground of the revocation"), 20, _in_words("revoked_ground")),
    Column("revoking_decision", _l("Revoking decision"), 18, lambda row: row.revoking_decision),
    Column("source", _l("Source"), 30, lambda row: row.source),
    Column("note", _l("Note in the register"), 40, lambda row: row.note),
)


def paper(session: Session, asked: Asked, *, now: datetime) -> Paper:
    """Everything the register knows now."""
    as_of = _("As recorded on %(day)s", day=written_day(asked.day))
    table = Table(
        key="certificates",
        name=_("Register"),
        title=_("Register of OCOP products"),
        columns=_COLUMNS,
        rows=lambda: certificates(session),
        when_empty=_("The register is empty."),
    )
    return Paper(
        report=asked.report.value,
        title=_("Register of OCOP products"),
        as_of=as_of,
        day=asked.day,
        office=asked.office,
        tables=[table],
        notes=[
            (_("As of"), as_of),
            (
                _("Which rows"),
                _(
                    "Every product with each of its certificates, in force or not. Products that "
                    "were merged into another one stand there."
                ),
            ),
            (
                _("Stars"),
                _("As the source says them. They count only where the evidence is a decision."),
            ),
        ],
        locale=asked.locale,
        expected=count_certificates(session),
    )
