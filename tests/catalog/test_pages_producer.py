"""A producer sees their own products, writes listings, prices and stocks them, and moves them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.catalog import actions
from marketplace.catalog.models import Listing, ListingState, LivePeriod, Picture
from tests.catalog.goods import NOW, certify, hang_picture, make_listing, make_product

GOOD = {
    "price": "85.000",
    "unit": "túi 250 g",
    "weight": "0,3 kg",
    "stock": "20",
    "group_no": "11",
    "story": "Hái trên cây cổ thụ.\r\n\r\nSao bằng chảo gang.",
}
HOME = "/ban-hang/san-pham/"


@pytest.fixture(autouse=True)
def today(freeze):
    freeze(NOW)


@pytest.fixture
def tea(session, chi_lan):
    return make_listing(session, chi_lan.producer)


def photo(size=(800, 600), form="JPEG"):
    file = BytesIO()
    Image.new("RGB", size, (120, 80, 40)).save(file, form)
    file.seek(0)
    return file


def listing_of(session, product):
    return session.scalar(select(Listing).filter_by(product_id=product.id))


def flat(response):
    return " ".join(response.text.split())


class TestShelf:
    def test_it_lists_every_registered_product_with_its_next_step(self, session, chi_lan, anh_son):
        make_listing(session, chi_lan.producer, "Chè")
        make_listing(session, chi_lan.producer, "Măng", state=ListingState.DRAFT)
        make_listing(session, chi_lan.producer, "Gạo", state=ListingState.PAUSED)
        make_listing(session, chi_lan.producer, "Quế", state=ListingState.WITHDRAWN)
        new = make_product(session, chi_lan.producer, "Bưởi")
        make_product(session, anh_son.producer, "Mật ong của người khác")

        page = flat(chi_lan.client.get(HOME))

        assert "Đang bán 1 trên 5 sản phẩm" in page
        for state in ("Đang bán", "Bản nháp", "Đang nghỉ bán", "Đã thôi bán", "Chưa bán"):
            assert f">{state}</span>" in page
        assert f'href="/ban-hang/san-pham/moi/{new.id}"' in page
        assert "của người khác" not in page

    def test_stars_and_certificates_are_the_registers(self, session, chi_lan):
        certify(session, make_product(session, chi_lan.producer, "Chè"), stars=4)
        old = make_product(session, chi_lan.producer, "Măng")
        certify(session, old, stars=5, issued=date(2020, 1, 1))

        page = flat(chi_lan.client.get(HOME))

        assert "OCOP 4 sao" in page
        assert "OCOP 5 sao" not in page
        assert "Giấy chứng nhận đã hết hạn: không hiện sao" in page

    def test_an_empty_shelf_says_what_to_do(self, chi_lan):
        assert "Sổ đăng ký chưa có sản phẩm của bạn" in chi_lan.client.get(HOME).text

    def test_a_closed_shop_is_told_and_opened_from_there(self, session, chi_lan, tea):
        chi_lan.producer.shop_opened_at = None
        assert "Gian hàng đang đóng" in chi_lan.client.get(HOME).text

        response = chi_lan.client.post(HOME + "mo-gian-hang", data={"next": HOME})

        assert response.location == HOME
        assert chi_lan.producer.shop_opened_at == NOW
        assert session.scalar(select(func.count(LivePeriod.id))) == 1

        chi_lan.client.post(HOME + "dong-gian-hang")
        assert chi_lan.producer.shop_opened_at is None

    def test_it_costs_the_same_however_many_products(self, session, chi_lan, statements):
        def cost():
            statements.clear()
            assert chi_lan.client.get(HOME).status_code == 200
            return len(statements)

        make_listing(session, chi_lan.producer, "Chè")
        few = cost()
        for number in range(12):
            listing = make_listing(session, chi_lan.producer, f"Số {number}")
            certify(session, listing.product)
            hang_picture(session, listing)

        assert cost() == few


class TestWriting:
    def test_a_product_is_chosen_first(self, session, chi_lan, tea):
        new = make_product(session, chi_lan.producer, "Bưởi")

        page = chi_lan.client.get(HOME + "moi").text

        assert f'href="/ban-hang/san-pham/moi/{new.id}"' in page
        assert "Chè Shan tuyết" not in page

    def test_the_kind_is_suggested_from_register_or_name(self, session, chi_lan):
        named = make_product(session, chi_lan.producer, "Mật ong bạc hà")
        stated = make_product(session, chi_lan.producer, "Chè", group_no=12)

        for product, group_no in ((named, 4), (stated, 12)):
            page = chi_lan.client.get(f"{HOME}moi/{product.id}").text
            assert f'<option selected value="{group_no}">' in page

    def test_a_draft_is_saved_and_shown_as_buyers_would_see_it(self, session, chi_lan):
        product = make_product(session, chi_lan.producer, "Chè đinh")

        response = chi_lan.client.post(f"{HOME}moi/{product.id}", data=GOOD)

        listing = listing_of(session, product)
        assert response.location == f"{HOME}{listing.id}"
        assert listing.state is ListingState.DRAFT
        assert (listing.price_vnd, listing.unit, listing.weight_g) == (85_000, "túi 250 g", 300)
        assert (listing.stock, listing.group_no) == (20, 11)
        assert listing.story == "Hái trên cây cổ thụ.\n\nSao bằng chảo gang."
        page = flat(chi_lan.client.get(response.location))
        assert "Bản nháp" in page
        assert "85.000 đ" in page
        assert "340.000 đ mỗi kg" in page

    def test_it_can_be_put_on_sale_at_once_even_without_a_certificate(
        self, session, chi_lan, client
    ):
        product = make_product(session, chi_lan.producer, "Chè đinh")

        chi_lan.client.post(f"{HOME}moi/{product.id}", data={**GOOD, "then": "publish"})

        listing = listing_of(session, product)
        assert listing.published_at == NOW
        assert client.get(f"/san-pham/che-dinh-{listing.id}").status_code == 200

    @pytest.mark.parametrize(
        ("field", "typed", "words"),
        [
            ("price", "", "Xin ghi giá bán"),
            ("price", "1_000", "chỉ gồm chữ số"),
            ("price", "１００００", "chỉ gồm chữ số"),
            ("price", "٣٠٠٠", "chỉ gồm chữ số"),
            ("price", "+50000", "chỉ gồm chữ số"),
            ("price", "-50000", "chỉ gồm chữ số"),
            ("price", "99999999999999999999", "chỉ gồm chữ số"),
            ("price", "85.5", "chỉ gồm chữ số"),
            ("price", "100.000.000", "Giá từ 1.000"),
            ("price", "85", "thiếu ba số 0"),
            ("price", "0", "Giá từ 1.000"),
            ("stock", "-3", "chỉ gồm chữ số"),
            ("stock", "1_0", "chỉ gồm chữ số"),
            ("stock", " 7 ", "chỉ gồm chữ số"),
            ("stock", "1.000.000", "Nhiều nhất 999.999"),
            ("weight", "nặng", "Ghi khối lượng bằng gam"),
            ("weight", "0", "Khối lượng từ 1 g"),
            ("weight", "1001 kg", "Khối lượng từ 1 g"),
            ("unit", "  ", "Xin ghi đơn vị bán"),
            ("unit", "x" * 41, "Nhiều nhất 40 ký tự"),
            ("group_no", "", "Xin chọn loại sản phẩm"),
            ("group_no", "27", "Xin chọn loại sản phẩm"),
            ("story", "x" * 5001, "Nhiều nhất 5000 ký tự"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words_and_stays_as_typed(
        self, session, chi_lan, field, typed, words
    ):
        product = make_product(session, chi_lan.producer)

        response = chi_lan.client.post(f"{HOME}moi/{product.id}", data={**GOOD, field: typed})

        assert response.status_code == 422
        page = flat(response)
        assert words in page.replace("\N{NO-BREAK SPACE}", " ")
        assert typed.strip() in page
        assert 'value="85.000"' in page or field == "price"
        assert listing_of(session, product) is None

    def test_pictures_of_a_form_with_faults_have_to_be_chosen_again(self, session, chi_lan):
        product = make_product(session, chi_lan.producer)
        data = {**GOOD, "price": "", "pictures": [(photo(), "mot.jpg")]}

        response = chi_lan.client.post(f"{HOME}moi/{product.id}", data=data)

        assert "Xin chọn lại ảnh" in response.text

    def test_a_missing_field_is_refused_too(self, session, chi_lan):
        product = make_product(session, chi_lan.producer)

        for field in GOOD.keys() - {"story"}:
            rest = {name: value for name, value in GOOD.items() if name != field}
            assert chi_lan.client.post(f"{HOME}moi/{product.id}", data=rest).status_code == 422

    def test_sending_the_form_twice_makes_one_listing(self, session, chi_lan):
        product = make_product(session, chi_lan.producer)
        address = f"{HOME}moi/{product.id}"

        chi_lan.client.post(address, data=GOOD)
        again = chi_lan.client.post(address, data=GOOD, follow_redirects=True)

        assert session.scalar(select(func.count(Listing.id))) == 1
        assert "Sản phẩm này đã có tin bán" in again.text
        assert again.request.path == f"{HOME}{listing_of(session, product).id}/sua"

    def test_nothing_but_what_the_form_asks_for_is_taken(self, session, chi_lan, anh_son):
        product = make_product(session, chi_lan.producer)
        more = {
            "stars": "5",
            "state": "published",
            "producer_id": str(anh_son.producer.id),
            "product_id": "999",
            "slug": "x",
            "is_illustration": "y",
            "published_at": "2020-01-01",
            "price_vnd": "1",
            "id": "77",
        }

        chi_lan.client.post(f"{HOME}moi/{product.id}", data={**GOOD, **more})

        listing = listing_of(session, product)
        assert listing.producer_id == chi_lan.producer.id
        assert listing.state is ListingState.DRAFT
        assert (listing.slug, listing.price_vnd) == ("che-shan-tuyet", 85_000)
        assert not listing.is_illustration

    def test_a_listing_is_changed(self, session, chi_lan, tea):
        page = chi_lan.client.get(f"{HOME}{tea.id}/sua").text
        assert 'value="180.000"' in page

        response = chi_lan.client.post(f"{HOME}{tea.id}/sua", data={**GOOD, "stock_seen": "12"})

        assert response.location == f"{HOME}{tea.id}"
        assert (tea.price_vnd, tea.stock, tea.unit) == (85_000, 20, "túi 250 g")

    def test_a_wrong_change_changes_nothing(self, chi_lan, tea):
        response = chi_lan.client.post(f"{HOME}{tea.id}/sua", data={**GOOD, "price": "abc"})

        assert response.status_code == 422
        assert tea.price_vnd == 180_000

    def test_a_stock_that_orders_changed_meanwhile_is_asked_for_again(self, session, chi_lan, tea):
        actions.take_stock(session, {tea.id: 3}, now=NOW)
        address = f"{HOME}{tea.id}/sua"

        response = chi_lan.client.post(address, data={**GOOD, "stock_seen": "12"})

        assert response.status_code == 409
        assert "hiện còn 9" in flat(response)
        assert tea.stock == 9

        seen = re.search(r'name="stock_seen"[^>]*value="(\d+)"', response.text)[1]
        chi_lan.client.post(address, data={**GOOD, "stock": "17", "stock_seen": seen})

        assert tea.stock == 17

    @pytest.mark.parametrize("tampered", ["", "-1", "abc", "9" * 30])
    def test_a_form_that_says_no_stock_was_seen_cannot_overwrite_it(self, chi_lan, tea, tampered):
        response = chi_lan.client.post(f"{HOME}{tea.id}/sua", data={**GOOD, "stock_seen": tampered})

        assert response.status_code == 409
        assert tea.stock == 12


class TestQuickChange:
    def send(self, chi_lan, tea, **typed):
        values = {"price": "180.000", "stock": "12", "stock_seen": "12", **typed}
        data = {f"tin-{tea.id}-{name}": value for name, value in values.items()}
        return chi_lan.client.post(f"{HOME}{tea.id}/gia-va-kho", data=data)

    def test_price_and_stock_change_on_the_row(self, chi_lan, tea):
        response = self.send(chi_lan, tea, price="190000 đ", stock="30")

        assert response.location == f"{HOME}#tin-{tea.id}"
        assert (tea.price_vnd, tea.stock) == (190_000, 30)
        assert tea.unit == "hộp 200 g"

    def test_a_fault_stays_on_its_row(self, session, chi_lan, tea):
        make_listing(session, chi_lan.producer, "Măng")

        response = self.send(chi_lan, tea, price="19k")

        assert response.status_code == 422
        page = flat(response)
        assert page.count("chỉ gồm chữ số") == 1
        assert 'value="19k"' in page
        assert tea.price_vnd == 180_000

    def test_a_sale_meanwhile_is_told(self, session, chi_lan, tea):
        actions.take_stock(session, {tea.id: 5}, now=NOW)

        response = self.send(chi_lan, tea, stock="20")

        assert response.status_code == 409
        assert "hiện còn 7" in flat(response)
        assert tea.stock == 7


class TestMoving:
    def post(self, chi_lan, tea, door, **data):
        return chi_lan.client.post(f"{HOME}{tea.id}/{door}", data=data, follow_redirects=True)

    def test_pausing_offers_the_way_back(self, session, chi_lan, tea):
        response = self.post(chi_lan, tea, "tam-dung", next=HOME)

        assert tea.state is ListingState.PAUSED
        page = flat(response)
        assert "Chè Shan tuyết tạm nghỉ bán." in page
        assert "Hoàn tác" in page
        assert response.request.path == HOME

        self.post(chi_lan, tea, "dang-ban")

        assert tea.state is ListingState.PUBLISHED
        assert session.scalars(select(AuditEntry.actor_id)).all() == [chi_lan.user.id] * 2

    @pytest.mark.parametrize("before", [ListingState.DRAFT, ListingState.PAUSED])
    def test_undoing_a_withdrawal_goes_back_to_where_it_was(self, chi_lan, tea, before):
        tea.state = before

        page = self.post(chi_lan, tea, "thoi-ban").text
        undo = re.search(r'class="cluster" method="post" action="([^"]+)"', page)[1]
        assert tea.state is ListingState.WITHDRAWN
        chi_lan.client.post(undo)

        assert tea.state is before

    def test_what_is_there_already_needs_no_undo(self, chi_lan, tea):
        assert "Hoàn tác" not in self.post(chi_lan, tea, "dang-ban").text

    def test_an_impossible_move_is_told(self, chi_lan, tea):
        response = self.post(chi_lan, tea, "lam-lai")

        assert "không chuyển được" in response.text
        assert tea.state is ListingState.PUBLISHED

    def test_in_a_closed_shop_it_waits(self, chi_lan, tea):
        chi_lan.producer.shop_opened_at = None
        tea.state = ListingState.DRAFT

        page = flat(self.post(chi_lan, tea, "dang-ban"))

        assert "sẽ lên bán ngay khi gian hàng mở" in page
        assert "Chờ mở gian hàng" in page

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_the_way_back_stays_on_this_site(self, chi_lan, tea, elsewhere):
        response = chi_lan.client.post(f"{HOME}{tea.id}/tam-dung", data={"next": elsewhere})

        assert response.location == f"{HOME}{tea.id}"


class TestPictures:
    def send(self, chi_lan, tea, *files):
        return chi_lan.client.post(
            f"{HOME}{tea.id}/anh",
            data={"pictures": list(files)},
            content_type="multipart/form-data",
            follow_redirects=True,
        )

    def keys(self, session, tea):
        order = (Picture.position, Picture.id)
        return list(
            session.scalars(select(Picture.file_key).filter_by(listing_id=tea.id).order_by(*order))
        )

    def test_photos_are_hung_and_served(self, app, session, chi_lan, client, tea):
        response = self.send(
            chi_lan, tea, (photo(), "mot.jpg"), (photo((640, 480), "PNG"), "hai.png")
        )

        first, _second = self.keys(session, tea)
        assert "Đã thêm ảnh" in response.text
        assert f"/anh/{first}-640.webp" in client.get(f"/san-pham/{tea.slug}-{tea.id}").text
        served = client.get(f"/anh/{first}-1280.webp", buffered=True)
        assert Image.open(BytesIO(served.data)).size == (800, 600)

    def test_the_same_photo_hangs_once(self, session, chi_lan, tea):
        self.send(chi_lan, tea, (photo(), "mot.jpg"), (photo(), "mot lan nua.jpg"))
        self.send(chi_lan, tea, (photo(), "mot.jpg"))

        assert len(self.keys(session, tea)) == 1

    def test_a_file_that_is_no_photo_is_named_and_the_others_stay(self, session, chi_lan, tea):
        response = self.send(
            chi_lan,
            tea,
            (BytesIO(b"<script>alert(1)</script>"), "../../x<b>.jpg"),
            (BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0"), "IMG_0001.HEIC"),
            (photo(), "tot.jpg"),
        )

        page = flat(response)
        assert "x&lt;b&gt;.jpg” không phải ảnh JPG" in page
        assert "“IMG_0001.HEIC” là ảnh HEIC" in page
        assert len(self.keys(session, tea)) == 1

    def test_nothing_chosen_is_told(self, chi_lan, tea):
        assert "Xin chọn ảnh trước" in self.send(chi_lan, tea).text

    def test_there_are_at_most_eight(self, session, chi_lan, tea):
        for number in range(8):
            hang_picture(session, tea, f"{number}" * 64, position=number)

        response = self.send(chi_lan, tea, (photo(), "chin.jpg"))

        assert "nhiều nhất 8 ảnh" in flat(response)
        assert len(self.keys(session, tea)) == 8

    def test_a_full_disk_is_told_and_loses_nothing(self, session, chi_lan, tea, monkeypatch):
        def full(_descriptor):
            raise OSError("no space left on device")

        monkeypatch.setattr("marketplace.catalog.pictures.os.fsync", full)

        response = self.send(chi_lan, tea, (photo(), "mot.jpg"))

        assert "chưa lưu được “mot.jpg”" in response.text
        assert self.keys(session, tea) == []

    def test_they_move_forward_and_go(self, session, chi_lan, tea):
        hung = [
            hang_picture(session, tea, letter * 64, place) for place, letter in enumerate("abc")
        ]
        ids = [picture.id for picture in hung]

        chi_lan.client.post(f"{HOME}{tea.id}/anh/{ids[2]}/len-truoc")
        assert [key[0] for key in self.keys(session, tea)] == ["a", "c", "b"]

        chi_lan.client.post(f"{HOME}{tea.id}/anh/{ids[0]}/len-truoc")
        assert [key[0] for key in self.keys(session, tea)] == ["a", "c", "b"]

        chi_lan.client.post(f"{HOME}{tea.id}/anh/{ids[0]}/xoa")
        assert [key[0] for key in self.keys(session, tea)] == ["c", "b"]

    def test_a_photo_that_hangs_nowhere_any_more_is_forgotten(self, app, session, chi_lan, tea):
        honey = make_listing(session, chi_lan.producer, "Mật ong")
        for listing in (tea, honey):
            chi_lan.client.post(
                f"{HOME}{listing.id}/anh", data={"pictures": [(photo(), "mot.jpg")]}
            )
        session.expire_all()
        media, [shown] = app.extensions["market"].media_dir, tea.pictures
        assert len(list(media.iterdir())) == 3

        chi_lan.client.post(f"{HOME}{tea.id}/anh/{shown.id}/xoa")
        assert len(list(media.iterdir())) == 3  # the other listing shows it too

        session.expire_all()
        chi_lan.client.post(f"{HOME}{honey.id}/anh/{honey.pictures[0].id}/xoa")
        assert list(media.iterdir()) == []

    def test_photos_come_with_a_new_listing(self, session, chi_lan):
        product = make_product(session, chi_lan.producer)
        data = {**GOOD, "pictures": [(photo(), "mot.jpg"), (BytesIO(b"GIF89a"), "hai.gif")]}

        response = chi_lan.client.post(f"{HOME}moi/{product.id}", data=data, follow_redirects=True)

        assert len(self.keys(session, listing_of(session, product))) == 1
        assert "“hai.gif” không phải ảnh" in flat(response)


def test_anothers_products_and_listings_are_not_found(session, chi_lan, anh_son):
    product = make_product(session, anh_son.producer, "Sáp ong")
    honey = make_listing(session, anh_son.producer, "Mật ong")
    picture = hang_picture(session, honey)
    own = make_listing(session, chi_lan.producer)
    before = (honey.price_vnd, honey.stock, honey.state, honey.updated_at)
    reads = (f"moi/{product.id}", f"{honey.id}", f"{honey.id}/sua")
    writes = (
        f"moi/{product.id}",
        f"{honey.id}/sua",
        f"{honey.id}/gia-va-kho",
        f"{honey.id}/dang-ban",
        f"{honey.id}/tam-dung",
        f"{honey.id}/thoi-ban",
        f"{honey.id}/lam-lai",
        f"{honey.id}/anh",
        f"{honey.id}/anh/{picture.id}/len-truoc",
        f"{honey.id}/anh/{picture.id}/xoa",
        f"{own.id}/anh/{picture.id}/len-truoc",
        f"{own.id}/anh/{picture.id}/xoa",
    )

    assert {chi_lan.client.get(HOME + path).status_code for path in reads} == {404}
    assert {chi_lan.client.post(HOME + path, data=GOOD).status_code for path in writes} == {404}

    session.refresh(honey)
    assert (honey.price_vnd, honey.stock, honey.state, honey.updated_at) == before
    assert session.get(Picture, picture.id) is not None
    assert listing_of(session, product) is None


def test_somebody_who_runs_no_shop_finds_nothing(app, session, co_hoa):
    co_hoa.user.audience = "producer"

    assert co_hoa.client.get(HOME).status_code == 404
