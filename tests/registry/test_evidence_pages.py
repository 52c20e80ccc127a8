"""Papers of products and producers: kept by their content, opened by staff only, never deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.registry.errors import EvidenceTooLarge
from marketplace.registry.models import EvidenceFile
from marketplace.registry.rules.evidence import MAX_BYTES, Validity, media_type, validity
from tests.catalog.goods import make_product

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\nGiay chung nhan an toan thuc pham"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def honey(session, chi_lan):
    return make_product(session, chi_lan.producer, "Mật ong bạc hà")


def keep(staff, address, content=PDF, name="attp.pdf", **facts):
    known = {
        "kind": "food_safety",
        "title": "Giấy chứng nhận an toàn thực phẩm",
        "number": "12/ATTP",
        "issued_on": "2024-01-05",
        "expires_on": "2027-01-05",
        "evidence": "decision",
    }
    data = known | facts | {"file": (BytesIO(content), name)}
    return staff.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)


def of_product(product):
    return f"/can-bo/san-pham/{product.id}/minh-chung"


def files(session):
    return session.scalars(select(EvidenceFile).order_by(EvidenceFile.id)).all()


def test_a_paper_is_kept_under_its_hash_and_listed(app, staff, session, honey):
    page = keep(staff, of_product(honey)).text

    (file,) = files(session)
    key = sha256(PDF).hexdigest()
    assert (file.file_key, file.media_type, file.byte_size) == (key, "application/pdf", len(PDF))
    assert (app.extensions["market"].data_dir / "evidence" / key).read_bytes() == PDF
    assert "còn 43 ngày, đến 05/01/2027" in page
    assert "An toàn thực phẩm" in page


def test_the_boxes_speak_of_papers(staff, honey):
    page = staff.get(of_product(honey)).text

    assert "Loại giấy tờ" in page
    assert "Loại sàn" not in page
    assert "Số lượng" not in page


def test_a_kind_that_is_none_is_told_in_the_reader_s_language(staff, honey):
    assert "Lựa chọn này không có trong danh sách" in keep(staff, of_product(honey), kind="x").text

    staff.set_cookie("locale", "en")
    assert "Not a valid choice." in keep(staff, of_product(honey), kind="x").text


def test_a_producer_has_papers_too(staff, session, chi_lan):
    keep(staff, f"/can-bo/chu-the/{chi_lan.producer.id}/minh-chung", kind="business_registration")

    (file,) = files(session)
    assert (file.producer_id, file.product_id) == (chi_lan.producer.id, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"MZ\x90\0 an exe", "không phải PDF", id="program"),
        pytest.param(b"<html><script>", "không phải PDF", id="page"),
        pytest.param(b"<svg xmlns=", "không phải PDF", id="svg"),
        pytest.param(b"", "Tệp trống", id="empty"),
        pytest.param(PDF + b"\0" * 200, "lớn hơn 10 MB", id="too-large"),
    ],
)
def test_what_a_file_is_its_content_says(staff, session, honey, content, words, monkeypatch):
    monkeypatch.setattr("marketplace.registry.rules.evidence.MAX_BYTES", 200)
    answer = keep(staff, of_product(honey), content, name="giay.pdf")

    assert answer.status_code == 422
    assert words in answer.text
    assert "Giấy chứng nhận an toàn thực phẩm" in answer.text
    assert files(session) == []


def test_ten_megabytes_fit_and_one_byte_more_does_not():
    assert media_type(PDF.ljust(MAX_BYTES)) == "application/pdf"
    with pytest.raises(EvidenceTooLarge):
        media_type(PDF.ljust(MAX_BYTES + 1))


def test_a_picture_with_a_wrong_name_is_what_it_is(staff, session, honey):
    keep(staff, of_product(honey), PNG, name="giay.pdf")

    assert files(session)[0].media_type == "image/png"


def test_the_same_file_twice_is_told(staff, session, honey):
    keep(staff, of_product(honey))
    answer = keep(staff, of_product(honey))

    assert answer.status_code == 422
    assert "đã được lưu ở đây" in answer.text
    assert len(files(session)) == 1


def test_a_paper_does_not_end_before_it_begins(staff, session, honey):
    answer = keep(staff, of_product(honey), expires_on="2023-01-01")

    assert "không thể trước ngày cấp" in answer.text
    assert files(session) == []


def test_a_file_is_saved_and_never_shown(staff, session, honey):
    keep(staff, of_product(honey))

    answer = staff.get(f"/can-bo/minh-chung/{files(session)[0].id}/tep")

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_staff_open_papers(staff, client, chi_lan, session, honey):
    keep(staff, of_product(honey))
    address = f"/can-bo/minh-chung/{files(session)[0].id}/tep"

    assert chi_lan.client.get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert staff.get("/can-bo/minh-chung/999999/tep").status_code == 404


def test_a_paper_is_withdrawn_with_a_reason_and_stays(app, staff, session, honey):
    keep(staff, of_product(honey))
    (file,) = files(session)
    address = f"/can-bo/minh-chung/{file.id}/rut"
    assert staff.post(address, data={"reason": ""}).status_code == 422

    page = staff.post(
        address, data={"reason": "Giấy của sản phẩm khác"}, follow_redirects=True
    ).text

    assert "đã rút" in page
    assert (app.extensions["market"].data_dir / "evidence" / file.file_key).exists()
    change = session.scalars(
        select(FactChange).where(FactChange.table_name == "evidence_files", ~FactChange.is_new)
    ).one()
    assert change.reason == "Giấy của sản phẩm khác"
    assert (
        "đã được rút"
        in staff.post(address, data={"reason": "Rút lần nữa"}, follow_redirects=True).text
    )


@pytest.mark.parametrize(
    ("expires_on", "stands"),
    [
        (None, Validity.VALID),
        (date(2027, 2, 22), Validity.VALID),
        (date(2027, 2, 21), Validity.ENDING),  # 90 days left
        (TODAY, Validity.ENDING),  # the last day counts
        (date(2026, 11, 22), Validity.ENDED),
    ],
)
def test_how_long_a_paper_proves_something(expires_on, stands):
    assert validity(EvidenceFile(expires_on=expires_on), TODAY) is stands
    withdrawn = EvidenceFile(expires_on=expires_on, withdrawn_at=NOW)
    assert validity(withdrawn, TODAY) is Validity.WITHDRAWN
