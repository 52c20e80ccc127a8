"""What the values of choices are called in a history. Equal values mean the same everywhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

CHOICES = {
    # How exactly a date is known.
    "day": _l("day"),
    "month": _l("month"),
    "year": _l("year"),
    # Programmes: their numbers are their names.
    "1048/2019": "1048/2019",
    "148/2023": "148/2023",
    "26/2026": "26/2026",
    # What a fact rests on, and kinds of papers.
    "decision": _l("the recognition decision"),
    "press": _l("state press"),
    "before": _l("a paper from before recognition"),
    "producer": _l("the producer's own word"),
    "certificate": _l("Certificate"),
    "business_registration": _l("Business registration"),
    "food_safety": _l("Food safety"),
    "material_origin": _l("Origin of materials"),
    "environment": _l("Environment"),
    "intellectual_property": _l("Trademark, intellectual property"),
    "distribution": _l("Distribution contracts"),
    "promotion": _l("Promotion"),
    "story": _l("Story of the product"),
    "quality_declaration": _l("Declaration of quality"),
    "test_report": _l("Test report"),
    "traceability": _l("Barcode, traceability"),
    "management_system": _l("Management system (ISO, HACCP)"),
    "award": _l("Award"),
    "other": _l("Other"),
    # Why a certificate was revoked.
    "false_file": _l("False file"),
    "criteria_no_longer_met": _l("Criteria no longer met"),
    "breach_of_law": _l("Breach of law"),
    "misuse_of_mark": _l("Misuse of the OCOP mark"),
    "no_longer_produced": _l("No longer produced"),
    # Kinds of producers.
    "cooperative": _l("Cooperative"),
    "cooperative_group": _l("Cooperative group"),
    "enterprise": _l("Enterprise"),
    "household": _l("Household"),
    "farm": _l("Farm"),
    "association": _l("Association"),
    # Accounts.
    "bank": _l("Bank account"),
    "e_wallet": _l("E-wallet"),
    "mobile_money": _l("Mobile money"),
    "statement": _l("From a statement"),
    "small_transfer": _l("By a small transfer"),
    "seen_by_officer": _l("An officer saw it in the app"),
    # Declared figures.
    "ratio": _l("a share"),
    "count": _l("a count"),
    "sum": _l("a sum"),
    "percent_only": _l("percent only"),
    "lower_bound": _l("at least"),
    "target": _l("Target of a plan"),
}
