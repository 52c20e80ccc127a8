"""How the kinds of producers and accounts are called, and what is wrong with a number."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.producers.errors import NumberFault
from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.producers.rules.numbers import CITIZEN_LENGTH

PRODUCER_KINDS = {
    ProducerKind.COOPERATIVE: _l("Cooperative"),
    ProducerKind.COOPERATIVE_GROUP: _l("Cooperative group"),
    ProducerKind.ENTERPRISE: _l("Enterprise"),
    ProducerKind.HOUSEHOLD: _l("Household"),
    ProducerKind.FARM: _l("Farm"),
    ProducerKind.ASSOCIATION: _l("Association"),
}
ACCOUNT_KINDS = {
    EPaymentKind.BANK: _l("Bank account"),
    EPaymentKind.E_WALLET: _l("E-wallet"),
    EPaymentKind.MOBILE_MONEY: _l("Mobile money"),
}
TAX_CODE_FAULTS = {
    NumberFault.NOT_DIGITS: _l("A tax code has digits only, like 5300123467 or 5300123467-001."),
    NumberFault.LENGTH: _l(
        "A tax code has 10 digits, 13 for a branch, or 12 for a household. Perhaps a 0 at the"
        " beginning is missing."
    ),
    NumberFault.CHECK_DIGIT: _l(
        "One digit of the tax code must be wrong. Please compare it again."
    ),
    NumberFault.NOT_GIVEN_OUT: _l("There is no such tax code. Please compare it again."),
    NumberFault.CITIZEN: _l("These 12 digits are no citizen number. Please compare them again."),
}
CITIZEN_CODE_OF_OTHERS = _l(
    "Only a household, a farm or a cooperative group is taxed under a citizen number of 12 digits."
)
ACCOUNT_FAULTS = {
    NumberFault.NOT_DIGITS: _l("An account number has digits only; spaces and dots do not matter."),
    NumberFault.LENGTH: _l("An account number has 4 to 20 digits."),
    NumberFault.CARD: _l("This is the number of a card. Enter the number of the account instead."),
}
SHOWN_OF_CITIZEN = 3


def tax_code_shown(code: str | None) -> str | None:
    """A tax code as pages show it: of a citizen number only the end."""
    if code is None or len(code) != CITIZEN_LENGTH:
        return code
    return "•" * (CITIZEN_LENGTH - SHOWN_OF_CITIZEN) + code[-SHOWN_OF_CITIZEN:]
