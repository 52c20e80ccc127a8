"""The checkout, as guests and members use it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.cart.models import CartLine
from marketplace.catalog.models import Listing, ListingState
from marketplace.db import Base
from marketplace.orders.models import Purchase
from tests.catalog.goods import NOW, make_listing
from tests.orders.buying import FORM, buy, put, quote_on, send_form, words

PAGE = "/dat-hang/"


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer, price_vnd=180_000, stock=12)


@pytest.fixture
def honey(session, anh_son):
    return make_listing(session, anh_son.producer, "Mật ong bạc hà", price_vnd=250_000, stock=3)


def purchases(session):
    session.expire_all()
    return session.scalar(select(func.count(Purchase.id)))


def stock(session, listing):
    session.expire_all()
    return session.scalar(select(Listing.stock).where(Listing.id == listing.id))


def test_an_empty_cart_leads_to_the_cart(client):
    answer = client.get(PAGE)

    assert (answer.status_code, answer.location) == (303, "/gio-hang/")


def test_everything_is_shown_before_buying(client, tea, honey):
    put(client, tea, 2)
    put(client, honey)

    page = words(client.get(PAGE))

    for shown in (
        "Hợp tác xã Chè Suối Giàng",
        "Hợp tác xã Mật ong Bát Xát",
        "2 × 180.000 đ",
        "Tổng cộng 610.000 đ",
        "Đặt hàng và thanh toán 610.000 đ",
        "Miễn phí giao hàng trong giai đoạn chạy thử",
        "60 phút",
    ):
        assert shown in page


def test_a_guest_buys_from_two_producers_at_once(client, session, tea, honey, freeze):
    freeze(NOW)

    purchase = buy(client, session, tea, honey)

    assert purchase.buyer_id is None
    assert (purchase.buyer_name, purchase.phone, purchase.email) == (
        "Cô Hoa",
        "+84912345678",
        "hoa@example.com",
    )
    assert purchase.address == "Số 1, tổ 2, Phường Lào Cai, Tỉnh Lào Cai"
    assert purchase.note == "Gọi trước khi giao"
    assert purchase.pay_by == NOW + timedelta(minutes=60)
    assert purchase.is_demo
    assert [order.subtotal_vnd for order in purchase.orders] == [180_000, 250_000]


def test_placing_sends_the_same_form_on_to_the_payment_page(client, session, tea):
    put(client, tea)

    answer = send_form(client)

    secret = session.scalars(select(Purchase.secret)).one()
    assert answer.status_code == 307  # 303 would turn the form into a GET, which pays nothing
    assert answer.location == f"/thanh-toan/{secret}"


def test_a_member_finds_their_own_details_filled_in(session, co_hoa, tea):
    session.get(User, co_hoa.user.id).phone = "+84912345678"
    put(co_hoa.client, tea)

    page = co_hoa.client.get(PAGE).text

    assert 'value="Cô Hoa"' in page
    assert 'value="+84912345678"' in page
    assert f'value="{co_hoa.user.email}"' in page


def test_a_members_purchase_is_theirs(session, co_hoa, tea):
    assert buy(co_hoa.client, session, tea).buyer_id == co_hoa.user.id


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912.345.678", "+84 912 345 678", "84912345678", "(091) 234 5678"]
)
def test_a_phone_number_is_read_however_it_is_typed(client, session, tea, typed):
    assert buy(client, session, tea, phone=typed).phone == "+84912345678"


@pytest.mark.parametrize("typed", ["", "123", "01234567890", "+1 202 555 0100", "abc", "0" * 40])
def test_what_is_no_vietnamese_number_is_refused(client, session, tea, typed):
    put(client, tea)

    answer = send_form(client, phone=typed)

    assert answer.status_code == 422
    assert purchases(session) == 0


def test_an_e_mail_address_is_not_needed(client, session, tea):
    assert buy(client, session, tea, email="").email is None


@pytest.mark.parametrize("typed", ["hoa", "hoa@", "@x.vn", "h oa@x.vn", "tên@vidu.vn", "a@b@c.vn"])
def test_half_an_e_mail_address_is_refused(client, session, tea, typed):
    put(client, tea)

    assert send_form(client, email=typed).status_code == 422
    assert purchases(session) == 0


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", "Nhập họ và tên"),
        ("phone", "Xin nhập số điện thoại"),
        ("province", "Xin chọn tỉnh"),
        ("commune", "Xin chọn xã, phường"),
        ("street", "Xin nhập số nhà"),
    ],
)
@pytest.mark.parametrize("value", ["", "   ", "\u200b"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client, session, tea, field, said, value
):
    put(client, tea)

    answer = send_form(client, **{field: value})

    assert answer.status_code == 422
    assert said in words(answer)
    for name in {"name", "phone", "email", "street"} - {field}:
        assert f'value="{FORM[name]}"' in answer.text
    assert FORM["note"] in answer.text
    assert purchases(session) == 0
    assert stock(session, tea) == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"province": "99"},
        {"commune": "99999"},
        {"province": "01"},  # the commune lies in another province
        {"province": "02647"},  # a commune is no province
        {"commune": "15"},
    ],
)
def test_only_places_that_are_there_and_belong_together(client, session, tea, changes):
    put(client, tea)

    assert send_form(client, **changes).status_code == 422
    assert purchases(session) == 0


@pytest.mark.parametrize("field", ["name", "phone", "email", "street", "note"])
def test_what_is_too_long_is_refused(client, session, tea, field):
    put(client, tea)

    assert send_form(client, **{field: "á" * 10_000}).status_code == 422
    assert purchases(session) == 0


@pytest.mark.parametrize("value", ["Cô\x00Hoa", "Cô \u202eHoa", "<b>Hoa</b>", "Cô\r\nBcc: x@y.z"])
def test_odd_characters_do_no_harm(client, session, tea, value):
    purchase = buy(client, session, tea, name=value)

    assert purchase.buyer_name.isprintable()
    assert "<b>Hoa" not in client.get(f"/don-mua/{purchase.secret}").text


def test_decomposed_letters_are_stored_as_one(client, session, tea):
    assert buy(client, session, tea, name="Co\u0302 Hoa").buyer_name == "Cô Hoa"


def test_without_script_a_button_shows_the_communes(client, session, tea):
    put(client, tea)

    page = send_form(client, step="communes", province="01", commune="", name="Tên gõ dở")

    assert page.status_code == 200
    assert "Phường Hoàn Kiếm" in page.text
    assert 'value="Tên gõ dở"' in page.text
    assert purchases(session) == 0


def test_with_script_the_communes_are_fetched(client):
    answer = client.get("/dat-hang/xa?tinh=15")

    assert ["02647", "Phường Lào Cai"] in answer.json
    assert len(answer.json) == 99
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("code", ["", "99", "02647", "x", "\0", "1" * 1000])
def test_communes_of_no_province_are_not_found(client, code):
    assert client.get("/dat-hang/xa", query_string={"tinh": code}).status_code in (400, 404)


def test_the_same_form_sent_twice_leads_to_the_same_purchase(client, session, tea):
    put(client, tea)
    form = {**FORM, "quote": quote_on(client.get(PAGE))}

    first, second = client.post(PAGE, data=form), client.post(PAGE, data=form)

    assert (first.status_code, second.status_code) == (307, 307)
    assert first.location == second.location
    assert purchases(session) == 1
    assert stock(session, tea) == 11


def test_two_tabs_make_one_purchase(client, session, tea):
    put(client, tea)
    tabs = [{**FORM, "quote": quote_on(client.get(PAGE))} for _tab in range(2)]

    answers = [client.post(PAGE, data=form) for form in tabs]

    assert answers[0].location == answers[1].location
    assert purchases(session) == 1


def test_a_price_that_changed_is_shown_and_must_be_confirmed(client, session, tea):
    put(client, tea, 2)
    form = {**FORM, "quote": quote_on(client.get(PAGE))}
    tea.price_vnd = 200_000

    refused = client.post(PAGE, data=form)

    assert refused.status_code == 409
    assert "Chè Shan tuyết nay giá 200.000 đ, trước đó 180.000 đ" in words(refused)
    assert words(refused).count("Đặt hàng và thanh toán 400.000 đ") == 2  # above the form, too
    assert 'value="Cô Hoa"' in refused.text
    assert purchases(session) == 0
    confirmed = client.post(PAGE, data={**FORM, "quote": quote_on(refused)})
    assert confirmed.status_code == 307
    assert session.scalars(select(Purchase.total_vnd)).one() == 400_000


def test_a_cheaper_price_is_shown_too(client, session, tea):
    put(client, tea)
    form = {**FORM, "quote": quote_on(client.get(PAGE))}
    tea.price_vnd = 100_000

    assert "nay giá 100.000 đ" in words(client.post(PAGE, data=form))
    assert purchases(session) == 0


def test_what_sold_out_meanwhile_is_explained_and_mended_with_one_tap(client, session, tea, honey):
    put(client, tea)
    put(client, honey, 3)
    form = {**FORM, "quote": quote_on(client.get(PAGE))}
    honey.stock = 1

    refused = client.post(PAGE, data=form)
    assert refused.status_code == 409
    assert "Chỉ còn 1 Mật ong bạc hà, mà giỏ đang có 3." in words(refused)
    mended = client.post(PAGE, data={**FORM, "quote": quote_on(refused), "step": "mend"})
    bought = client.post(PAGE, data={**FORM, "quote": quote_on(mended)})

    assert 'value="Cô Hoa"' in mended.text
    assert bought.status_code == 307
    assert session.scalars(select(Purchase.total_vnd)).one() == 430_000


def test_when_nothing_is_left_the_cart_says_so(client, session, tea):
    put(client, tea)
    form = {**FORM, "quote": quote_on(client.get(PAGE))}
    tea.state = ListingState.PAUSED

    assert "không còn bán" in words(client.post(PAGE, data=form))
    assert client.post(PAGE, data={**form, "step": "mend"}).location == "/gio-hang/"


@pytest.mark.parametrize("quote", ["", "x", "W10.forged", "W1siYSIsMSxbXV0.AAAA"])
def test_a_forged_quote_buys_nothing(client, session, tea, quote):
    put(client, tea)

    answer = client.post(PAGE, data={**FORM, "quote": quote})

    assert answer.status_code == 409
    assert purchases(session) == 0


def test_a_quote_of_somebody_else_buys_nothing(client, session, tea, co_hoa):
    put(co_hoa.client, tea)
    theirs = quote_on(co_hoa.client.get(PAGE))
    buy_it = co_hoa.client.post(PAGE, data={**FORM, "quote": theirs})
    put(client, tea)

    answer = client.post(PAGE, data={**FORM, "quote": theirs})

    assert buy_it.status_code == 307
    assert answer.status_code != 307
    assert purchases(session) == 1


def test_fields_that_are_not_in_the_form_change_nothing(client, session, tea, freeze):
    freeze(NOW)
    columns = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    tampered = columns | {"price", "total", "discount", "shipping", "currency", "seller_id"}

    purchase = buy(client, session, tea, **dict.fromkeys(tampered - FORM.keys(), "1"))

    assert purchase.total_vnd == 180_000
    assert purchase.orders[0].lines[0].quantity == 1
    assert (purchase.buyer_id, purchase.paid_at, purchase.locale) == (None, None, "vi")
    assert purchase.pay_by == NOW + timedelta(minutes=60)
    assert "1" not in (purchase.number, purchase.secret, purchase.checkout_token, purchase.address)


def test_fields_in_the_address_change_nothing(client, session, tea):
    put(client, tea)
    quote = quote_on(client.get(PAGE))

    client.post(f"{PAGE}?total=1&name=X&phone=0", data={**FORM, "quote": quote})

    assert session.scalars(select(Purchase.buyer_name)).one() == "Cô Hoa"


@pytest.mark.parametrize("field", ["name", "phone", "quote", "step", "commune"])
def test_a_field_sent_twice_is_refused(client, session, tea, field):
    put(client, tea)
    form = {**FORM, "quote": quote_on(client.get(PAGE)), "step": "place"}
    form[field] = [form[field], form[field]]

    assert client.post(PAGE, data=form).status_code == 400
    assert purchases(session) == 0


@pytest.mark.parametrize("price_vnd", [12_999, 99_999_999])
def test_a_sum_no_card_carries_is_said_before_ordering(client, session, chi_lan, price_vnd):
    odd = make_listing(session, chi_lan.producer, price_vnd=price_vnd)
    put(client, odd, 1 if price_vnd < 13_000 else 2)

    answer = send_form(client)

    assert answer.status_code == 422
    assert "Mỗi đơn từ 13.000 đ đến 99.999.999 đ" in words(answer)
    assert purchases(session) == 0


def test_after_buying_the_cart_is_empty(client, session, tea):
    buy(client, session, tea)

    assert session.scalar(select(func.count(CartLine.id))) == 0
    assert "Giỏ hàng đang trống" in words(client.get("/gio-hang/"))


def test_the_checkout_is_not_for_search_engines_nor_caches(client, tea):
    put(client, tea)

    page = client.get(PAGE)

    assert "noindex" in page.text
    assert page.headers["Cache-Control"] in ("no-store", "private, no-cache")


def test_in_english_the_purchase_remembers_its_language(client, session, tea):
    client.set_cookie("locale", "en")

    purchase = buy(client, session, tea)

    assert purchase.locale == "en"
    assert "Kept for you until" in words(client.get(f"/don-mua/{purchase.secret}"))


def test_the_page_costs_the_same_for_one_product_and_for_ten(client, session, statements, chi_lan):
    put(client, make_listing(session, chi_lan.producer, "Chè 0"))
    statements.clear()
    client.get(PAGE)
    for_one = len(statements)
    for number in range(1, 10):
        put(client, make_listing(session, chi_lan.producer, f"Chè {number}"))
    statements.clear()
    client.get(PAGE)

    assert len(statements) == for_one
