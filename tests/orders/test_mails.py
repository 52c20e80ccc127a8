"""Mail at each step: to whom, what it says, what it never says."""

from datetime import timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.orders import actions, mails
from marketplace.orders.rules.life import TRANSITIONS
from tests.catalog.goods import NOW, make_listing
from tests.orders.buying import buy

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def time(freeze):
    return freeze(NOW)


@pytest.fixture
def goods(session, chi_lan, anh_son):
    return (
        make_listing(session, chi_lan.producer, price_vnd=180_000),
        make_listing(session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000),
    )


@pytest.fixture
def purchase(client, session, time, goods):
    return buy(client, session, *goods)


@pytest.fixture
def deliver(session, deliver_mail):
    """All mail sent so far, by its address."""

    def deliver(now=LATER):
        session.commit()
        found = {}
        for mail in deliver_mail(now):
            found.setdefault(mail["To"], []).append(mail)
        return found

    return deliver


def text(mail):
    return mail.get_content().replace("\xa0", " ")


def test_the_buyer_gets_the_order_with_its_secret_link(purchase, deliver):
    (mail,) = deliver()["hoa@example.com"]

    assert mail["Subject"] == f"Đơn {purchase.number} đang giữ hàng cho bạn"
    for said in (
        "Kính gửi Cô Hoa",
        "đến 11:00 ngày 23/11/2026",
        "Chè Shan tuyết (hộp 200 g): 1 × 180.000 đ = 180.000 đ",
        "Mật ong bạc hà",
        "Tổng cộng: 430.000 đ",
        f"http://localhost/don-mua/{purchase.secret}",
        "đơn chạy thử",
    ):
        assert said in text(mail)


def test_when_paid_each_producer_gets_their_own_part_only(
    session, purchase, deliver, chi_lan, anh_son
):
    actions.mark_paid(session, purchase, LATER)

    sent = deliver()

    (to_lan,) = sent[chi_lan.user.email]
    assert to_lan["Subject"] == f"Đơn mới cần đóng gói: {purchase.number}-1"
    for said in ("Chè Shan tuyết", "180.000 đ", "Cô Hoa", "0912 345 678", "Gọi trước khi giao"):
        assert said in text(to_lan)
    for hidden in ("Mật ong", "250.000", "430.000", purchase.secret, "hoa@example.com"):
        assert hidden not in text(to_lan)
    assert f"http://localhost/ban-hang/don-hang/{purchase.orders[0].id}" in text(to_lan)
    assert "Chè Shan" not in text(sent[anh_son.user.email][0])
    assert [mail["Subject"] for mail in sent["hoa@example.com"]][-1] in (
        f"Đơn {purchase.number} đã thanh toán",
        f"Đơn {purchase.number} đang giữ hàng cho bạn",
    )
    assert len(sent["hoa@example.com"]) == 2


def test_when_sent_the_buyer_gets_the_tracking_number(session, purchase, deliver, chi_lan):
    actions.mark_paid(session, purchase, LATER)
    order = purchase.orders[0]
    actions.pack(session, order, actor_id=chi_lan.user.id, now=LATER)
    actions.send(
        session,
        order,
        carrier="VNPost",
        tracking_number="RR123456789VN",
        actor_id=chi_lan.user.id,
        now=LATER,
    )

    subjects = {mail["Subject"]: text(mail) for mail in deliver()["hoa@example.com"]}

    said = subjects[f"Đơn {order.number} đã gửi đi"]
    assert "RR123456789VN" in said
    assert "Chè Shan tuyết" in said
    assert "Mật ong" not in said


@pytest.mark.parametrize(
    ("end", "subject"), [("expire", "đã hết hạn thanh toán"), ("cancel", "đã hủy")]
)
def test_when_it_ends_unpaid_the_buyer_is_told(session, purchase, deliver, end, subject):
    too_late = NOW + timedelta(minutes=61)
    getattr(actions, end)(session, purchase, too_late)

    told = {mail["Subject"]: text(mail) for mail in deliver(too_late)["hoa@example.com"]}

    assert "chưa trả đồng nào" in told[f"Đơn {purchase.number} {subject}"]


def test_without_an_address_there_is_no_mail_and_no_fault(
    client, session, time, goods, deliver, chi_lan
):
    purchase = buy(client, session, *goods, email="")
    actions.mark_paid(session, purchase, LATER)

    sent = deliver()

    assert "hoa@example.com" not in sent
    assert chi_lan.user.email in sent


def test_each_reader_gets_their_own_language(client, session, time, goods, deliver, chi_lan):
    client.set_cookie("locale", "en")
    session.get(User, chi_lan.user.id).locale = "en"
    purchase = buy(client, session, *goods)
    actions.mark_paid(session, purchase, LATER)

    sent = deliver()

    assert "Dear Cô Hoa" in text(sent["hoa@example.com"][0])
    assert sent[chi_lan.user.email][0]["Subject"] == f"New order to pack: {purchase.number}-1"


def test_sending_again_makes_no_second_message(session, purchase, deliver):
    payload = {"template": "order_placed", "purchase_id": purchase.id}

    first, second = mails.build(session, payload), mails.build(session, payload)

    assert [mail.key for mail in first] == [mail.key for mail in second]


def test_no_two_messages_of_a_purchase_share_a_name(session, purchase, chi_lan):
    actions.mark_paid(session, purchase, LATER)
    payloads = [
        {"template": template, "purchase_id": purchase.id, "order_id": order.id}
        for row in TRANSITIONS
        for template in row.mail
        for order in purchase.orders
        if template == "order_sent" or order.position == 1
    ]

    keys = [mail.key for payload in payloads for mail in mails.build(session, payload)]

    assert len(set(keys)) == len(keys)


def test_a_name_cannot_add_a_header(client, session, time, goods, deliver):
    purchase = buy(client, session, *goods, name="Hoa\r\nBcc: all@example.com")

    (mail,) = deliver()["hoa@example.com"]

    assert mail["Bcc"] is None
    assert "\n" not in purchase.buyer_name
