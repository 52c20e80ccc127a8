"""The names of the figures, and of the ways in which they are split."""

from __future__ import annotations

from enum import StrEnum


class Indicator(StrEnum):
    """A figure, by its code. N1 to N3 are the counts that the others stand on."""

    PRODUCTS = "N1"  # products in force
    PRODUCERS = "N2"  # producers with a product in force
    COMMUNES = "N3"  # communes with a product in force
    LISTING = "I1"  # products on sale online
    LISTING_BY_PLATFORM = "I1f"  # the same for each platform: rows overlap, no total
    E_PAYMENT = "I2"  # producers with an e-payment account
    SHOP_AND_ACCOUNT = "I2s"  # producers with an open shop here and an account
    PROMOTED = "I3"  # products on a provincial platform and on a trade-promotion site
    SALES = "I4"  # orders and value
    ACTIVE_ACCOUNTS = "I5"  # of the producers with an account here, those that use it
    TO_REASSESS = "I6"  # products in force that must be assessed again
    NO_LONGER_IN_FORCE = "I6e"  # products whose recognition has ended
    TRAINED = "I7"  # producers trained


class Dimension(StrEnum):
    """A way to split a figure."""

    STAR = "star"  # proven ones only; of a producer, the most that any of its products has
    SECTOR = "sector"
    GROUP = "group"
    NATURE = "nature"  # goods, or services (sector VI)
    KIND = "kind"  # legal kind of the producer
    WOMAN_LED = "woman_led"
    MINORITY_LED = "minority_led"
    COMMUNE = "commune"  # of today, those with nothing included
    OLD_DISTRICT = "old_district"
    OLD_PROVINCE = "old_province"
    PLATFORM = "platform"
    ACCOUNT_KIND = "account_kind"
    STATE = "state"  # of the certificate
    MONTH = "month"  # "2025-12"
    MONTH_PLATFORM = "month_platform"  # "2025-12/postmart"
    YEAR = "year"  # "2025"


UNKNOWN = "unknown"  # the key of the line of all that is not known
