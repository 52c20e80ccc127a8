"""Vietnamese telephone numbers are read however people type them."""

from __future__ import annotations

import pytest

from marketplace.web.phones import vietnamese_phone


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678"]
)
def test_one_number_in_many_spellings(typed):
    assert vietnamese_phone(typed) == "+84912345678"


@pytest.mark.parametrize("typed", ["", "chị Lan", "123", "01234567890", "+1 650 253 0000"])
def test_what_is_no_vietnamese_number(typed):
    assert vietnamese_phone(typed) is None
