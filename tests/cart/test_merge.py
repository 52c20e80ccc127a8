"""A guest's cart survives the log-in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.accounts.rules import digest, hash_password
from marketplace.audience import Audience
from marketplace.cart import actions
from marketplace.cart.actions import Held
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.rules import Owner
from tests.cart.test_pages import CART, lines, put, words
from tests.catalog.goods import NOW, make_listing

PASSWORD = "măng khô mùa đông"


@pytest.fixture
def hoa(session):
    user = User(
        name="Cô Hoa",
        email="hoa@example.com",
        password_hash=hash_password(PASSWORD),
        audience=Audience.BUYER,
        locale="vi",
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer, "Chè Shan tuyết")


@pytest.fixture
def honey(session, chi_lan):
    return make_listing(session, chi_lan.producer, "Mật ong bạc hà")


def log_in(client):
    return client.post("/dang-nhap", data={"email": "hoa@example.com", "password": PASSWORD})


def member_puts(session, user, listing, quantity):
    actions.add(session, Owner(user_id=user.id), listing.id, quantity, now=NOW)


def test_the_cart_comes_along(client, session, hoa, tea):
    put(client, tea, 2)

    log_in(client)

    assert session.scalars(select(Cart)).one().user_id == hoa.id
    assert lines(session) == {tea.id: 2}
    assert "Chè Shan tuyết" in words(client.get(CART))


def test_two_carts_become_one_and_the_buyer_is_told(client, session, hoa, tea, honey):
    member_puts(session, hoa, tea, 1)
    put(client, tea, 2)
    put(client, honey, 1)

    log_in(client)

    assert lines(session) == {tea.id: 3, honey.id: 1}
    assert session.scalar(select(func.count(Cart.id))) == 1
    assert "Giỏ hàng trước đây và giỏ vừa rồi đã gộp lại" in words(client.get(CART))


def test_pieces_are_added_up_to_what_is_left_and_the_buyer_is_told(client, session, hoa, tea):
    member_puts(session, hoa, tea, 10)
    put(client, tea, 10)

    log_in(client)

    assert lines(session) == {tea.id: 12}
    assert "Chỉ còn 12 Chè Shan tuyết" in words(client.get(CART))


def test_nothing_is_lost_that_cannot_be_bought_just_now(session, hoa, tea):
    actions.add(session, Owner(token_hash=digest("guest")), tea.id, 5, now=NOW)
    tea.stock = 0

    result = actions.merge_on_login(session, "guest", hoa.id, NOW)

    assert result.came == 1
    assert lines(session) == {tea.id: 5}


def test_a_lowered_line_says_what_was_wished_for(session, hoa, tea):
    member_puts(session, hoa, tea, 7)
    actions.add(session, Owner(token_hash=digest("guest")), tea.id, 8, now=NOW)

    result = actions.merge_on_login(session, "guest", hoa.id, NOW)

    assert result.lowered == (Held("Chè Shan tuyết", 12, 15),)


def test_an_unknown_token_changes_nothing(session, hoa, tea):
    member_puts(session, hoa, tea, 1)

    result = actions.merge_on_login(session, "nobody's", hoa.id, NOW)

    assert (result.came, result.lowered) == (0, ())
    assert lines(session) == {tea.id: 1}


def test_logging_in_twice_merges_once(session, hoa, tea):
    actions.add(session, Owner(token_hash=digest("guest")), tea.id, 2, now=NOW)

    actions.merge_on_login(session, "guest", hoa.id, NOW)
    actions.merge_on_login(session, "guest", hoa.id, NOW)

    assert lines(session) == {tea.id: 2}


def test_after_logging_out_the_cart_stays_with_the_member(client, session, hoa, tea):
    put(client, tea)
    log_in(client)

    client.post("/dang-xuat")

    assert "Giỏ hàng đang trống" in words(client.get(CART))
    log_in(client)
    assert "Chè Shan tuyết" in words(client.get(CART))


def test_carts_of_guests_are_forgotten_after_thirty_days(session, hoa, tea):
    member_puts(session, hoa, tea, 1)
    actions.add(session, Owner(token_hash="old"), tea.id, 1, now=NOW - timedelta(days=31))
    actions.add(session, Owner(token_hash="new"), tea.id, 1, now=NOW - timedelta(days=29))

    actions.forget_abandoned(session, now=NOW)

    assert set(session.scalars(select(Cart.token_hash))) == {None, "new"}
    assert session.scalar(select(func.count(CartLine.id))) == 2
