"""Lists of products are cards in one statement, with stars of the day of viewing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog import queries
from marketplace.catalog.models import ListingState
from marketplace.catalog.queries import Filters, Order
from marketplace.money import Vnd
from tests.catalog.goods import NOW, TODAY, certify, hang_picture, make_listing, make_product


def names(cards):
    return [card.name for card in cards]


def test_a_card_tells_what_a_list_shows(session, chi_lan):
    product = make_product(session, chi_lan.producer, place_text="Suối Giàng")
    certify(session, product, stars=4)
    listing = make_listing(session, chi_lan.producer, product=product, stock=0)
    hang_picture(session, listing, "b" * 64, position=1)
    hang_picture(session, listing, "a" * 64, position=0)

    (card,) = queries.cards(session, [listing.id], TODAY)

    assert (card.name, card.price_vnd, card.unit) == ("Chè Shan tuyết", 180_000, "hộp 200 g")
    assert (card.stars, card.in_stock, card.is_illustration) == (4, False, False)
    assert (card.producer_name, card.place_name) == (chi_lan.producer.name, "Suối Giàng")
    assert card.picture_url == f"/anh/{'a' * 64}-320.webp"
    assert card.url == f"/san-pham/che-shan-tuyet-{listing.id}"


def test_cards_keep_the_order_of_the_ids_and_leave_out_what_is_not_on_sale(
    session, chi_lan, anh_son
):
    tea = make_listing(session, chi_lan.producer, "Chè")
    draft = make_listing(session, chi_lan.producer, "Nháp", state=ListingState.DRAFT)
    honey = make_listing(session, anh_son.producer, "Mật ong")
    ids = [honey.id, draft.id, tea.id, 0]
    assert names(queries.cards(session, ids, TODAY)) == ["Mật ong", "Chè"]

    anh_son.producer.shop_opened_at = None

    assert names(queries.cards(session, ids, TODAY)) == ["Chè"]


@pytest.mark.parametrize(
    ("issued", "columns", "stars"),
    [
        pytest.param(date(2023, 11, 23), {}, 4, id="last-day-counts"),
        pytest.param(date(2023, 11, 22), {}, None, id="ended-yesterday"),
        pytest.param(date(2026, 11, 24), {}, None, id="begins-tomorrow"),
        pytest.param(date(2025, 1, 1), {"revoked_on": TODAY}, None, id="revoked-today"),
        pytest.param(
            date(2025, 1, 1), {"revoked_on": TODAY + timedelta(days=1)}, 4, id="revoked-tomorrow"
        ),
        pytest.param(None, {}, None, id="without-dates"),
    ],
)
def test_stars_come_from_a_certificate_in_force_on_the_day(
    session, chi_lan, issued, columns, stars
):
    listing = make_listing(session, chi_lan.producer)
    certify(session, listing.product, stars=4, issued=issued, **columns)

    (card,) = queries.cards(session, [listing.id], TODAY)

    assert card.stars == stars


def test_of_two_certificates_in_force_the_latest_speaks(session, chi_lan):
    listing = make_listing(session, chi_lan.producer)
    certify(session, listing.product, stars=4, issued=date(2025, 1, 1))
    certify(session, listing.product, stars=3, issued=date(2026, 1, 1))

    assert queries.cards(session, [listing.id], TODAY)[0].stars == 3

    certify(session, listing.product, stars=None, issued=date(2026, 2, 1))

    assert queries.cards(session, [listing.id], TODAY)[0].stars is None


def test_starred_cards_begin_with_most_stars_and_have_something_left(session, chi_lan):
    for name, stars, stock in (("Ba", 3, 1), ("Năm", 5, 1), ("Không", None, 1), ("Hết", 5, 0)):
        listing = make_listing(session, chi_lan.producer, name, stock=stock)
        certify(session, listing.product, stars=stars)

    assert names(queries.starred_cards(session, TODAY, 10)) == ["Năm", "Ba"]


def test_lists_of_cards_cost_one_statement_however_long(session, chi_lan, statements):
    few = [make_listing(session, chi_lan.producer, "Một").id]
    many = few + [make_listing(session, chi_lan.producer, f"Số {n}").id for n in range(30)]
    reads = (
        lambda: queries.cards(session, few, TODAY),
        lambda: queries.cards(session, many, TODAY),
        lambda: queries.latest_cards(session, TODAY, 24),
        lambda: queries.starred_cards(session, TODAY, 24),
        lambda: queries.cards_of_producer(session, chi_lan.producer.id, TODAY),
        lambda: queries.published_ids(session, Filters(), TODAY),
    )
    session.flush()
    chi_lan.producer.id  # noqa: B018 (loaded before counting)
    for read in reads:
        statements.clear()
        read()
        assert len(statements) == 1


def test_other_products_of_a_producer_leave_out_the_one_shown(session, chi_lan, anh_son):
    shown = make_listing(session, chi_lan.producer, "Chè")
    make_listing(session, chi_lan.producer, "Măng")
    make_listing(session, anh_son.producer, "Mật ong")

    others = queries.cards_of_producer(session, chi_lan.producer.id, TODAY, but=shown.id)

    assert names(others) == ["Măng"]


class TestBrowsing:
    @pytest.fixture
    def shelf(self, session, chi_lan, anh_son):
        tea = make_listing(session, chi_lan.producer, "Chè Shan tuyết", price_vnd=Vnd(300_000))
        certify(session, tea.product, stars=5)
        honey = make_listing(
            session, anh_son.producer, "Mật ong bạc hà", price_vnd=Vnd(200_000), group_no=4
        )
        certify(session, honey.product, stars=3)
        old = NOW - timedelta(days=9)
        make_listing(session, chi_lan.producer, "Măng khô", group_no=7, stock=0, published_at=old)
        make_listing(session, chi_lan.producer, "Nháp", state=ListingState.PAUSED)

    def found(self, session, **filters):
        ids = queries.published_ids(session, Filters(**filters), TODAY)
        return names(queries.cards(session, ids, TODAY))

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, ["Mật ong bạc hà", "Chè Shan tuyết", "Măng khô"]),
            ({"words": ("mat", "ong")}, ["Mật ong bạc hà"]),
            ({"words": ("che", "mat")}, []),
            ({"words": ("%",)}, []),
            ({"stars": frozenset({3, 5})}, ["Mật ong bạc hà", "Chè Shan tuyết"]),
            ({"stars": frozenset({4})}, []),
            ({"groups": frozenset({4, 7})}, ["Mật ong bạc hà", "Măng khô"]),
            ({"price_from": Vnd(200_000), "price_to": Vnd(299_999)}, ["Mật ong bạc hà"]),
            ({"in_stock": True}, ["Mật ong bạc hà", "Chè Shan tuyết"]),
            ({"order": Order.CHEAPEST}, ["Măng khô", "Mật ong bạc hà", "Chè Shan tuyết"]),
            ({"order": Order.DEAREST}, ["Chè Shan tuyết", "Mật ong bạc hà", "Măng khô"]),
            ({"order": Order.MOST_STARS}, ["Chè Shan tuyết", "Mật ong bạc hà", "Măng khô"]),
        ],
    )
    def test_each_filter_narrows_or_sorts(self, session, shelf, filters, expected):
        assert self.found(session, **filters) == expected

    def test_the_commune_of_the_producer_serves_where_the_product_has_none(
        self, session, shelf, anh_son
    ):
        commune = select(AdminUnit.id).where(AdminUnit.scheme == Scheme.SINCE_2025).limit(1)
        anh_son.producer.unit_id = session.scalar(commune)

        assert self.found(session, unit_id=anh_son.producer.unit_id) == ["Mật ong bạc hà"]
