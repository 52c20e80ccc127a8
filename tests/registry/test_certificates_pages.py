"""The pages on which staff change certificates: form, a look at the change, the change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.registry.models import Certificate, Evidence
from tests.catalog.goods import certify, make_listing, make_product

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WHY = {"reason": "Sửa theo QĐ 12/QĐ-UBND"}
CONFIRMED = {"xac-nhan": "1"}
FACTS = {
    "evidence": "decision",
    "decision": "3981/QĐ-UBND",
    "issued": "05/08/2026",
    "issuing_body": "UBND tỉnh Lào Cai",
    "stars": "4",
    "number": "GCN-7",
    "product_code": "15-02647-01-2026",
    "programme": "",
    "source": "Sở Công Thương",
    "note": "",
    **WHY,
}


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def honey(session, chi_lan):
    return make_product(session, chi_lan.producer, "Mật ong bạc hà")


@pytest.fixture
def certificate(session, honey):
    return certify(session, honey, 3, date(2024, 3, 10))


def of(certificate, page):
    return f"/can-bo/chung-nhan/{certificate.id}/{page}"


def certificates(session):
    return session.scalars(select(Certificate).order_by(Certificate.id)).all()


def test_a_certificate_is_looked_at_before_it_is_recorded(staff, session, honey):
    address = f"/can-bo/san-pham/{honey.id}/chung-nhan-moi"
    assert "Ghi giấy chứng nhận" in staff.get(address).text

    look = staff.post(address, data=FACTS)
    assert look.status_code == 200
    assert "Nội dung sẽ thay đổi" in look.text
    assert "05/08/2029" in look.text
    assert certificates(session) == []

    done = staff.post(address, data=FACTS | CONFIRMED, follow_redirects=True)
    assert "Đã ghi giấy chứng nhận" in done.text
    (made,) = certificates(session)
    assert (made.valid_until, made.proven_stars) == (date(2029, 8, 5), 4)
    change = session.scalars(
        select(FactChange).where(FactChange.table_name == "certificates")
    ).one()
    assert change.reason == "Sửa theo QĐ 12/QĐ-UBND"


def test_who_changes_something_after_the_look_finds_the_form_as_it_was(staff, session, honey):
    address = f"/can-bo/san-pham/{honey.id}/chung-nhan-moi"

    page = staff.post(address, data=FACTS | {"sua-lai": "1"}).text

    assert 'value="3981/QĐ-UBND"' in page
    assert certificates(session) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": ""}, "lý do"),
        ({"decision": ""}, "Xin ghi số quyết định"),
        ({"issued": "31/02/2026"}, "Ghi ngày (28/12/2023)"),
        ({"issued": "01/01/2027"}, "chưa tới"),
        ({"product_code": "15-2647"}, "Mã sản phẩm chưa đúng"),
        ({"product_code": "15-080-02647-01-2026"}, "không còn cấp huyện"),
        ({"product_code": "99-02647-01-2026"}, "không có tỉnh nào mang số"),
        ({"stars": "5"}, "5 sao do Bộ Nông nghiệp và Môi trường công nhận"),
        ({"stars": "7"}, "Lựa chọn này không có trong danh sách"),
        ({"evidence": "rumour"}, "Lựa chọn này không có trong danh sách"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_stays(staff, session, honey, wrong, words):
    answer = staff.post(f"/can-bo/san-pham/{honey.id}/chung-nhan-moi", data=FACTS | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="GCN-7"' in answer.text
    assert certificates(session) == []


def test_a_code_of_another_product_is_refused_by_its_name(staff, session, honey):
    tea = make_product(session, None, "Chè Shan tuyết")
    certify(session, tea, 3, date(2026, 8, 5), product_code="15-02647-01-2026")

    answer = staff.post(f"/can-bo/san-pham/{honey.id}/chung-nhan-moi", data=FACTS)

    assert answer.status_code == 422
    assert "Mã này đã cấp cho sản phẩm “Chè Shan tuyết”" in answer.text


def test_a_correction_shows_before_and_after(staff, certificate):
    look = staff.post(of(certificate, "sua"), data=FACTS | {"issued": "10/03/2024"}).text

    assert "Giấy chứng nhận: GCN-7" in look
    assert "<del>3</del>" in look
    assert "<ins>4</ins>" in look


def test_what_is_recorded_stands_in_the_form(staff, certificate):
    page = staff.get(of(certificate, "sua")).text

    assert 'value="10/03/2024"' in page


def test_an_extension_beyond_180_days_is_refused_in_words(staff, session, certificate):
    data = {"until": "2027-09-07"} | WHY | CONFIRMED

    answer = staff.post(of(certificate, "gia-han"), data=data)

    assert answer.status_code == 422
    assert "muộn nhất 06/09/2027 (180 ngày)" in answer.text
    staff.post(of(certificate, "gia-han"), data=data | {"until": "2027-09-06"})
    session.refresh(certificate)
    assert certificate.extended_until == date(2027, 9, 6)


def test_the_file_for_re_assessment_is_recorded(staff, session, certificate):
    staff.post(of(certificate, "ho-so"), data={"filed_on": "2026-11-20"} | WHY | CONFIRMED)

    session.refresh(certificate)
    assert certificate.filed_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("page", "data", "words"),
    [
        ("ho-so", {"filed_on": "2026-09-10"}, "được nộp từ 11/09/2026 đến 10/11/2026"),
        ("gia-han", {"until": "2027-09-06"}, "được gia hạn từ ngày 11/09/2026"),
        (
            "thu-hoi",
            {"ground": "other", "decision": "77/QĐ-UBND", "day": "2026-09-01", "words": " "},
            "ghi rõ căn cứ khác",
        ),
    ],
)
def test_what_is_too_early_or_unsaid_is_refused_in_words(
    staff, certificate, freeze, page, data, words
):
    freeze(datetime(2026, 9, 10, 3, tzinfo=UTC))

    answer = staff.post(of(certificate, page), data=data | WHY | CONFIRMED)

    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize("facts", [{"revoked_on": date(2026, 1, 1)}, {"issued": date(2022, 1, 1)}])
def test_what_is_over_is_not_said_to_count(staff, session, honey, facts):
    certify(session, honey, 3, **{"issued": date(2024, 3, 10)} | facts)

    page = staff.get(f"/can-bo/san-pham/{honey.id}").text

    assert "Được tính và được hiện sao." not in page
    assert "Hôm nay không được tính và không hiện sao." in page


def test_of_two_certificates_the_later_is_said_to_count(staff, session, honey, certificate):
    certify(session, honey, 4, date(2026, 8, 5))

    page = staff.get(f"/can-bo/san-pham/{honey.id}").text

    assert page.count("Được tính và được hiện sao.") == 1
    assert page.count("Hôm nay không được tính và không hiện sao.") == 1


def test_a_revocation_takes_the_star_from_the_market_and_comes_back(
    staff, client, session, chi_lan, honey, certificate
):
    listing = make_listing(session, chi_lan.producer, product=honey)
    address = f"/san-pham/{listing.slug}-{listing.id}"
    assert "OCOP 3 sao" in client.get(address).text

    data = {"ground": "misuse_of_mark", "decision": "77/QĐ-UBND", "day": "2026-11-20", "words": ""}
    staff.post(of(certificate, "thu-hoi"), data=data | WHY | CONFIRMED)
    assert "OCOP 3 sao" not in client.get(address).text
    assert "Dùng sai nhãn hiệu OCOP" in staff.get(f"/can-bo/san-pham/{honey.id}").text

    staff.post(of(certificate, "bo-thu-hoi"), data=WHY | CONFIRMED)
    assert "OCOP 3 sao" in client.get(address).text


def test_a_revocation_needs_ground_decision_and_day(staff, session, certificate):
    answer = staff.post(of(certificate, "thu-hoi"), data=WHY | CONFIRMED)

    assert answer.status_code == 422
    assert "Xin chọn căn cứ" in answer.text
    assert "Xin ghi số quyết định thu hồi" in answer.text
    session.refresh(certificate)
    assert certificate.revoked_on is None


def test_a_product_is_corrected(staff, session, honey):
    data = {"name": "Mật ong Hoà Lạc", "group_no": "4", "unit_id": "0", "place_text": "Bát Xát"}

    page = staff.post(
        f"/can-bo/san-pham/{honey.id}/sua", data=data | WHY | CONFIRMED, follow_redirects=True
    ).text

    assert "Mật ong Hoà Lạc" in page
    session.refresh(honey)
    assert honey.name_key == "mat ong hoa lac"


def test_a_decision_shows_its_annex_and_is_corrected(staff, session, honey):
    staff.post(f"/can-bo/san-pham/{honey.id}/chung-nhan-moi", data=FACTS | CONFIRMED)
    decision = certificates(session)[0].decision
    address = f"/can-bo/quyet-dinh/{decision.id}"
    assert "Mật ong bạc hà" in staff.get(address).text

    data = {"number": "3981/QĐ-UBND", "issued": "15/08/2026", "issuing_body": "UBND tỉnh"}
    staff.post(f"{address}/sua", data=data | WHY | CONFIRMED)

    (certificate,) = certificates(session)
    session.refresh(certificate)
    assert certificate.valid_until == date(2029, 8, 15)


def test_staff_see_unproven_stars_and_what_they_rest_on(staff, session, honey):
    certify(session, honey, 3, date(2025, 3, 10), evidence=Evidence.PRESS)

    page = staff.get(f"/can-bo/san-pham/{honey.id}").text

    assert "3 sao (theo báo chí, chưa thấy quyết định)" in page
    assert "chưa hiện sao khi chưa thấy quyết định" in page
    assert 'class="stars"' not in page


def test_the_page_of_a_product_shows_window_code_and_cap(staff, session, honey, freeze):
    certify(session, honey, 3, date(2026, 8, 5), product_code="15-02647-01-2026")
    freeze(datetime(2029, 3, 1, 3, tzinfo=UTC))

    page = staff.get(f"/can-bo/san-pham/{honey.id}").text

    assert "từ 06/02/2029 đến hết 07/04/2029" in page
    assert "01/02/2030" in page
    assert "15-02647-01-2026 (Phường Lào Cai, Tỉnh Lào Cai)" in page
    assert "nộp hồ sơ đến 07/04/2029" in page


def test_only_staff_may_change_the_register(chi_lan, certificate):
    assert chi_lan.client.get(of(certificate, "sua")).status_code == 403
    assert chi_lan.client.post(of(certificate, "thu-hoi"), data=WHY | CONFIRMED).status_code == 403


def test_what_does_not_exist_is_not_found(staff):
    assert staff.get("/can-bo/chung-nhan/999999/sua").status_code == 404
    assert staff.get("/can-bo/san-pham/999999/chung-nhan-moi").status_code == 404
    assert staff.get("/can-bo/quyet-dinh/999999").status_code == 404
