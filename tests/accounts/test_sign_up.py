"""Anybody can open a buyer's account."""

from __future__ import annotations

import pytest

from marketplace.accounts import queries
from marketplace.audience import Audience

WISH = {"name": "Nguyễn Thị Hoa", "email": "hoa@example.com", "password": "măng khô mùa đông"}


def sign_up(client, **changes):
    return client.post("/dang-ky", data={**WISH, **changes})


def test_an_account_is_open_and_its_owner_is_in(client, session):
    answer = sign_up(client)

    assert answer.status_code == 303
    user = queries.find_user_by_email(session, WISH["email"])
    assert (user.name, user.audience) == (WISH["name"], Audience.BUYER)
    assert WISH["password"] not in user.password_hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 121),
        ("email", ""),
        ("email", "hoa"),
        ("email", "hoa@example"),
        ("email", "hoa@example.com\r\nBcc: all@example.com"),
        ("password", "short"),
        ("password", "x" * 129),
    ],
)
def test_a_bad_field_is_named_and_what_was_typed_stays(client, session, field, value):
    answer = sign_up(client, **{field: value})

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'aria-invalid="true"' in page
    assert field == "name" or WISH["name"] in page
    assert WISH["password"] not in page
    assert queries.find_user_by_email(session, WISH["email"]) is None


def test_an_address_has_one_account(client, session, app):
    sign_up(client)

    answer = sign_up(app.test_client(), email="HOA@example.com")

    assert answer.status_code == 422
    assert "đã có tài khoản" in answer.get_data(as_text=True)


def test_nobody_makes_themselves_staff(client, session):
    sign_up(client, audience="staff", is_demo="1")

    user = queries.find_user_by_email(session, WISH["email"])
    assert (user.audience, user.is_demo) == (Audience.BUYER, False)


def test_the_language_is_remembered(client):
    assert 'lang="vi"' in client.get("/gioi-thieu").get_data(as_text=True)

    answer = client.get("/ngon-ngu/en?next=/gioi-thieu")

    assert answer.location == "/gioi-thieu"
    assert '<html lang="en">' in client.get("/gioi-thieu").get_data(as_text=True)
    assert client.get("/ngon-ngu/xx").status_code == 404
