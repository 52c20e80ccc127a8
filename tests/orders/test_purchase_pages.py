"""The page that the secret link opens, a member's list, and finding a lost link."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.catalog.models import Listing
from marketplace.orders import actions
from marketplace.orders.errors import StillPayable
from marketplace.orders.models import OrderState, Purchase
from marketplace.orders.signals import giving_up
from tests.catalog.goods import NOW, certify, make_listing
from tests.orders.buying import buy, words


@pytest.fixture
def time(freeze):
    return freeze(NOW)


@pytest.fixture
def tea(session, chi_lan):
    listing = make_listing(session, chi_lan.producer, price_vnd=180_000, stock=12)
    certify(session, listing.product, stars=4, number="OCOP-17")
    return listing


@pytest.fixture
def honey(session, anh_son):
    anh_son.producer.phone = "+84987654321"
    return make_listing(session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000, stock=3)


@pytest.fixture
def purchase(client, session, time, tea, honey):
    return buy(client, session, tea, honey)


def link(purchase):
    return f"/don-mua/{purchase.secret}"


def pay(session, purchase):
    actions.mark_paid(session, purchase, NOW + timedelta(minutes=5))


def test_before_paying_the_page_says_until_when_and_how(client, purchase):
    page = client.get(link(purchase))

    text = words(page)
    assert "Giữ hàng đến 11:00 ngày 23/11/2026" in text
    assert "Thanh toán 430.000 đ bằng thẻ" in text
    assert "Hủy đơn" in text
    assert f'action="/thanh-toan/{purchase.secret}"' in page.text


def test_the_page_shows_all_that_was_bought(client, purchase):
    text = words(client.get(link(purchase)))

    for shown in (
        purchase.number,
        f"Đơn {purchase.number}-1",
        f"Đơn {purchase.number}-2",
        "Chè Shan tuyết (hộp 200 g)",
        "OCOP 4 sao",
        "Giấy chứng nhận OCOP-17",
        "Cô Hoa",
        "0912 345 678",
        "Số 1, tổ 2, Phường Lào Cai, Tỉnh Lào Cai",
        "0987 654 321",
    ):
        assert shown in text


def test_the_page_follows_the_orders(client, session, purchase, chi_lan):
    pay(session, purchase)
    assert "Đã thanh toán. Cảm ơn bạn!" in words(client.get(link(purchase)))

    order = purchase.orders[0]
    actions.pack(session, order, actor_id=chi_lan.user.id, now=NOW)
    actions.send(
        session,
        order,
        carrier="VNPost",
        tracking_number="RR123456789VN",
        actor_id=chi_lan.user.id,
        now=NOW,
    )

    text = words(client.get(link(purchase)))
    assert "Đã gửi một phần" in text
    assert "VNPost" in text
    assert "RR123456789VN" in text
    assert "bằng thẻ" not in text


def test_when_the_time_is_over_nobody_is_asked_to_pay(client, session, purchase, time):
    now = time.pass_by(timedelta(minutes=61))
    text = words(client.get(link(purchase)))
    assert "Đã hết giờ thanh toán" in text
    assert "bằng thẻ" not in text

    actions.expire(session, purchase, now)

    assert "Hàng đã bán lại và bạn chưa trả đồng nào" in words(client.get(link(purchase)))


def test_a_buyer_cancels_before_paying_and_the_stock_comes_back(client, session, purchase, tea):
    answer = client.post(f"{link(purchase)}/huy")

    assert (answer.status_code, answer.location) == (303, link(purchase))
    assert "Đã hủy đơn. Bạn chưa trả đồng nào." in words(client.get(link(purchase)))
    session.expire_all()
    assert session.scalar(select(Listing.stock).where(Listing.id == tea.id)) == 12
    assert {order.state for order in purchase.orders} == {OrderState.CANCELLED}


def test_what_is_paid_is_not_cancelled(client, session, purchase):
    pay(session, purchase)

    client.post(f"{link(purchase)}/huy")

    assert "Đơn này không còn hủy được" in words(client.get(link(purchase)))
    session.expire_all()
    assert {order.state for order in purchase.orders} == {OrderState.PAID}


def test_before_a_cancellation_the_payment_page_is_closed(app, client, session, purchase):
    closed = []

    def close(_app, purchase_id, now):
        closed.append((purchase_id, session.in_nested_transaction()))

    with giving_up.connected_to(close, app):
        client.post(f"{link(purchase)}/huy")

    assert [purchase_id for purchase_id, _inside in closed] == [purchase.id]


def test_while_the_payment_page_cannot_be_closed_nothing_is_cancelled(
    app, client, session, purchase
):
    def refuse(_app, **_about):
        raise StillPayable

    with giving_up.connected_to(refuse, app):
        client.post(f"{link(purchase)}/huy")

    assert "Dịch vụ thẻ chưa trả lời" in words(client.get(link(purchase)))
    session.expire_all()
    assert {order.state for order in purchase.orders} == {OrderState.AWAITING_PAYMENT}


@pytest.mark.parametrize("secret", ["x", "A" * 43, "A" * 44, "..", "%00", "\u1ec7" * 43, "1"])
def test_a_wrong_secret_is_not_found(client, purchase, secret):
    assert client.get(f"/don-mua/{secret}").status_code == 404
    assert client.post(f"/don-mua/{secret}/huy").status_code == 404


def test_the_number_alone_opens_nothing(client, purchase):
    assert client.get(f"/don-mua/{purchase.number}").status_code == 404


def test_the_link_leaks_nowhere(client, purchase):
    page = client.get(link(purchase))

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert re.search(r'<meta name="robots" content="noindex, nofollow">', page.text)


def test_what_a_buyer_typed_is_never_markup(client, session, time, tea):
    purchase = buy(client, session, tea, name="<i>Hoa</i>", note="<script>alert(1)</script>")

    page = client.get(link(purchase)).text

    assert "<i>Hoa" not in page
    assert "<script>alert" not in page


def test_members_see_their_own_purchases_only(session, time, co_hoa, chi_mai, tea):
    hers = buy(co_hoa.client, session, tea)
    buy(chi_mai.client, session, tea)

    text = words(co_hoa.client.get("/don-mua/"))

    assert hers.number in text
    others = session.scalars(select(Purchase.number).where(Purchase.id != hers.id)).one()
    assert others not in text
    assert "Chờ thanh toán" in text


def test_a_member_without_purchases_is_led_to_the_products(co_hoa):
    assert "Chưa có đơn nào" in words(co_hoa.client.get("/don-mua/"))


def test_a_guest_is_asked_to_log_in_for_the_list(client):
    assert client.get("/don-mua/").location.startswith("/dang-nhap")


def test_long_lists_come_in_pages(session, statements, time, co_hoa, tea):
    tea.stock = 100
    for _number in range(21):
        buy(co_hoa.client, session, tea)
    statements.clear()

    first, second = co_hoa.client.get("/don-mua/"), co_hoa.client.get("/don-mua/?trang=2")

    assert (first.text.count("<tr>"), second.text.count("<tr>")) == (21, 2)
    assert len(statements) < 20


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-2"])
def test_a_lost_link_is_found_by_number_and_phone(client, purchase, typed):
    answer = client.post(
        "/don-mua/tim",
        data={"number": typed.format(purchase.number.lower()), "phone": "+84 912 345 678"},
    )

    assert (answer.status_code, answer.location) == (303, link(purchase))


def test_both_must_be_right_and_nobody_learns_which_is_not(client, purchase):
    wrong_phone = client.post(
        "/don-mua/tim", data={"number": purchase.number, "phone": "0912345679"}
    )
    wrong_number = client.post("/don-mua/tim", data={"number": "23456789", "phone": "0912345678"})

    assert (wrong_phone.status_code, wrong_number.status_code) == (422, 422)
    said = "Không có đơn nào khớp số đơn và số điện thoại này"
    assert said in words(wrong_phone)
    assert said in words(wrong_number)


def test_guests_are_led_to_the_form_from_the_log_in_page(client):
    assert 'href="/don-mua/tim"' in client.get("/dang-nhap").text


def test_the_form_to_find_an_order_says_what_is_missing(client):
    answer = client.post("/don-mua/tim", data={})

    assert answer.status_code == 422
    assert "Xin nhập số đơn" in words(answer)


def test_pages_cost_the_same_for_one_producer_and_for_two(
    client, session, statements, time, tea, honey
):
    one, two = buy(client, session, tea), buy(client, session, tea, honey)
    costs = []
    for purchase in (one, two):
        statements.clear()
        client.get(link(purchase))
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 6


def test_over_https_the_page_can_be_paid_and_cancelled_without_a_referrer(
    app, client, session, purchase, monkeypatch
):
    """Browsers send none from it, because the page itself says so."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    safe = {"base_url": "https://localhost"}
    page = client.get(link(purchase), **safe)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    refused = client.post(f"{link(purchase)}/huy", **safe)
    done = client.post(f"{link(purchase)}/huy", data={"csrf_token": token}, **safe)

    assert (refused.status_code, done.status_code) == (400, 303)
