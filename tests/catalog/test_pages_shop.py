"""What buyers see: the first page, a product with what the register says of it, a shop."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog.models import ListingState
from marketplace.registry.models import Decision, Evidence, Precision
from tests.catalog.goods import NOW, certify, hang_picture, make_listing

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture(autouse=True)
def today(freeze):
    freeze(NOW)


def page_of(client, listing):
    response = client.get(f"/san-pham/{listing.slug}-{listing.id}")
    assert response.status_code == 200
    return " ".join(response.text.split())


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer)


class TestProduct:
    def test_it_names_price_unit_and_what_is_left(self, client, tea):
        page = page_of(client, tea)

        assert "180.000 đ" in page
        assert "hộp 200 g" in page
        assert "900.000 đ mỗi kg" in page
        assert "Còn 12" in page
        assert "Giá minh họa" not in page

    @pytest.mark.parametrize(
        ("stock", "words", "can_buy"),
        [(6, "Còn 6", True), (5, "Sắp hết", True), (0, "Hết hàng", False)],
    )
    def test_stock_in_words(self, client, session, tea, stock, words, can_buy):
        tea.stock = stock

        page = page_of(client, tea)

        assert words in page
        assert ("Thêm vào giỏ" in page) == can_buy

    def test_another_spelling_in_the_address_leads_to_the_right_one(self, client, tea):
        response = client.get(f"/san-pham/che-cu-2025-{tea.id}?tu=zalo")

        assert response.status_code == 301
        assert response.location == f"/san-pham/{tea.slug}-{tea.id}"

    @pytest.mark.parametrize("state", [s for s in ListingState if s is not ListingState.PUBLISHED])
    def test_what_is_not_on_sale_is_not_found(self, client, session, tea, state):
        tea.state = state

        assert client.get(f"/san-pham/{tea.slug}-{tea.id}").status_code == 404

    def test_neither_is_what_a_closed_shop_sells(self, client, chi_lan, tea):
        chi_lan.producer.shop_opened_at = None

        assert client.get(f"/san-pham/{tea.slug}-{tea.id}").status_code == 404

    @pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999"])
    def test_numbers_of_nothing_are_not_found(self, client, number):
        assert client.get(f"/san-pham/che-{number}").status_code == 404

    def test_what_a_producer_writes_stays_text(self, client, session, chi_lan):
        chi_lan.producer.name = f"HTX {SCRIPT}"
        chi_lan.producer.intro = SCRIPT
        tea = make_listing(session, chi_lan.producer, f"Chè {SCRIPT}", story=SCRIPT, unit="<b>")

        for address in (
            f"/san-pham/{tea.slug}-{tea.id}",
            "/",
            f"/gian-hang/{chi_lan.producer.slug}",
        ):
            page = client.get(address).text
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page

    def test_alcohol_is_for_adults_and_not_for_search_engines(self, client, session, chi_lan, tea):
        spirit = make_listing(session, chi_lan.producer, "Rượu ngô", group_no=14)

        assert "từ đủ 18 tuổi" in page_of(client, spirit)
        assert 'content="noindex"' in page_of(client, spirit)
        assert "18 tuổi" not in page_of(client, tea)
        assert "noindex" not in page_of(client, tea)

    def test_an_illustration_says_so_of_price_and_story(self, client, tea):
        tea.is_illustration, tea.story = True, "Hái trên cây cổ thụ."

        page = page_of(client, tea)

        assert "Giá minh họa" in page
        assert ">Minh họa</span>" in page

    def test_it_shows_its_pictures_or_the_drawing_of_its_group(self, client, session, tea):
        assert "img/art/group-11" in page_of(client, tea)

        hang_picture(session, tea, "c" * 64)
        page = page_of(client, tea)

        assert f"/anh/{'c' * 64}-640.webp" in page
        assert f'content="http://localhost/anh/{"c" * 64}-1280.webp"' in page
        assert "img/art/group-11" not in page

    def test_the_seller_is_named_with_both_places(self, client, session, chi_lan, tea):
        now = session.scalar(
            select(AdminUnit).filter_by(scheme=Scheme.SINCE_2025, short_name="Sa Pa")
        )
        old = session.scalar(select(AdminUnit).filter_by(merged_into_id=now.id))
        chi_lan.producer.unit_id, chi_lan.producer.old_unit_id = now.id, old.id
        chi_lan.producer.phone = "+84912345678"

        page = page_of(client, tea)

        assert f"{now.name}, Tỉnh Lào Cai" in page
        assert f"{old.name}, {old.parent.name}, Tỉnh Lào Cai" in page
        assert 'href="tel:+84912345678">0912 345 678' in page
        assert "Hợp tác xã" in page

    def test_a_place_the_register_could_not_find_stands_as_it_was_written(
        self, client, chi_lan, tea
    ):
        chi_lan.producer.place_text = "Đào Thịnh, Trấn Yên, Yên Bái"

        assert "<dd>Đào Thịnh, Trấn Yên, Yên Bái</dd>" in page_of(client, tea)


class TestCertificate:
    def test_in_force(self, client, session, tea):
        decision = Decision(number="2585/QĐ-UBND")
        session.add(decision)
        session.flush()
        certify(
            session,
            tea.product,
            stars=4,
            number="15-02647-01-2025",
            decision_id=decision.id,
            source="Cổng tỉnh",
        )

        page = page_of(client, tea)

        assert "OCOP 4 sao" in page
        for fact in ("15-02647-01-2025", "2585/QĐ-UBND", "01/06/2025", "01/06/2028", "Cổng tỉnh"):
            assert fact in page
        assert "Thu hồi" not in page

    @pytest.mark.parametrize(
        ("issued", "columns", "words"),
        [
            pytest.param(date(2023, 11, 22), {}, "đã hết hạn", id="ended-yesterday"),
            pytest.param(
                date(2025, 1, 1),
                {"revoked_on": date(2026, 3, 9), "revoking_decision": "77/QĐ-UBND"},
                "đã bị thu hồi",
                id="revoked",
            ),
            pytest.param(None, {}, "không ghi ngày cấp đủ rõ", id="no-date"),
            pytest.param(
                date(2023, 1, 1),
                {"issued_to": date(2023, 12, 31), "issued_precision": Precision.YEAR},
                "không ghi ngày cấp đủ rõ",
                id="perhaps-until-december",
            ),
            pytest.param(
                date(2022, 1, 1),
                {"issued_to": date(2022, 12, 31), "issued_precision": Precision.YEAR},
                "đã hết hạn",
                id="surely-ended",
            ),
        ],
    )
    def test_not_in_force_says_why_and_shows_no_star(
        self, client, session, tea, issued, columns, words
    ):
        certificate = certify(session, tea.product, stars=4, issued=issued)
        for name, value in columns.items():
            setattr(certificate, name, value)

        page = page_of(client, tea)

        assert words in page
        assert "OCOP 4 sao" not in page

    def test_a_revoked_one_names_the_decision_and_no_last_day(self, client, session, tea):
        certify(session, tea.product, revoked_on=date(2026, 3, 9), revoking_decision="77/QĐ-UBND")

        page = page_of(client, tea)

        assert "09/03/2026" in page
        assert "77/QĐ-UBND" in page
        assert "Có hiệu lực đến" not in page

    def test_a_star_nobody_stated_is_not_guessed(self, client, session, tea):
        certify(session, tea.product, stars=None)

        page = page_of(client, tea)

        assert "không ghi mấy sao" in page
        assert 'class="stars"' not in page

    def test_stars_of_the_press_are_not_shown(self, client, session, tea):
        certify(session, tea.product, stars=4, evidence=Evidence.PRESS)

        page = page_of(client, tea)

        assert "chưa thấy quyết định" in page
        assert "4 sao" not in page
        assert 'class="stars"' not in page

    @pytest.mark.parametrize("evidence", [Evidence.BEFORE, Evidence.PRODUCER])
    def test_what_is_no_recognition_is_no_certificate(self, client, session, tea, evidence):
        certify(session, tea.product, stars=4, number="GCN-12", evidence=evidence)

        page = page_of(client, tea)

        assert "không có giấy chứng nhận của sản phẩm này" in page
        assert "GCN-12" not in page

    def test_without_any_certificate(self, client, tea):
        assert "không có giấy chứng nhận của sản phẩm này" in page_of(client, tea)

    @pytest.mark.parametrize(
        ("last", "precision", "words"),
        [
            (date(2025, 12, 31), Precision.YEAR, "năm 2025"),
            (date(2025, 1, 31), Precision.MONTH, "tháng 01/2025"),
        ],
    )
    def test_a_date_is_as_exact_as_its_source(self, client, session, tea, last, precision, words):
        certificate = certify(session, tea.product, issued=date(2025, 1, 1))
        certificate.issued_to, certificate.issued_precision = last, precision

        page = page_of(client, tea)

        assert words in page
        assert "01/01/2025" not in page
        assert "Chắc chắn có hiệu lực đến" in page

    def test_an_older_one_still_in_force_speaks_before_a_newer_one_that_was_revoked(
        self, client, session, tea
    ):
        certify(session, tea.product, stars=3, issued=date(2025, 1, 1))
        certify(session, tea.product, stars=5, issued=date(2026, 1, 1), revoked_on=date(2026, 2, 1))

        assert "OCOP 3 sao" in page_of(client, tea)


class TestHome:
    def test_an_empty_market_says_so(self, client):
        page = client.get("/").text

        assert "Chợ đang dọn hàng" in page

    def test_it_shows_groups_stars_news_and_shops(self, client, session, chi_lan, anh_son, tea):
        certify(session, tea.product, stars=4)
        make_listing(session, anh_son.producer, "Mật ong", group_no=4)

        page = " ".join(client.get("/").text.split())

        assert page.count("OCOP 4 sao") == 2  # among the starred and among the new
        assert "Mật ong" in page
        assert "img/art/group-4" in page
        assert f'/gian-hang/{chi_lan.producer.slug}"' in page
        assert f'/gian-hang/{anh_son.producer.slug}"' in page

    def test_one_shop_of_each_commune(self, client, session, chi_lan, anh_son, tea):
        commune = session.scalar(select(AdminUnit.id).filter_by(scheme=Scheme.SINCE_2025).limit(1))
        chi_lan.producer.unit_id = anh_son.producer.unit_id = commune
        make_listing(session, anh_son.producer, "Mật ong")
        make_listing(session, anh_son.producer, "Sáp ong")

        page = client.get("/").text

        assert f'/gian-hang/{anh_son.producer.slug}"' in page
        assert f'/gian-hang/{chi_lan.producer.slug}"' not in page


class TestShop:
    def test_a_shop_shows_its_producer_and_what_they_sell(self, client, session, chi_lan, tea):
        chi_lan.producer.intro = "Ba mươi hộ ở Suối Giàng."
        make_listing(session, chi_lan.producer, "Nháp", state=ListingState.DRAFT)

        page = client.get(f"/gian-hang/{chi_lan.producer.slug}").text

        assert "Ba mươi hộ ở Suối Giàng." in page
        assert "Chè Shan tuyết" in page
        assert "Nháp" not in page

    def test_an_empty_shop_says_so(self, client, chi_lan):
        assert "Hiện chưa bán gì" in client.get(f"/gian-hang/{chi_lan.producer.slug}").text

    def test_a_closed_or_unknown_shop_is_not_found(self, client, chi_lan):
        chi_lan.producer.shop_opened_at = None

        assert client.get(f"/gian-hang/{chi_lan.producer.slug}").status_code == 404
        assert client.get("/gian-hang/khong-co").status_code == 404


def test_pages_cost_the_same_however_much_is_on_sale(client, session, chi_lan, tea, statements):
    addresses = ("/", f"/san-pham/{tea.slug}-{tea.id}", f"/gian-hang/{chi_lan.producer.slug}")

    def costs():
        counted = []
        for address in addresses:
            session.commit()
            statements.clear()
            client.get(address)
            counted.append(len(statements))
        return counted

    few = costs()
    for number in range(20):
        listing = make_listing(session, chi_lan.producer, f"Sản phẩm {number}", group_no=number + 1)
        certify(session, listing.product, stars=3)
        hang_picture(session, listing)
    hang_picture(session, tea, "d" * 64)

    assert costs() == few == [4, 4, 2]


class TestPictureFiles:
    KEY = "0123456789abcdef" * 4

    @pytest.fixture
    def media(self, app):
        folder = app.extensions["market"].media_dir
        folder.mkdir(parents=True)
        (folder / f"{self.KEY}-320.webp").write_bytes(b"RIFFxxxxWEBP")
        (folder.parent / "secret.webp").write_bytes(b"secret")
        return folder

    def test_a_picture_is_kept_for_ever(self, client, media):
        response = client.get(f"/anh/{self.KEY}-320.webp", buffered=True)

        assert response.data == b"RIFFxxxxWEBP"
        assert response.mimetype == "image/webp"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers

    @pytest.mark.parametrize(
        "name",
        [
            f"{KEY}-640.webp",
            f"{KEY}-321.webp",
            f"{KEY}-320.jpg",
            f"{KEY}-320.webp%0a",
            f"{KEY.upper()}-320.webp",
            "..%2fsecret.webp",
            "../secret.webp",
            "%2e%2e/secret.webp",
            "..\\secret.webp",
            "%00",
            "a" * 300,
            "",
        ],
    )
    def test_any_other_name_is_not_found(self, client, media, name):
        assert client.get(f"/anh/{name}").status_code == 404
