"""A producer's desk: their own orders and nobody else's, packed and sent."""

from datetime import date, timedelta

import pytest

from marketplace.catalog.models import ListingState
from marketplace.orders import actions
from marketplace.orders.models import OrderState
from tests.catalog.goods import NOW, TODAY, certify, make_listing, make_product
from tests.orders.buying import buy, words

HOME = "/ban-hang/"
LIST = "/ban-hang/don-hang/"
PARCEL = {"carrier": "VNPost", "tracking_number": "RR 123 456 789 VN"}


@pytest.fixture(autouse=True)
def time(freeze):
    return freeze(NOW)


@pytest.fixture
def purchase(client, session, chi_lan, anh_son):
    tea = make_listing(session, chi_lan.producer, price_vnd=180_000)
    honey = make_listing(session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000)
    return buy(client, session, tea, honey)


@pytest.fixture
def paid(session, purchase):
    actions.mark_paid(session, purchase, NOW)
    return purchase


@pytest.fixture
def hers(paid):
    return f"{LIST}{paid.orders[0].id}"


def states(session, purchase):
    session.expire_all()
    return [order.state for order in purchase.orders]


def test_a_paid_order_shows_what_to_pack_and_for_whom(chi_lan, paid, hers):
    text = words(chi_lan.client.get(hers))

    for shown in (
        f"{paid.number}-1",
        "Chè Shan tuyết (hộp 200 g)",
        "180.000 đ",
        "Cô Hoa",
        "0912 345 678",
        "Số 1, tổ 2, Phường Lào Cai, Tỉnh Lào Cai",
        "Gọi trước khi giao",
    ):
        assert shown in text


@pytest.mark.parametrize("page", ["", "/phieu"])
def test_the_other_producers_part_is_never_shown(chi_lan, hers, page):
    text = words(chi_lan.client.get(hers + page))

    for hidden in ("Mật ong", "250.000", "430.000", "Bát Xát", "hoa@example.com"):
        assert hidden not in text


@pytest.mark.parametrize("page", ["", "/phieu"])
def test_another_producers_order_is_not_found(anh_son, hers, page):
    assert anh_son.client.get(hers + page).status_code == 404


@pytest.mark.parametrize("action", ["dong-goi", "gui"])
def test_another_producers_order_cannot_be_moved(session, anh_son, paid, hers, action):
    answer = anh_son.client.post(f"{hers}/{action}", data=PARCEL)

    assert answer.status_code == 404
    assert states(session, paid) == [OrderState.PAID, OrderState.PAID]


@pytest.mark.parametrize("person", ["co_hoa", "anh_tung", "chi_mai"])
def test_people_who_do_not_sell_stay_outside(request, hers, person):
    visitor = request.getfixturevalue(person).client

    for path in (HOME, LIST, hers):
        assert visitor.get(path).status_code == 403
    assert visitor.post(f"{hers}/dong-goi").status_code == 403


def test_a_guest_logs_in_first(client, hers):
    assert client.get(hers).location.startswith("/dang-nhap")


def test_before_payment_nobody_learns_who_buys(chi_lan, purchase):
    path = f"{LIST}{purchase.orders[0].id}"

    shown = words(chi_lan.client.get(path))
    listed = words(chi_lan.client.get(f"{LIST}?xem=cho-thanh-toan"))

    for text in (shown, listed):
        assert "Chè Shan tuyết" in text
        assert "Cô Hoa" not in text
        assert "0912" not in text
        assert "Lào Cai, Tỉnh" not in text
    assert chi_lan.client.get(f"{path}/phieu").status_code == 404


def test_an_unpaid_order_cannot_be_packed(session, chi_lan, purchase):
    chi_lan.client.post(f"{LIST}{purchase.orders[0].id}/dong-goi")

    assert states(session, purchase) == [OrderState.AWAITING_PAYMENT] * 2


@pytest.mark.parametrize("end", ["expire", "cancel"])
def test_what_ended_unpaid_is_no_work(session, chi_lan, purchase, end):
    getattr(actions, end)(session, purchase, NOW + timedelta(hours=2))

    assert chi_lan.client.get(f"{LIST}{purchase.orders[0].id}").status_code == 404


def test_packing_then_sending(session, client, chi_lan, paid, hers):
    packed = chi_lan.client.post(f"{hers}/dong-goi")
    assert (packed.status_code, packed.location) == (303, hers)
    assert "Đã ghi nhận đóng gói" in words(chi_lan.client.get(hers))

    sent = chi_lan.client.post(f"{hers}/gui", data=PARCEL)

    assert sent.status_code == 303
    assert states(session, paid) == [OrderState.SENT, OrderState.PAID]
    assert "RR123456789VN" in words(chi_lan.client.get(hers))
    assert "RR123456789VN" in words(client.get(f"/don-mua/{paid.secret}"))


def test_sending_needs_packing_first(session, chi_lan, paid, hers):
    chi_lan.client.post(f"{hers}/gui", data=PARCEL)

    assert "không còn chờ gửi" in words(chi_lan.client.get(hers))
    assert states(session, paid)[0] is OrderState.PAID


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"carrier": ""}, "Xin nhập đơn vị vận chuyển"),
        ({"tracking_number": ""}, "Xin nhập mã vận đơn"),
        ({"tracking_number": "mã <b>"}, "chỉ có chữ không dấu"),
        ({"tracking_number": "1" * 61}, "Nhiều nhất 60 ký tự"),
        ({"carrier": "x" * 81}, "Nhiều nhất 80 ký tự"),
    ],
)
def test_a_parcel_without_its_number_is_not_sent(session, chi_lan, paid, hers, changes, said):
    chi_lan.client.post(f"{hers}/dong-goi")

    answer = chi_lan.client.post(f"{hers}/gui", data={**PARCEL, **changes})

    assert answer.status_code == 422
    assert said in words(answer)
    assert states(session, paid)[0] is OrderState.PACKED


def test_packing_twice_is_said_and_harmless(session, chi_lan, paid, hers):
    chi_lan.client.post(f"{hers}/dong-goi")
    chi_lan.client.post(f"{hers}/dong-goi")

    assert "không còn chờ đóng gói" in words(chi_lan.client.get(hers))
    assert states(session, paid)[0] is OrderState.PACKED


def test_the_slip_is_a_paper_with_both_addresses(chi_lan, hers):
    text = words(chi_lan.client.get(f"{hers}/phieu"))

    for shown in ("Phiếu gửi hàng", "Hợp tác xã Chè Suối Giàng", "Cô Hoa", "Chè Shan tuyết"):
        assert shown in text


def test_the_list_counts_and_shows_the_oldest_first(client, session, chi_lan, time):
    tea = make_listing(session, chi_lan.producer)
    numbers = []
    for _order in range(3):
        time.pass_by(timedelta(minutes=1))
        bought = buy(client, session, tea)
        actions.mark_paid(session, bought, time.now())
        numbers.append(f"{bought.number}-1")

    text = words(chi_lan.client.get(LIST))

    assert "Cần đóng gói 3" in text
    assert sorted(numbers, key=text.index) == numbers


@pytest.mark.parametrize("tab", ["", "can-dong-goi", "can-gui", "da-gui", "cho-thanh-toan", "x"])
def test_every_tab_has_an_empty_state(chi_lan, tab):
    assert chi_lan.client.get(f"{LIST}?xem={tab}").status_code == 200


def test_the_list_costs_the_same_for_one_order_and_for_ten(client, session, chi_lan, statements):
    tea = make_listing(session, chi_lan.producer, stock=50)
    costs = []
    for orders in (1, 9):
        for _order in range(orders):
            actions.mark_paid(session, buy(client, session, tea), NOW)
        statements.clear()
        chi_lan.client.get(LIST)
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_a_quiet_day(chi_lan):
    assert "Chưa có việc gì" in words(chi_lan.client.get(HOME))


def test_today_says_what_to_do_each_one_tap_away(session, chi_lan, paid):
    make_listing(session, chi_lan.producer, "Chè sắp hết", stock=2)
    make_listing(session, chi_lan.producer, "Chè đã hết", stock=0)
    make_listing(session, chi_lan.producer, "Chè nháp", state=ListingState.DRAFT)
    product = make_product(session, chi_lan.producer, "Chè sắp hết hạn")
    certify(session, product, issued=date(2023, 12, 23))

    page = chi_lan.client.get(HOME)

    text = words(page)
    for shown in (
        "1 đơn đã thanh toán, chờ đóng gói",
        "Chè sắp hết: chỉ còn 2",
        "Chè đã hết đã hết hàng",
        "Chè nháp mới là bản nháp",
        "Chè sắp hết hạn: giấy chứng nhận OCOP còn 30 ngày, đến hết 23/12/2026",
    ):
        assert shown in text
    assert f'href="{LIST}?xem=can-dong-goi"' in page.text


def test_what_others_have_to_do_is_not_shown(session, chi_lan, anh_son, paid):
    make_listing(session, anh_son.producer, "Mật ong nháp", state=ListingState.DRAFT)
    make_listing(session, anh_son.producer, "Mật ong sắp hết", stock=1)
    product = make_product(session, anh_son.producer, "Mật ong sắp hết hạn")
    certify(session, product, issued=date(2023, 12, 23))

    assert "Mật ong" not in words(chi_lan.client.get(HOME))


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        pytest.param(TODAY.replace(year=2023), True, id="ends-today"),
        pytest.param(date(2024, 5, 22), True, id="ends-in-180-days"),
        pytest.param(date(2024, 5, 23), False, id="ends-in-181-days"),
        pytest.param(date(2023, 11, 22), False, id="ended-yesterday"),
    ],
)
def test_a_certificate_is_announced_180_days_before_its_end(session, chi_lan, issued, said):
    certify(session, make_product(session, chi_lan.producer), issued=issued)

    assert ("giấy chứng nhận OCOP" in words(chi_lan.client.get(HOME))) is said


def test_a_product_assessed_again_is_not_announced(session, chi_lan):
    product = make_product(session, chi_lan.producer)
    certify(session, product, issued=date(2023, 12, 23))
    certify(session, product, issued=date(2026, 11, 1))

    assert "giấy chứng nhận OCOP" not in words(chi_lan.client.get(HOME))
