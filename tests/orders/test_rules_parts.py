"""Lines, parts and sums; what the buyer was shown; the number one says on the telephone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.rules import numbers, parts
from marketplace.orders.rules.parts import Bought
from marketplace.orders.rules.quote import Quote, checkout_token, earlier_prices, shown

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def bought(listing_id=1, producer_id=1, price_vnd=180_000, quantity=1):
    return Bought(
        listing_id=listing_id,
        product_id=listing_id,
        producer_id=producer_id,
        producer_name=f"Chủ thể {producer_id}",
        name="Chè Shan tuyết",
        unit="hộp 200 g",
        price_vnd=price_vnd,
        quantity=quantity,
    )


LINES = st.lists(
    st.builds(
        bought,
        listing_id=st.integers(1, 10_000),
        producer_id=st.integers(1, 6),
        price_vnd=st.integers(1, 99_999_999),
        quantity=st.integers(1, 999),
    ),
    min_size=1,
    max_size=100,
    unique_by=lambda line: line.listing_id,
)


@given(LINES)
def test_lines_parts_and_purchase_add_up_to_the_same(lines):
    split = parts.split(lines)

    assert [sum(line.price_vnd * line.quantity for line in part.lines) for part in split] == [
        part.subtotal_vnd for part in split
    ]
    assert parts.total(split) == sum(line.price_vnd * line.quantity for line in lines)


@given(LINES)
def test_every_line_is_in_the_part_of_its_producer_and_nowhere_else(lines):
    split = parts.split(lines)

    assert len({part.producer_id for part in split}) == len(split)
    assert all(line.producer_id == part.producer_id for part in split for line in part.lines)
    assert sorted(line.listing_id for part in split for line in part.lines) == sorted(
        line.listing_id for line in lines
    )


@pytest.mark.parametrize(
    ("total_vnd", "fits"),
    [(12_999, False), (13_000, True), (99_999_999, True), (100_000_000, False)],
)
def test_a_card_payment_has_a_least_and_a_most(total_vnd, fits):
    assert parts.fits_a_payment(total_vnd) is fits


@given(LINES, st.randoms())
def test_what_was_shown_does_not_depend_on_the_order_of_lines(lines, random):
    shuffled = random.sample(lines, len(lines))

    assert shown(lines) == shown(shuffled)


@given(LINES, st.data())
def test_any_other_price_quantity_or_listing_is_not_what_was_shown(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.sampled_from(["price_vnd", "quantity", "listing_id"]))
    changed = replace(lines[place], **{column: getattr(lines[place], column) + 1})
    others = [line for line in lines if line.listing_id != lines[place].listing_id]

    assert shown([*others, changed]) != shown(lines)


def test_a_changed_price_is_named_with_what_it_was():
    quote = Quote(1, "token", shown([bought(1, price_vnd=100), bought(2, price_vnd=200)]))

    now = [bought(1, price_vnd=120), bought(2, price_vnd=200), bought(3)]

    assert earlier_prices(quote, now) == {1: 100}
    assert earlier_prices(None, now) == {}


def test_a_cart_has_one_token_until_it_changes():
    token = checkout_token("key", 7, NOW)

    assert token == checkout_token("key", 7, NOW)
    others = {
        checkout_token("key", 7, NOW + timedelta(microseconds=1)),
        checkout_token("key", 8, NOW),
        checkout_token("another key", 7, NOW),
    }
    assert token not in others
    assert len(others) == 3
    assert len(token) == 43


def test_numbers_hold_no_sign_that_is_misread():
    for _ in range(200):
        assert not set(numbers.new_number()) & set("01OIL")


def test_numbers_and_secrets_do_not_come_twice():
    assert len({numbers.new_number() for _ in range(1000)}) == 1000
    assert len({numbers.new_secret() for _ in range(1000)}) == 1000
    assert numbers.SECRET.fullmatch(numbers.new_secret())


NUMBERS = st.text(numbers.SIGNS, min_size=7, max_size=7).map(
    lambda body: body + numbers.check_sign(body)
)


@given(number=NUMBERS)
@pytest.mark.parametrize("write", [str, str.lower, " {} ".format, "{}-2".format, "{}-12".format])
def test_a_number_is_read_however_it_is_typed(number, write):
    assert numbers.read_number(write(number)) == number
    assert numbers.read_number(f"{number[:4]} {number[4:]}") == number
    assert numbers.read_number(f"{number[:4]}-{number[4:]}") == number


@given(NUMBERS, st.integers(0, 7), st.sampled_from(numbers.SIGNS))
def test_one_wrong_sign_is_noticed(number, place, sign):
    typed = number[:place] + sign + number[place + 1 :]

    assert numbers.read_number(typed) == (number if typed == number else None)


@given(NUMBERS, st.integers(0, 6))
def test_two_neighbours_changing_places_are_noticed(number, place):
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert numbers.read_number(typed) == (number if typed == number else None)


@given(st.text())
def test_no_text_breaks_the_reader_of_numbers(text):
    assert numbers.read_number(text) is None or len(numbers.read_number(text)) == 8
