"""What a cart may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.cart import rules
from marketplace.cart.rules import MOST_PIECES, CartItem, Problem, by_producer, read_quantity


def item(**changes):
    known = {
        "line_id": 1,
        "listing_id": 1,
        "name": "Chè Shan tuyết",
        "url": "/san-pham/che-shan-tuyet-1",
        "unit": "hộp 200 g",
        "price_vnd": 180_000,
        "quantity": 2,
        "stock": 12,
        "on_sale": True,
        "stars": 4,
        "picture_url": None,
        "group_no": 11,
        "producer_id": 1,
        "producer_name": "Hợp tác xã Chè Suối Giàng",
        "producer_slug": "htx-che-suoi-giang",
        "place_name": "Xã Văn Chấn",
    }
    return CartItem(**{**known, **changes})


@pytest.mark.parametrize(("typed", "read"), [("1", 1), ("12", 12), ("999", 999)])
def test_a_quantity_is_read_from_plain_digits(typed, read):
    assert read_quantity(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "-3",
        "+5",
        " 7 ",
        "007",
        "1_000",
        "1000",
        "1.5",
        "2e1",
        "１０",
        "٣",
        "9" * 20,
        "abc",
    ],
)
def test_anything_else_is_no_quantity(typed):
    assert read_quantity(typed) is None


@given(st.text())
def test_no_text_breaks_the_reader(typed):
    quantity = read_quantity(typed)

    assert quantity is None or (1 <= quantity <= MOST_PIECES and str(quantity) == typed)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"quantity": 12}, None),
        ({"quantity": 13}, Problem.LESS_LEFT),
        ({"stock": 0}, Problem.SOLD_OUT),
        ({"on_sale": False}, Problem.WITHDRAWN),
        ({"on_sale": False, "stock": 0}, Problem.WITHDRAWN),
    ],
)
def test_a_line_knows_what_is_wrong_with_it(changes, problem):
    assert item(**changes).problem is problem


def test_only_what_can_be_bought_is_counted():
    lines = [item(), item(quantity=13), item(on_sale=False), item(price_vnd=90_000, quantity=1)]

    assert rules.goods_vnd(lines) == 2 * 180_000 + 90_000


@given(st.integers(1, 2 * MOST_PIECES), st.integers(0, 999_999))
def test_merged_lines_fit_the_cart_and_hold_no_more_than_is_left(wished, stock):
    quantity = rules.merged(wished, stock)

    assert 1 <= quantity <= min(wished, MOST_PIECES)
    assert stock == 0 or quantity <= stock


@given(st.lists(st.integers(1, 5)))
def test_groups_keep_every_line_and_the_order_in_which_producers_came(producers):
    lines = [item(line_id=place, producer_id=who) for place, who in enumerate(producers)]

    groups = by_producer(lines)

    assert [group[0].producer_id for group in groups] == list(dict.fromkeys(producers))
    assert sorted(line.line_id for group in groups for line in group) == list(range(len(lines)))
    assert all(len({line.producer_id for line in group}) == 1 for group in groups)
