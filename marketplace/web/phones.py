"""Telephone numbers as people type them."""

from __future__ import annotations

import phonenumbers


def vietnamese_phone(text: str) -> str | None:
    """The E.164 form of a Vietnamese number however it was typed (0912…, +84…, dots), or None."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 84 or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
