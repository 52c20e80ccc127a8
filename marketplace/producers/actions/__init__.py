"""Every change of producers, their shops, accounts and courses."""

from marketplace.producers.actions.accounts import (
    AccountDetails,
    Verification,
    add_number,
    close_e_payment_account,
    correct_e_payment_account,
    mark_verified,
    record_e_payment_account,
    verify_e_payment_account,
)
from marketplace.producers.actions.entering import (
    ProducerFacts,
    Representative,
    add_producer,
    change_facts,
    correct_producer,
    enter_producer,
)
from marketplace.producers.actions.sealing import reseal_numbers, reveal_number
from marketplace.producers.actions.shops import ShopText, describe_shop, join
from marketplace.producers.actions.trainings import (
    Course,
    cancel_attendance,
    correct_training,
    record_attendance,
    record_training,
)
from marketplace.producers.actions.undoing import (
    cancel_e_payment_account,
    reopen_e_payment_account,
    take_back_verification,
)

__all__ = [
    "AccountDetails",
    "Course",
    "ProducerFacts",
    "Representative",
    "ShopText",
    "Verification",
    "add_number",
    "add_producer",
    "cancel_attendance",
    "cancel_e_payment_account",
    "change_facts",
    "close_e_payment_account",
    "correct_e_payment_account",
    "correct_producer",
    "correct_training",
    "describe_shop",
    "enter_producer",
    "join",
    "mark_verified",
    "record_attendance",
    "record_e_payment_account",
    "record_training",
    "reopen_e_payment_account",
    "reseal_numbers",
    "reveal_number",
    "take_back_verification",
    "verify_e_payment_account",
]
