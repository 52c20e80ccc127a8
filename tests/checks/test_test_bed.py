"""The tests themselves stand on firm ground: nothing one test does is seen by the next."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.audience import Audience
from marketplace.db import db, transaction
from tests.people import make_user


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_undone(session, turn):
    with transaction() as inner:
        make_user(inner, "Cô Hoa", Audience.BUYER)

    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_page_sees_what_the_test_added_and_the_test_sees_what_the_page_did(co_hoa, session):
    assert co_hoa.client.get("/dang-nhap").status_code == 302  # logged in already

    co_hoa.client.post("/dang-xuat")

    assert co_hoa.client.get("/dang-nhap").status_code == 200


def test_people_do_not_share_a_browser(client, co_hoa):
    co_hoa.client.get("/health/live")

    assert client.get("/dang-nhap").status_code == 200


def test_a_committed_market_keeps_what_is_committed_between_connections(committed_app):
    with committed_app.app_context(), transaction() as session:
        make_user(session, "Cô Hoa", Audience.BUYER)

    with committed_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1
