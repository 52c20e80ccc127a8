"""What each figure means, in the words that stand beside it on the page and in the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Definition:
    """The words of one figure. Texts are translated when they are shown."""

    code: str
    title: Any
    part: Any  # what the upper number counts
    whole: Any  # what the lower number counts
    how: Any
    source: Any
    counted: Any  # heading of the rows in the part
    missing: Any  # heading of the rows that the part lacks
    none_missing: Any


LISTING_SHARE = Definition(
    code="listing_share",
    title=_l("Share of OCOP products that are on sale online"),
    part=_l("products on sale"),
    whole=_l("products in force"),
    how=_l(
        "Products in force that are on sale at the end of the day, here or on a counted outside "
        "platform where staff have seen them, divided by all products in force. A product is in "
        "force from its recognition to the last day of its certificate, unless it is revoked "
        "before. On however many platforms it is, a product counts once."
    ),
    source=_l(
        "Lào Cai's Plan 270/KH-UBND (2022). Certificates last 36 months: Decision "
        "26/2026/QĐ-TTg, Article 4."
    ),
    counted=_l("On sale"),
    missing=_l("Not on sale yet"),
    none_missing=_l("Every product in force is on sale."),
)

E_PAYMENT_SHARE = Definition(
    code="e_payment_share",
    title=_l("Share of OCOP producers with an e-payment account"),
    part=_l("producers with an account"),
    whole=_l("producers with a product in force"),
    how=_l(
        "Producers with a product in force and at least one e-payment account that staff have "
        "verified by that day and that is not closed, divided by all producers with a product in "
        "force. A bank account, an e-wallet or mobile money counts; several accounts count once. "
        "A product whose producer is not known is named apart and is in neither number."
    ),
    source=_l(
        "Lào Cai's Plan 270/KH-UBND (2022). We know of no regulation that lists the kinds of "
        "account, so they are stated here."
    ),
    counted=_l("With an account"),
    missing=_l("No account yet"),
    none_missing=_l("Every producer with a product in force has an account."),
)
