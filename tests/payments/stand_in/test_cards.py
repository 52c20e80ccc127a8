"""What the stand-in's card form finds wrong, and what it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from marketplace.payments.stand_in.cards import (
    OFFERED_CARDS,
    PLAY_CARDS,
    CardForm,
    filled_in,
    passes_luhn,
)

TODAY = date(2026, 11, 30)
GOOD = CardForm("4242 4242 4242 4242", "12/29", "123", "NGUYEN THI HOA")


def test_a_form_filled_in_rightly_has_no_faults():
    assert GOOD.faults(TODAY) == {}


def test_an_empty_form_says_what_is_missing():
    assert set(CardForm().faults(TODAY)) == {"number", "expiry", "cvc", "name"}


@pytest.mark.parametrize(
    "number", ["4242424242424242", "4242-4242-4242-4242", " 4242.4242 42424242"]
)
def test_numbers_are_read_however_people_group_them(number):
    assert replace(GOOD, number=number).faults(TODAY) == {}


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "13 đến 19"),
        ("4242 4242 4242", "13 đến 19"),
        ("4242 4242 4242 424x", "13 đến 19"),
        ("４２４２４２４２４２４２４２４２", "13 đến 19"),
        ("4242 4242 4242 4241", "dò lại"),
        ("4111 1111 1111 1111", "không phải thẻ thử"),
    ],
)
def test_numbers_that_are_no_test_cards_are_refused_in_words(number, fault):
    assert fault in replace(GOOD, number=number).faults(TODAY)["number"]


@pytest.mark.parametrize("expiry", ["11/26", "1126", "11 / 26", "11/2026", "1/27", " 12/39 "])
def test_a_card_is_good_to_the_last_day_of_its_month(expiry):
    assert replace(GOOD, expiry=expiry).faults(TODAY) == {}


@pytest.mark.parametrize(
    ("expiry", "fault"),
    [
        ("10/26", "đã hết hạn"),
        ("12/25", "đã hết hạn"),
        ("13/29", "ví dụ 12/29"),
        ("00/29", "ví dụ 12/29"),
        ("", "ví dụ 12/29"),
        ("12-29", "ví dụ 12/29"),
    ],
)
def test_dates_that_are_over_or_unreadable_are_refused_in_words(expiry, fault):
    assert fault in replace(GOOD, expiry=expiry).faults(TODAY)["expiry"]


@pytest.mark.parametrize("cvc", ["", "12", "1234", "12x", "１２３"])
def test_a_cvc_has_three_digits(cvc):
    assert set(replace(GOOD, cvc=cvc).faults(TODAY)) == {"cvc"}


def test_every_play_card_passes_the_check_of_its_digits():
    assert all(passes_luhn(card.number) for card in PLAY_CARDS)
    assert not passes_luhn("4242424242424241")


@pytest.mark.parametrize("card", OFFERED_CARDS, ids=lambda card: card.last4)
def test_an_offered_card_fills_in_a_form_without_faults(card):
    form = filled_in(card.last4, TODAY)

    assert form.card == card
    assert form.faults(TODAY) == {}


def test_an_unknown_card_fills_in_nothing():
    assert filled_in("9999", TODAY) == CardForm()
