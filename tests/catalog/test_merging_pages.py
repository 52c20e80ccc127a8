"""The pages on which two things become one, one two, and two again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.producers.models import Producer
from marketplace.registry.models import Product
from marketplace.registry.rules import name_key
from tests.catalog.goods import make_listing
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def coop(market):
    producer = market.producer("HTX Mật ong Bát Xát")
    producer.name_key = "htx mat ong bat xat"
    return producer


def product(market, name, producer=None):
    made = market.product(name, producer)
    made.name_key = name_key(name)
    market.session.flush()
    return made


def test_a_product_is_merged_after_a_look_at_what_moves(staff, market, coop, session):
    lost, kept = product(market, "Mật ong bạc hà"), product(market, "Mật ong bạc hà", coop)
    market.outside(lost, market.platform())
    choosing = staff.get(f"/can-bo/san-pham/{lost.id}/gop").text
    assert f"/can-bo/san-pham/{lost.id}/gop/{kept.id}" in choosing
    address = f"/can-bo/san-pham/{lost.id}/gop/{kept.id}"
    assert "Tin đăng trên Postmart" in staff.get(address).text

    assert staff.post(address, data={"reason": ""}).status_code == 422
    response = staff.post(address, data={"reason": "Cùng một sản phẩm"})

    session.refresh(lost)
    assert (response.status_code, response.location) == (303, f"/can-bo/san-pham/{kept.id}")
    assert lost.merged_into_id == kept.id
    assert staff.get(f"/can-bo/san-pham/{lost.id}/gop").status_code == 404


def test_a_merge_is_undone_from_the_list(staff, market, coop, session):
    lost, kept = product(market, "Mật ong bạc hà"), product(market, "Mật ong rừng", coop)
    assert "Chưa gộp mục nào" in staff.get("/can-bo/gop").text
    staff.post(f"/can-bo/san-pham/{lost.id}/gop/{kept.id}", data={"reason": "Trùng nhau"})
    page = staff.get("/can-bo/gop").text
    assert "Trùng nhau" in page
    address = page.split('href="/can-bo/gop/')[1].split('"')[0]

    response = staff.post(f"/can-bo/gop/{address}", data={"reason": "Gộp nhầm"})

    session.refresh(lost)
    assert response.location == "/can-bo/gop"
    assert lost.merged_into_id is None
    assert "đã hoàn lại" in staff.get("/can-bo/gop").text
    again = staff.post(f"/can-bo/gop/{address}", data={"reason": "Gộp nhầm"})
    assert again.status_code == 422
    assert "Lần gộp này đã được hoàn lại." in again.text


def test_what_stands_in_the_way_is_told_before(staff, market, chi_lan, session):
    one, two = (product(market, "Chè", chi_lan.producer) for _ in range(2))
    for each in (one, two):
        make_listing(session, chi_lan.producer, product=each)
    address = f"/can-bo/san-pham/{one.id}/gop/{two.id}"

    assert "Xin cho gỡ một tin trước" in staff.get(address).text
    assert staff.post(address, data={"reason": "Trùng"}).status_code == 422
    itself = staff.get(f"/can-bo/san-pham/{one.id}/gop/{one.id}").text
    assert "đã là một" in itself


def test_the_other_one_is_found_by_words_without_accents(staff, market, coop):
    lost, kept = product(market, "Mật ong bạc hà"), product(market, "Rượu ngô Bản Phố", coop)

    found = staff.get(f"/can-bo/san-pham/{lost.id}/gop?q=ban+pho+ruou").text
    nothing = staff.get(f"/can-bo/san-pham/{lost.id}/gop?q=xyz").text

    assert f"/gop/{kept.id}" in found
    assert "Không có mục nào tên như vậy" in nothing


def test_producers_are_merged_on_the_same_pages(staff, market, coop, session):
    lost = market.producer("HTX Ong Bát Xát")
    lost.name_key = "htx ong bat xat"
    goods = product(market, "Phấn hoa", lost)
    assert "HTX Mật ong Bát Xát" in staff.get(f"/can-bo/chu-the/{lost.id}/gop").text
    address = f"/can-bo/chu-the/{lost.id}/gop/{coop.id}"
    assert "Sản phẩm: Phấn hoa" in staff.get(address).text

    response = staff.post(address, data={"reason": "Đổi tên từ 2024"})

    session.refresh(goods)
    assert response.location == f"/can-bo/chu-the/{coop.id}"
    assert goods.producer_id == coop.id
    assert "HTX Ong Bát Xát" in staff.get("/can-bo/gop").text


def test_the_old_address_of_a_shop_leads_to_the_new_one(staff, market, chi_lan, client):
    kept = market.producer("HTX Chè")
    old = f"/gian-hang/{chi_lan.producer.slug}"
    assert client.get(old).status_code == 200
    staff.post(f"/can-bo/chu-the/{chi_lan.producer.id}/gop/{kept.id}", data={"reason": "Hợp nhất"})

    response = client.get(old)

    assert (response.status_code, response.location) == (302, f"/gian-hang/{kept.slug}")


def test_chosen_certificates_are_split_off(staff, market, coop, session):
    both = product(market, "Trà hoa sen", coop)
    second = market.certificate(both, date(2024, 1, 1))
    address = f"/can-bo/san-pham/{both.id}/tach"
    assert "01/01/2024" in staff.get(address).text

    sent = {"name": "Trà hoa nhài", "first": [second.id], "reason": "Hai sản phẩm"}
    assert staff.post(address, data=sent | {"first": [999]}).status_code == 422
    assert staff.post(address, data=sent | {"first": []}).status_code == 422
    response = staff.post(address, data=sent)

    made = session.scalars(select(Product).where(Product.name == "Trà hoa nhài")).one()
    assert response.location == f"/can-bo/san-pham/{made.id}"
    session.refresh(second)
    assert second.product_id == made.id


def test_chosen_products_are_split_off(staff, market, coop, session):
    first, second = product(market, "Mật ong", coop), product(market, "Rượu ngô", coop)
    account = market.account(coop)
    address = f"/can-bo/chu-the/{coop.id}/tach"
    assert "1234" in staff.get(address).text

    staff.post(
        address,
        data={
            "name": "HTX Rượu Bát Xát",
            "first": [second.id],
            "second": [account.id],
            "reason": "Tách hợp tác xã",
        },
    )

    made = session.scalars(select(Producer).where(Producer.name == "HTX Rượu Bát Xát")).one()
    for thing in (first, second, account):
        session.refresh(thing)
    assert (first.producer_id, second.producer_id) == (coop.id, made.id)
    assert account.producer_id == made.id


def test_only_staff_merge(chi_lan, market):
    one, two = market.product(), market.product()

    for path in (
        "/can-bo/gop",
        f"/can-bo/san-pham/{one.id}/gop",
        f"/can-bo/san-pham/{one.id}/tach",
    ):
        assert chi_lan.client.get(path).status_code == 403
    answer = chi_lan.client.post(f"/can-bo/san-pham/{one.id}/gop/{two.id}", data={"reason": "x"})
    assert answer.status_code == 403
