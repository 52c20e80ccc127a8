"""The history of facts in words: tables, columns, choices and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Table

from marketplace.audit.choices import CHOICES
from marketplace.audit.models import FactChange
from marketplace.audit.queries import Named, table_named
from marketplace.db import Base, UtcDateTime
from marketplace.web import filters

TABLES = {
    "producers": _l("Producer"),
    "e_payment_accounts": _l("E-payment account"),
    "trainings": _l("Course"),
    "training_attendances": _l("Part in a course"),
    "products": _l("OCOP product"),
    "decisions": _l("Decision"),
    "certificates": _l("Certificate"),
    "evidence_files": _l("Evidence file"),
    "platforms": _l("Platform"),
    "outside_listings": _l("Sold elsewhere"),
    "outside_checks": _l("Check of a listing elsewhere"),
    "declared_figures": _l("Declared figure"),
    "declared_sales": _l("Declared sales"),
    "targets": _l("Target of a plan"),
}
COLUMNS = {
    "address": _l("Address"),
    "byte_size": _l("Size in bytes"),
    "cancelled_at": _l("Cancelled"),
    "certificate_id": _l("Certificate"),
    "checked_by_id": _l("Checked by"),
    "checked_on": _l("Checked on"),
    "closed_on": _l("Closed on"),
    "code": _l("Short name"),
    "counted_from": _l("Counted from"),
    "counted_to": _l("Counted until the day before"),
    "decision_id": _l("Decision"),
    "declared_by": _l("Declared by"),
    "denominator": _l("Out of"),
    "email": _l("E-mail"),
    "ended_on": _l("Gone since"),
    "evidence": _l("Rests on"),
    "expires_on": _l("Valid until"),
    "extended_until": _l("Extended until"),
    "file_name": _l("File"),
    "filed_on": _l("File for re-assessment received on"),
    "first_day": _l("First day"),
    "group_no": _l("Product group"),
    "held_on": _l("Held on"),
    "holder": _l("Account holder"),
    "indicator": _l("Figure"),
    "intro": _l("About the shop"),
    "is_here": _l("This market"),
    "is_minority_led": _l("Led by a person of an ethnic minority"),
    "is_promotion": _l("Trade promotion site"),
    "is_provincial": _l("Platform of the province"),
    "is_woman_led": _l("Led by a woman"),
    "issued_from": _l("Issued on"),
    "issued_on": _l("Issued on"),
    "issued_precision": _l("The date is exact to the"),
    "issued_to": _l("Issued at the latest on"),
    "issuing_body": _l("Issuing body"),
    "kind": _l("Kind"),
    "last_day": _l("Last day"),
    "last_digits": _l("Last 4 digits"),
    "listing_id": _l("Sold elsewhere"),
    "measure": _l("Measure"),
    "media_type": _l("Kind of file"),
    "merged_into_id": _l("Merged into"),
    "month": _l("Month"),
    "name": _l("Name"),
    "note": _l("Note in the register"),
    "number": _l("Number of the paper"),
    "number_hash": _l("Account number"),
    "number_sealed": _l("Account number"),
    "numerator": _l("Counted"),
    "numerator_text": _l("Counted, as published"),
    "old_unit_id": _l("Commune before July 2025"),
    "opened_on": _l("Opened on"),
    "orders": _l("Orders"),
    "organiser": _l("Organiser"),
    "parts": _l("Parts"),
    "people": _l("People"),
    "percent": _l("Percent"),
    "percent_text": _l("Percent, as published"),
    "phone": _l("Phone number"),
    "place_text": _l("Place in the source"),
    "platform_id": _l("Platform"),
    "producer_id": _l("Producer"),
    "product_code": _l("Product code"),
    "product_id": _l("OCOP product"),
    "programme": _l("Programme"),
    "provider": _l("Bank, wallet or operator"),
    "province": _l("Province"),
    "province_id": _l("Province"),
    "representative": _l("Representative"),
    "representative_consent_on": _l("Consent of the representative on"),
    "revoked_ground": _l("Ground of revocation"),
    "revoked_on": _l("Revoked on"),
    "revoked_reason": _l("Reason of revocation"),
    "revoking_decision": _l("Revoking decision"),
    "sector": _l("Sector"),
    "seen_by_id": _l("Seen by"),
    "seen_on": _l("Seen on"),
    "shop_opened_at": _l("Shop opened"),
    "source": _l("Source"),
    "stale_after_days": _l("Days until a check is stale"),
    "stale_on": _l("Stale from"),
    "stars": _l("Stars"),
    "stated_time": _l("Time, as published"),
    "tax_code": _l("Tax code"),
    "title": _l("Title"),
    "topic": _l("Topic"),
    "training_id": _l("Course"),
    "unit_id": _l("Commune today"),
    "uploaded_by_id": _l("Uploaded by"),
    "url": _l("Address on the web"),
    "valid_until": _l("Valid until"),
    "value": _l("Value"),
    "value_vnd": _l("Value (đ)"),
    "verified_by_id": _l("Verified by"),
    "verified_how": _l("How it was verified"),
    "verified_on": _l("Verified on"),
    "withdrawn_at": _l("Withdrawn"),
    "year": _l("Year"),
}
# What computers need and no reader does: keys made from other columns, times of recording.
FOR_COMPUTERS = frozenset(
    {"id", "name_key", "slug", "row_hash", "file_key", "created_at", "recorded_at", "uploaded_at"}
)
REASONS = {
    "declared.loaded": _l("It was taken in from a file of published figures"),
    "sales.declared": _l("Somebody declared it"),
    "target.recorded": _l("It was put down from a plan"),
    "demo.loaded": _l("Loaded for the trial"),
    "e_payment_account.closed": _l("An account was closed"),
    "e_payment_account.recorded": _l("An account was recorded"),
    "e_payment_account.verified": _l("An account was verified"),
    "e_payment_account.declared": _l("An account was declared"),
    "evidence.added": _l("A paper was kept"),
    "intake.taken": _l("Taken in from a file"),
    "outside_listing.checked": _l("It was seen again on a platform"),
    "outside_listing.ended": _l("It is gone from a platform"),
    "outside_listing.recorded": _l("It was seen on a platform"),
    "platform.added": _l("A platform was added"),
    "platform.shipped": _l("Platforms were loaded"),
    "product.merged": _l("Two products were made one"),
    "producer.added": _l("A producer was entered"),
    "shop.closed": _l("The shop was closed"),
    "shop.described": _l("The producer described the shop"),
    "shop.opened": _l("The shop was opened"),
    "training.attended": _l("A producer took part in a course"),
    "training.recorded": _l("A course was recorded"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One column that changed, in words. A hidden one says only that it changed."""

    label: str
    before: str
    after: str
    is_hidden: bool


def told(change: FactChange, table: Table, names: Mapping[Named, str]) -> Iterator[Told]:
    """What a change says, in the order of the table's columns."""
    labels = set()
    for column in table.columns:
        if column.name in FOR_COMPUTERS or column.name not in change.changed:
            continue
        label = str(COLUMNS[column.name])
        is_hidden = bool(column.info.get("hidden") or column.info.get("secret"))
        if is_hidden and label in labels:
            continue  # the sealed number and its hash are one thing to a reader
        labels.add(label)
        before, after = change.changed[column.name]
        if is_hidden:
            yield Told(label, "", "", is_hidden=True)
        else:
            yield Told(
                label,
                value(table, column, before, names),
                value(table, column, after, names),
                False,
            )


def value(table: Table, column: Column[Any], kept: Any, names: Mapping[Named, str]) -> str:
    """What a kept value means to a reader; "" for none."""
    if kept is None or kept == "":
        return ""
    named = table_named(table, column.name)
    if named is not None:
        return names.get((named, int(kept)), f"{TABLES.get(named, '')} {kept}".strip())
    if isinstance(column.type, Enum):
        return str(CHOICES.get(kept, kept))
    if isinstance(column.type, Boolean):
        return str(_("yes") if kept else _("no"))
    if isinstance(column.type, Date):
        return filters.day(date.fromisoformat(kept))
    if isinstance(column.type, UtcDateTime | DateTime):
        return filters.moment(datetime.fromisoformat(kept))
    if isinstance(kept, list):
        return ", ".join(map(str, kept))
    return str(kept)


def reason(text: str) -> str:
    """Why: an act in words with what it was about, or what somebody typed."""
    act, _space, about = text.partition(" ")
    if act not in REASONS:
        return text
    return f"{REASONS[act]}: {about}" if about else str(REASONS[act])


def named_in(change: FactChange, table: Table) -> set[Named]:
    """The rows that the values of a change name, and the file it came from."""
    found = {
        (named, int(kept))
        for column, values in change.changed.items()
        if (named := table_named(table, column)) is not None
        for kept in values
        if kept is not None
    }
    file = origin(change)
    return found | {file} if file else found


def origin(change: FactChange) -> Named | None:
    """The run that brought a change, if a file did ("intake:12")."""
    kind, _colon, number = change.origin.partition(":")
    table_name = f"{kind}_runs"
    if number.isdigit() and table_name in Base.metadata.tables:
        return table_name, int(number)
    return None
