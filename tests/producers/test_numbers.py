"""Tax codes and account numbers, as people type them."""

import pytest

from marketplace.producers.errors import BadNumber, NumberFault
from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import account_number, may_have_citizen_code, tax_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0100112437", "0100112437"),
        ("01.00.112.437", "0100112437"),
        ("0100112437 - 001", "0100112437-001"),
        ("0312687878–001", "0312687878-001"),
        ("0100112437001", "0100112437-001"),
        (" 5300123467 ", "5300123467"),
        ("010 193 001 234", "010193001234"),
        ("001-093-000123", "001093000123"),
    ],
)
def test_a_tax_code_has_one_form(typed, code):
    assert tax_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("0100112438", NumberFault.CHECK_DIGIT),
        ("0100112473", NumberFault.CHECK_DIGIT),  # two digits changed places
        ("0100112438-001", NumberFault.CHECK_DIGIT),
        ("0100112437-000", NumberFault.NOT_GIVEN_OUT),
        ("0100000003", NumberFault.NOT_GIVEN_OUT),
        ("100112437", NumberFault.LENGTH),  # a spreadsheet dropped the zero
        ("01001124370", NumberFault.LENGTH),
        ("000193001234", NumberFault.CITIZEN),
        ("097193001234", NumberFault.CITIZEN),
        ("010993001234", NumberFault.CITIZEN),
        ("MST 0100112437", NumberFault.NOT_DIGITS),
        ("０１００１１２４３７", NumberFault.NOT_DIGITS),
    ],
)
def test_what_is_no_tax_code_is_refused_with_the_reason(typed, fault):
    with pytest.raises(BadNumber) as refused:
        tax_code(typed)

    assert refused.value.fault is fault
    assert typed not in str(refused.value)


def test_only_who_is_no_legal_person_is_taxed_as_a_citizen():
    allowed = {kind for kind in ProducerKind if may_have_citizen_code(kind)}

    assert allowed == {
        ProducerKind.HOUSEHOLD,
        ProducerKind.COOPERATIVE_GROUP,
        ProducerKind.FARM,
    }
    assert may_have_citizen_code(None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0012 3456 789", "00123456789"),
        ("8808-205.123456", "8808205123456"),
        ("0912 345 678", "0912345678"),
        ("4242424242424241", "4242424242424241"),  # an account, not a card: no check digit
    ],
)
def test_an_account_number_keeps_its_leading_zeros(typed, number):
    assert account_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("9704 1512 3456 7890", NumberFault.CARD),
        ("9704151234567890123", NumberFault.CARD),
        ("4242 4242 4242 4242", NumberFault.CARD),
        ("123", NumberFault.LENGTH),
        ("1" * 21, NumberFault.LENGTH),
        ("VN123456", NumberFault.NOT_DIGITS),
        ("", NumberFault.NOT_DIGITS),
    ],
)
def test_what_is_no_account_number_is_refused(typed, fault):
    with pytest.raises(BadNumber) as refused:
        account_number(typed)

    assert refused.value.fault is fault
