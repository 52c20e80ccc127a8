"""Tax codes and account numbers as people type them."""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from marketplace.producers.errors import BadNumber, NumberFault
from marketplace.producers.models import ProducerKind

FIRST_ACCOUNTS = date(1990, 1, 1)  # banks opened some long before the programme began
SHORTEST_NUMBER, LONGEST_NUMBER = 4, 20  # digits of an account
MAIN_LENGTH, BRANCH_LENGTH, CITIZEN_LENGTH = 10, 13, 12

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]")
# Where a citizen was born or registered (001 to 096), sex and century, the rest.
_CITIZEN = re.compile(r"0(?!00)(?:[0-8][0-9]|9[0-6])[0-3][0-9]{8}")
_DOMESTIC_CARD = re.compile(r"9704(?:[0-9]{12}|[0-9]{15})")
_FOREIGN_CARD = re.compile(r"[45][0-9]{15}")
_NO_LEGAL_PERSON = (ProducerKind.COOPERATIVE_GROUP, ProducerKind.HOUSEHOLD, ProducerKind.FARM)


def tax_code(text: str) -> str:
    """A tax code in its one form: "0100112437", "0312687878-001", or 12 digits.

    10 digits have a check digit, a branch adds three. The business of a household is taxed under
    the citizen number of who runs it (12 digits, since July 2025).

    Raises:
        BadNumber: it is none, with what is wrong.
    """
    digits = _digits(text)
    if len(digits) == CITIZEN_LENGTH:
        if not _CITIZEN.fullmatch(digits):
            raise BadNumber(NumberFault.CITIZEN)
        return digits
    if len(digits) not in (MAIN_LENGTH, BRANCH_LENGTH):
        raise BadNumber(NumberFault.LENGTH)
    try:
        return mst.format(mst.validate(digits))
    except InvalidChecksum:
        raise BadNumber(NumberFault.CHECK_DIGIT) from None
    except ValidationError:
        raise BadNumber(NumberFault.NOT_GIVEN_OUT) from None


def may_have_citizen_code(kind: ProducerKind | None) -> bool:
    """Whether a producer of this kind can be taxed under a citizen number."""
    return kind is None or kind in _NO_LEGAL_PERSON


def account_number(text: str) -> str:
    """The digits of a bank account, wallet or mobile-money account, leading zeros kept.

    Raises:
        BadNumber: it is none; above all a card number, which must not be kept.
    """
    digits = _digits(text)
    if not SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER:
        raise BadNumber(NumberFault.LENGTH)
    is_foreign_card = _FOREIGN_CARD.fullmatch(digits) and luhn.is_valid(digits)
    if _DOMESTIC_CARD.fullmatch(digits) or is_foreign_card:
        raise BadNumber(NumberFault.CARD)
    return digits


def _digits(text: str) -> str:
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise BadNumber(NumberFault.NOT_DIGITS)
    return digits
