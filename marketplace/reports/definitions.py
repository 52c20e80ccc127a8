"""What each figure means, in the words that stand beside it on the page and in the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.reports.rules import Indicator


@dataclass(frozen=True, slots=True)
class Definition:
    """The words of one figure. Texts are translated when they are shown."""

    code: str
    title: Any
    part: Any  # what the upper number counts, or the only one
    whole: Any  # what the lower number counts; empty for a figure that is no share
    how: Any
    source: Any
    counted: Any = ""  # heading of the rows in the part
    missing: Any = ""  # heading of the rows that the part lacks
    none_missing: Any = ""


_PLAN_270 = _l("Lào Cai's Plan 270/KH-UBND (2022).")
_DECISION_26 = _l("Certificates last 36 months: Decision 26/2026/QĐ-TTg, Article 4.")
_IN_FORCE = _l("products in force")
_WITH_PRODUCT = _l("producers with a product in force")

PRODUCTS_IN_FORCE = Definition(
    code=Indicator.PRODUCTS,
    title=_l("OCOP products in force"),
    part=_IN_FORCE,
    whole="",
    how=_l(
        "A product is in force from its recognition to the last day of its certificate, extension "
        "included, unless it is revoked before; on the day of revocation it is not. A decision or "
        "the state press must prove the recognition; stars count only from a decision. A "
        "certificate with a rough date counts only on days on which it surely holds."
    ),
    source=_DECISION_26,
    counted=_l("OCOP products in force"),
)
PRODUCERS_IN_FORCE = Definition(
    code=Indicator.PRODUCERS,
    title=_l("OCOP producers"),
    part=_WITH_PRODUCT,
    whole="",
    how=_l(
        "Producers with at least one product in force. A product whose producer is not known "
        "counts among the products and in no number of producers."
    ),
    source=_DECISION_26,
    counted=_l("OCOP producers with a product in force"),
)
COMMUNES_WITH_PRODUCT = Definition(
    code=Indicator.COMMUNES,
    title=_l("Communes with an OCOP product"),
    part=_l("communes with a product in force"),
    whole=_l("communes of the province"),
    how=_l(
        "Communes and wards of today from which at least one product in force comes, divided by "
        "all communes and wards of the province. Old communes count as what they are today."
    ),
    source=_l("Communes of today: Decision 19/2025/QĐ-TTg."),
    counted=_l("With an OCOP product"),
    missing=_l("No OCOP product yet"),
    none_missing=_l("Every commune has an OCOP product."),
)
LISTING_SHARE = Definition(
    code=Indicator.LISTING,
    title=_l("Share of OCOP products that are on sale online"),
    part=_l("products on sale"),
    whole=_IN_FORCE,
    how=_l(
        "Products in force that are on sale at the end of the day, here or on a counted outside "
        "platform where staff have seen them and the check is not stale, divided by all products "
        "in force. A product is in force from its recognition to the last day of its certificate, "
        "unless it is revoked before. On however many platforms it is, a product counts once."
    ),
    source=_l(
        "Lào Cai's Plan 270/KH-UBND (2022). Certificates last 36 months: Decision "
        "26/2026/QĐ-TTg, Article 4."
    ),
    counted=_l("On sale"),
    missing=_l("Not on sale yet"),
    none_missing=_l("Every product in force is on sale."),
)
LISTING_BY_PLATFORM = Definition(
    code=Indicator.LISTING_BY_PLATFORM,
    title=_l("OCOP products on sale on each platform"),
    part=_l("products on sale there"),
    whole=_IN_FORCE,
    how=_l(
        "As the share of products on sale, for one platform at a time. A product can be on several "
        "platforms, so the lines are never added up."
    ),
    source=_PLAN_270,
)
E_PAYMENT_SHARE = Definition(
    code=Indicator.E_PAYMENT,
    title=_l("Share of OCOP producers with an e-payment account"),
    part=_l("producers with an account"),
    whole=_WITH_PRODUCT,
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
SHOP_AND_ACCOUNT = Definition(
    code=Indicator.SHOP_AND_ACCOUNT,
    title=_l("Share of OCOP producers with a shop here and an e-payment account"),
    part=_l("producers with both"),
    whole=_WITH_PRODUCT,
    how=_l(
        "Producers with a product in force whose shop on this market is open at the end of the day "
        "and who have a verified e-payment account, divided by all producers with a product in "
        "force."
    ),
    source=_PLAN_270,
    counted=_l("With both"),
    missing=_l("Shop or account missing"),
    none_missing=_l("Every producer with a product in force has both."),
)
PROMOTED_SHARE = Definition(
    code=Indicator.PROMOTED,
    title=_l("Share of OCOP products promoted on both channels of the province"),
    part=_l("products on both channels"),
    whole=_IN_FORCE,
    how=_l(
        "Products in force that are shown on a platform of the province and on a trade-promotion "
        "site, divided by all products in force. Which platforms these are is a setting; without "
        "one of each there is no figure."
    ),
    source=_PLAN_270,
    counted=_l("On both channels"),
    missing=_l("Not on both channels yet"),
    none_missing=_l("Every product in force is on both channels."),
)
SALES = Definition(
    code=Indicator.SALES,
    title=_l("Orders and value"),
    part=_l("orders handed to a carrier"),
    whole="",
    how=_l(
        "On this market: orders that the producer has sent by the end of the day, in the month "
        "in which they were sent, with the price of the goods without shipping. Orders not paid, "
        "cancelled or not sent yet do not count. Other platforms: what was declared to us, marked "
        "so and never added to ours."
    ),
    source=_l("Orders of this market; declarations of the other platforms."),
)
ACTIVE_ACCOUNTS = Definition(
    code=Indicator.ACTIVE_ACCOUNTS,
    title=_l("Producers that use their account here"),
    part=_l("producers active in the last 90 days"),
    whole=_l("producers with an account here"),
    how=_l(
        "Producers for which somebody has an account on this market on that day. Active are those "
        "that, in the 90 days up to it, had a product on sale here, sent an order, or logged in."
    ),
    source=_l(
        "Decision 350/QĐ-BTTTT (2022): active is who displays or searches products, exchanges "
        "information or trades. The 90 days are ours."
    ),
    counted=_l("Active"),
    missing=_l("Not active"),
    none_missing=_l("Every account here is in use."),
)
TO_REASSESS = Definition(
    code=Indicator.TO_REASSESS,
    title=_l("OCOP products to assess again"),
    part=_l("products to assess again"),
    whole=_IN_FORCE,
    how=_l(
        "Products in force whose certificate ends within 180 days and whose file for a new "
        "assessment has not been received, or whose certificate is over and runs on an extension. "
        "The file is handed in 180 to 120 days before the end; after that it is late."
    ),
    source=_l("Decision 26/2026/QĐ-TTg, Articles 7.6 and 12.3."),
    counted=_l("To assess again"),
    missing=_l("Nothing to do yet"),
)
NO_LONGER_IN_FORCE = Definition(
    code=Indicator.NO_LONGER_IN_FORCE,
    title=_l("OCOP products no longer in force"),
    part=_l("products expired or revoked"),
    whole="",
    how=_l(
        "Products that were recognised and have no certificate in force on that day, because the "
        "last one expired or was revoked."
    ),
    source=_DECISION_26,
    counted=_l("Expired or revoked"),
)
TRAINED = Definition(
    code=Indicator.TRAINED,
    title=_l("Producers trained in digital skills"),
    part=_l("producers trained"),
    whole="",
    how=_l(
        "Producers of which somebody took part in a course held by that day. Several courses count "
        "once."
    ),
    source=_l("The register of courses."),
    counted=_l("Trained"),
)

DEFINITIONS = {
    Indicator(definition.code): definition
    for definition in (
        PRODUCTS_IN_FORCE,
        PRODUCERS_IN_FORCE,
        COMMUNES_WITH_PRODUCT,
        LISTING_SHARE,
        LISTING_BY_PLATFORM,
        E_PAYMENT_SHARE,
        SHOP_AND_ACCOUNT,
        PROMOTED_SHARE,
        SALES,
        ACTIVE_ACCOUNTS,
        TO_REASSESS,
        NO_LONGER_IN_FORCE,
        TRAINED,
    )
}
