"""Staff look up producers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marketplace.producers.models import ProducerKind
from marketplace.producers.rules import producer_key
from marketplace.reports import producer_views
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LIST = "/can-bo/chu-the"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


def named(market, name, **facts):
    producer = market.producer(name, **facts)
    producer.name_key = producer_key(name)
    market.session.flush()
    return producer


@pytest.mark.parametrize(
    "asked", ["Hoa Lợi", "hoa loi", "HTX hoa lợi", "hợp tác xã HOA LOI", "loi hoa", "lao cai"]
)
def test_a_producer_is_found_by_name_or_commune_without_accents(staff, market, asked):
    named(market, "Hợp tác xã Hoa Lợi", unit_id=market.unit("34", "02647").id)
    named(market, "Hợp tác xã Mật ong Bát Xát")

    page = staff.get(LIST, query_string={"q": asked}).text

    assert "Hợp tác xã Hoa Lợi" in page
    assert "Mật ong Bát Xát" not in page


@pytest.mark.parametrize("asked", ["%", "_", "' OR 1=1 --", "không có ai", "x" * 5000])
def test_a_search_that_finds_nobody_says_so(staff, market, asked):
    named(market, "Hợp tác xã Hoa Lợi")

    page = staff.get(LIST, query_string={"q": asked}).text

    found_all = asked in ("%", "_")  # no word in it, so nothing is asked
    assert ("Hợp tác xã Hoa Lợi" in page) == found_all
    assert ("Không tìm thấy chủ thể nào" in page) != found_all


def test_before_the_register_is_imported_the_list_says_so(staff):
    assert "Chưa có chủ thể nào" in staff.get(LIST).text


def test_the_list_comes_in_pages_in_vietnamese_order(staff, market, monkeypatch):
    monkeypatch.setattr(producer_views, "PRODUCERS_A_PAGE", 2)
    for name in ("Đoàn Kết", "Dũng Mạnh", "Ấm Áp"):
        named(market, name)

    first, second = (staff.get(f"{LIST}?trang={number}").text for number in (1, 2))

    assert first.index("Ấm Áp") < first.index("Dũng Mạnh")
    assert "Đoàn Kết" not in first
    assert "Đoàn Kết" in second


def test_the_list_says_who_has_products_in_force_and_an_account(staff, market):
    busy, idle = named(market, "Bận rộn"), named(market, "Thảnh thơi")
    market.product(producer=busy, issued_on=date(2026, 1, 1))
    market.product("Hết hạn", producer=busy, issued_on=date(2020, 1, 1))
    market.account(busy)
    market.account(idle, closed_on=date(2026, 1, 1))

    page = " ".join(staff.get(LIST).text.split())
    first, second = page.split("Thảnh thơi")[0], page.split("Thảnh thơi")[1]

    assert '<td class="number" data-label="Sản phẩm còn hiệu lực">1</td>' in first
    assert "đã xác minh" in first
    assert '<td class="number" data-label="Sản phẩm còn hiệu lực">0</td>' in second
    assert "đã xác minh" not in second


def test_a_producers_page_shows_what_is_and_what_was(staff, market):
    producer = named(
        market,
        "Hợp tác xã Hoa Lợi",
        unit_id=market.unit("34", "02647").id,
        old_unit_id=market.unit("63", "02647").id,
    )
    tea = market.product("Chè Shan tuyết", producer, date(2026, 1, 1), stars=4)
    market.live(tea)
    market.outside(tea, market.platform("voso"), date(2026, 2, 1), date(2026, 3, 1))
    market.outside(tea, market.platform("postmart"), date(2026, 4, 1))
    market.product("Rượu ngô", producer, date(2020, 1, 1))
    market.account(producer, date(2025, 1, 1), date(2025, 6, 1))
    market.account(producer, date(2026, 5, 1))

    page = " ".join(staff.get(f"{LIST}/{producer.id}").text.split())

    for expected in (
        "Phường Lào Cai",
        "Thành phố Lào Cai",
        "hiệu lực đến 01/01/2029",
        "hiện không có hiệu lực",
        "01/02/2026 đến 01/03/2026",
        "từ 01/04/2026",
        "01/06/2025",
        "đang mở",
        "theo sao kê",
    ):
        assert expected in page


def test_a_place_that_is_no_commune_is_shown_as_the_source_has_it(staff, market):
    named(market, "Hợp tác xã", place_text="Lào Cai")

    assert "Lào Cai (theo nguồn)" in staff.get(LIST).text


def test_a_producer_of_which_only_the_name_is_known_has_a_page(staff, market):
    producer = named(market, "Chưa rõ gì", kind=None)

    page = staff.get(f"{LIST}/{producer.id}").text

    assert "Sổ đăng ký không có sản phẩm nào của chủ thể này." in page
    assert "Chưa ghi tài khoản nào" in page


def test_an_unknown_producer_is_not_found(staff):
    assert staff.get(f"{LIST}/999999").status_code == 404


def test_statements_do_not_grow_with_the_list_or_the_products(staff, market, statements):
    producer = named(market, "Hợp tác xã")

    def filled(products):
        for number in range(products):
            product = market.product(producer=producer, issued_on=date(2026, 1, 1))
            market.outside(product, market.platform())
            named(market, f"Hợp tác xã {number}")
        statements.clear()
        staff.get(LIST)
        staff.get(f"{LIST}/{producer.id}")
        return len(statements)

    assert filled(1) == filled(20)


@pytest.mark.parametrize(
    ("lack", "facts"),
    [
        ("loai-hinh", {"kind": None}),
        ("ma-so-thue", {"tax_code": None}),
        ("nguoi-dai-dien", {"representative": None}),
        ("chua-hoi", {"representative_consent_on": None}),
        ("xa", {"unit_id": None}),
        ("lien-he", {"phone": None}),
    ],
)
def test_who_lacks_something_is_one_choice_away(staff, market, lack, facts):
    whole = {
        "kind": ProducerKind.FARM,
        "tax_code": "0100112437",
        "representative": "Giàng A Sử",
        "representative_consent_on": date(2026, 1, 1),
        "unit_id": market.unit("34", "02647").id,
        "phone": "+84912345678",
    }
    named(market, "Trang trại đủ", **whole)
    named(market, "Trang trại thiếu", **whole | facts)

    page = staff.get(LIST, query_string={"thieu": lack}).text

    assert "Trang trại thiếu" in page
    assert "Trang trại đủ" not in page


def test_a_verified_account_that_was_closed_is_a_lack_again(staff, market):
    open_now = market.account(named(market, "HTX Mường Hum"), date(2026, 1, 1))
    market.account(named(market, "Đã đóng"), date(2026, 1, 1), date(2026, 6, 1))

    page = staff.get(f"{LIST}?thieu=tai-khoan").text

    assert "Đã đóng" in page
    assert open_now.producer.name not in page


def test_the_list_narrows_by_kind_and_commune_together(staff, market):
    here = market.unit("34", "02647").id
    named(market, "HTX ở đây", unit_id=here)
    named(market, "Hộ ở đây", kind=ProducerKind.HOUSEHOLD, unit_id=here)
    named(market, "Hộ ở xa", kind=ProducerKind.HOUSEHOLD)

    page = staff.get(LIST, query_string={"loai": "household", "xa": here}).text

    assert "Hộ ở đây" in page
    assert "HTX ở đây" not in page
    assert "Hộ ở xa" not in page


@pytest.mark.parametrize("name", ["loai", "xa", "thieu", "trang"])
@pytest.mark.parametrize("value", ["x", "-1", "٣", "9" * 30, "0"])
def test_a_choice_that_does_not_exist_is_not_asked(staff, market, name, value):
    named(market, "Hợp tác xã Hoa Lợi")

    response = staff.get(LIST, query_string={name: value})

    assert response.status_code == 200


def test_what_was_merged_into_another_is_in_no_list(staff, market):
    kept = named(market, "HTX Hoa Lợi")
    merged = named(market, "HTX Hoa Lợi cũ", merged_into_id=kept.id)

    assert "HTX Hoa Lợi cũ" not in staff.get(LIST).text
    assert f"{LIST}/{kept.id}" in staff.get(f"{LIST}/{merged.id}").text


def test_the_page_names_courses_and_people(staff, chi_lan):
    page = " ".join(staff.get(f"{LIST}/{chi_lan.producer.id}").text.split())

    assert "Chị Lan, từ 01/01/2020" in page
    assert "Chủ thể này chưa có ai dự tập huấn." in page
    assert f"/can-bo/lich-su/producers/{chi_lan.producer.id}" in page


def test_pages_of_the_list_keep_what_was_asked(staff, market, monkeypatch):
    monkeypatch.setattr(producer_views, "PRODUCERS_A_PAGE", 1)
    for name in ("Hộ A", "Hộ B"):
        named(market, name, kind=ProducerKind.HOUSEHOLD)

    page = staff.get(LIST, query_string={"loai": "household", "thieu": "ma-so-thue"}).text

    assert "loai=household&amp;thieu=ma-so-thue&amp;trang=2" in page
