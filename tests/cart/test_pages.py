"""Buyers fill a cart, change it, and are told when something cannot be bought."""

import re

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import digest
from marketplace.cart.models import Cart, CartLine
from marketplace.catalog.models import ListingState
from tests.catalog.goods import certify, make_listing

CART = "/gio-hang/"


def put(client, listing, quantity=1, **more):
    form = {"listing_id": listing.id, "quantity": quantity, **more}
    return client.post("/gio-hang/them", data=form)


def lines(session):
    session.expire_all()
    return {line.listing_id: line.quantity for line in session.scalars(select(CartLine))}


def line_id(session, listing):
    return session.scalars(select(CartLine.id).where(CartLine.listing_id == listing.id)).one()


def words(answer):
    """The text of a page as it is read, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\xa0", " ").split())


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer)


@pytest.fixture
def honey(session, anh_son):
    return make_listing(
        session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000, unit="chai 500 ml"
    )


def test_an_empty_cart_leads_to_the_products(client):
    page = client.get(CART)

    assert page.status_code == 200
    assert "Giỏ hàng đang trống" in words(page)


def test_a_visitor_who_puts_nothing_in_is_not_followed(client, session):
    client.get(CART)

    assert client.get_cookie("session") is None
    assert session.scalar(select(Cart.id)) is None


def test_the_cart_shows_what_it_would_cost_now_by_producer(client, session, tea, honey):
    put(client, tea, 2)
    put(client, honey)
    tea.price_vnd = 190_000

    page = words(client.get(CART))

    assert "Hợp tác xã Chè Suối Giàng" in page
    assert "Hợp tác xã Mật ong Bát Xát" in page
    assert "380.000 đ" in page
    assert "630.000 đ" in page
    assert "Miễn phí giao hàng trong giai đoạn chạy thử" in page


def test_the_star_comes_from_the_certificate_in_force(client, session, tea):
    certify(session, tea.product, stars=4)
    put(client, tea)

    assert "OCOP 4 sao" in words(client.get(CART))


def test_adding_leads_back_to_the_product(client, tea):
    answer = put(client, tea, next="/quy-che")

    assert answer.status_code == 303
    assert answer.location == "/quy-che"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_adding_never_leads_to_another_site(client, tea, target):
    assert put(client, tea, next=target).location == CART


def test_adding_again_adds_up(client, session, tea):
    put(client, tea, 2)
    put(client, tea, 3)

    assert lines(session) == {tea.id: 5}


def test_nobody_gets_more_than_is_left_and_is_told_so(client, session, tea):
    put(client, tea, 10)
    put(client, tea, 10)

    assert lines(session) == {tea.id: 12}
    assert "Chỉ còn 12 Chè Shan tuyết" in words(client.get(CART))


@pytest.mark.parametrize(
    "typed",
    ["", "0", "-3", "+5", " 7 ", "1_000", "1000", "1.5", "１０", "٣", "9" * 20, "1; DROP", "\0"],
)
def test_an_odd_quantity_is_refused_and_nothing_changes(client, session, tea, typed):
    put(client, tea, 2)

    added = put(client, tea, typed)
    changed = client.post(f"/gio-hang/dong/{line_id(session, tea)}", data={"quantity": typed})

    assert (added.status_code, changed.status_code) == (422, 422)
    assert lines(session) == {tea.id: 2}
    assert "từ 1 đến 999" in words(changed)


def test_a_quantity_sent_twice_is_refused(client, session, tea):
    answer = client.post("/gio-hang/them", data={"listing_id": tea.id, "quantity": ["1", "9"]})

    assert answer.status_code == 422
    assert lines(session) == {}


@pytest.mark.parametrize("listing_id", ["", "0", "-1", "x", "9" * 30, "١"])
def test_a_listing_that_cannot_be_is_not_found(client, listing_id):
    answer = client.post("/gio-hang/them", data={"listing_id": listing_id, "quantity": "1"})

    assert answer.status_code == 404


@pytest.mark.parametrize("state", [ListingState.DRAFT, ListingState.PAUSED, ListingState.WITHDRAWN])
def test_only_what_is_on_sale_goes_into_the_cart(client, session, chi_lan, state):
    hidden = make_listing(session, chi_lan.producer, "Chè nháp", state=state)

    put(client, hidden)

    assert lines(session) == {}
    page = words(client.get(CART))
    assert "không còn bán" in page
    assert "Chè nháp" not in page


def test_what_is_sold_out_does_not_go_in(client, session, chi_lan):
    gone = make_listing(session, chi_lan.producer, stock=0)

    put(client, gone)

    assert lines(session) == {}
    assert "đã hết hàng" in words(client.get(CART))


def test_a_refusal_leaves_no_cart_behind(client, session, chi_lan):
    put(client, make_listing(session, chi_lan.producer, stock=0))

    with client.session_transaction() as cookie:
        assert "cart" not in cookie
    assert session.scalar(select(Cart.id)) is None


def test_the_cart_is_found_again_by_the_digest_of_its_token_only(client, session, tea):
    put(client, tea)

    with client.session_transaction() as cookie:
        token = cookie["cart"]
    assert session.scalars(select(Cart.token_hash)).one() == digest(token)


def test_a_cart_holds_at_most_fifty_products(client, session, chi_lan):
    for number in range(51):
        put(client, make_listing(session, chi_lan.producer, f"Chè số {number}"))

    assert len(lines(session)) == 50
    assert "Giỏ hàng đã đầy" in words(client.get(CART))


def test_the_number_of_pieces_is_changed(client, session, tea):
    put(client, tea)

    answer = client.post(f"/gio-hang/dong/{line_id(session, tea)}", data={"quantity": "4"})

    assert answer.status_code == 303
    assert lines(session) == {tea.id: 4}


def test_removing_can_be_undone(client, session, tea):
    put(client, tea, 3)

    client.post(f"/gio-hang/dong/{line_id(session, tea)}/xoa")
    assert lines(session) == {}
    page = client.get(CART)
    offered = dict(re.findall(r'name="(listing_id|quantity)" value="(\d+)"', page.text))
    client.post("/gio-hang/them", data=offered)

    assert "Chè Shan tuyết không còn trong giỏ" in words(page)
    assert lines(session) == {tea.id: 3}


def test_another_persons_line_is_not_found(client, session, tea, co_hoa):
    put(co_hoa.client, tea)
    theirs = line_id(session, tea)
    put(client, tea)

    for path in (f"/gio-hang/dong/{theirs}", f"/gio-hang/dong/{theirs}/xoa"):
        assert client.post(path, data={"quantity": "9"}).status_code == 404
    assert session.get(CartLine, theirs).quantity == 1


def test_a_line_number_beyond_any_is_not_found(client, tea):
    put(client, tea)

    assert client.post(f"/gio-hang/dong/{'9' * 30}/xoa").status_code in (400, 404)


def test_a_guest_without_a_cart_has_no_lines(client, session, tea, co_hoa):
    put(co_hoa.client, tea)

    assert client.post(f"/gio-hang/dong/{line_id(session, tea)}/xoa").status_code == 404


def test_each_problem_is_explained_and_one_tap_mends_all(client, session, chi_lan):
    less, gone, sold_out, fine = (
        make_listing(session, chi_lan.producer, name)
        for name in ("Chè xanh", "Chè vàng", "Chè đen", "Chè trắng")
    )
    for listing in (less, gone, sold_out, fine):
        put(client, listing, 5)
    less.stock, gone.state, sold_out.stock = 3, ListingState.WITHDRAWN, 0

    page = words(client.get(CART))
    assert "Chỉ còn 3 Chè xanh, mà giỏ đang có 5." in page
    assert "Chè vàng không còn bán nữa." in page
    assert "Chè đen đã hết hàng." in page
    assert "Đặt mua" not in page
    client.post("/gio-hang/sua-lai")

    assert lines(session) == {less.id: 3, fine.id: 5}
    assert "Đặt mua" in words(client.get(CART))


def test_a_shop_that_closed_sells_nothing(client, session, chi_lan, tea):
    put(client, tea)
    chi_lan.producer.shop_opened_at = None

    assert "không còn bán nữa" in words(client.get(CART))


def test_the_top_of_each_page_counts_the_cart(client, session, tea, honey):
    put(client, tea, 5)
    put(client, honey)

    assert client.get("/quy-che").text.count('<span class="bubble">2</span>') == 2


def test_a_visitor_without_a_cart_costs_no_statement(client, statements):
    client.get("/quy-che")

    assert statements == []


def test_the_cart_page_costs_the_same_for_one_product_and_for_ten(
    client, session, statements, chi_lan
):
    put(client, make_listing(session, chi_lan.producer, "Chè 0"))
    statements.clear()
    client.get(CART)
    for_one = len(statements)
    for number in range(1, 10):
        put(client, make_listing(session, chi_lan.producer, f"Chè {number}"))
    statements.clear()
    client.get(CART)

    assert len(statements) == for_one <= 4


def test_a_long_name_is_shown_whole(client, session, chi_lan):
    name = "Chè Shan tuyết cổ thụ " * 8
    put(client, make_listing(session, chi_lan.producer, name.strip()))

    assert name.strip() in words(client.get(CART))


def test_a_name_is_never_markup(client, session, chi_lan):
    put(client, make_listing(session, chi_lan.producer, "<script>alert(1)</script>"))

    assert "<script>alert" not in client.get(CART).text
