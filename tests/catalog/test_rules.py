"""Numbers as people type them, the price of a kilogram, addresses, stock in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.catalog import rules
from marketplace.catalog.rules import StockLevel
from marketplace.money import Vnd

# What int() or a careless pattern would take, or what cannot be stored.
NO_NUMBERS = (
    "",
    " ",
    "1_000",
    "１０",
    "٣",
    "²",
    "+5",
    "-3",
    "−3",
    "1e5",
    "0x10",
    "8.5000",
    "85.00",
    "1.000,000",
    "1..000",
    "một",
    "85k",
    "99999999999999999999",
    "NaN",
    "1\x002",
    "5\n6",
)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("85000", 85_000),
        ("85.000", 85_000),
        ("85,000", 85_000),
        ("85 000", 85_000),
        ("85000 đ", 85_000),
        ("85.000đ", 85_000),
        ("85.000\N{NO-BREAK SPACE}đ", 85_000),
        (" 85.000 VND ", 85_000),
        ("85.000 đồng", 85_000),
        ("85.000 đo\u0302\u0300ng", 85_000),
        ("1.250.000 ₫", 1_250_000),
        ("0", 0),
    ],
)
def test_prices_are_read_as_people_write_them(text, price):
    assert rules.price_typed(text) == price


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("read", [rules.price_typed, rules.count_typed, rules.grams_typed])
def test_what_is_no_number_is_not_read(read, text):
    assert read(text) is None


@pytest.mark.parametrize("text", [" 7 ", "7 ", "5 hũ", "7\n"])
def test_a_count_is_nothing_but_a_number(text):
    assert rules.count_typed(text) is None


@given(st.integers(0, 999_999_999))
def test_every_price_is_read_back_as_the_market_writes_it(price):
    assert rules.price_typed(f"{price:,}".replace(",", ".") + "\N{NO-BREAK SPACE}đ") == price


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for read in (rules.price_typed, rules.count_typed, rules.grams_typed):
        number = read(text)
        assert number is None or number >= 0


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("650", 650),
        ("650 g", 650),
        ("1.200 gam", 1200),
        ("1,2 kg", 1200),
        ("0,75kg", 750),
        ("1.5 kg", 1500),
        ("2 kí", 2000),
        ("1,205 kg", 1205),
        ("1.200 kg", None),
        ("1 lít", None),
    ],
)
def test_weights_are_read_in_grams(text, grams):
    assert rules.grams_typed(text) == grams


@pytest.mark.parametrize(
    ("price", "unit", "per_kg", "is_rounded"),
    [
        (180_000, "hộp 200 g", 900_000, False),
        (90_000, "hũ 0,75 kg", 120_000, False),
        (85_000, "túi 300g", 283_333, True),
        (240_000, "bao 1.200 g", 200_000, False),
        (50_000, "gói 400 gr", 125_000, False),
        (100_001, "túi 2 kg", 50_001, True),
    ],
)
def test_the_price_of_a_kilogram(price, unit, per_kg, is_rounded):
    found = rules.price_per_kg(Vnd(price), unit)

    assert (found.amount_vnd, found.is_rounded) == (per_kg, is_rounded)


@pytest.mark.parametrize(
    "unit",
    [
        "kg",
        "túi 1 kg",
        "chai 500 ml",
        "chiếc",
        "hộp 10 gói x 2 g",
        "hộp 20 g × 10",
        "2 hũ 500 g + 1 hũ 200 g",
        "hộp 1-2 kg",
        "bao 1.200 kg",
        "túi 0 g",
        "A4500 giấy",
    ],
)
def test_no_price_of_a_kilogram_where_the_unit_does_not_give_exactly_one_weight(unit):
    assert rules.price_per_kg(Vnd(100_000), unit) is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Chè Shan tuyết Suối Giàng", "che-shan-tuyet-suoi-giang"),
        ("Đặc sản “Tả Phìn” (500 g)", "dac-san-ta-phin-500-g"),
        ("!!!", "san-pham"),
        ("a" * 200, "a" * 120),
    ],
)
def test_names_in_addresses(name, slug):
    assert rules.slug_of(name) == slug


@pytest.mark.parametrize(
    ("stock", "level"),
    [(0, StockLevel.NONE), (1, StockLevel.FEW), (5, StockLevel.FEW), (6, StockLevel.PLENTY)],
)
def test_stock_in_levels(stock, level):
    assert rules.stock_level(stock) is level
