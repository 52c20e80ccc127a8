"""A platform's list of products: what is recorded, looked at again, asked about, or left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from marketplace.audit.models import FactChange
from marketplace.catalog import actions, queries
from marketplace.catalog.models import OutsideCheck, OutsideListing
from marketplace.catalog.taking import platform_list
from marketplace.intake.kinds import Decided, OutcomeKind
from marketplace.producers.rules import producer_key
from marketplace.registry.rules import name_key
from tests.producers.files import checked, said, taken
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
URL = "https://postmart.vidu.vn/mat-ong"
ROW = {
    "name": "OCOP 3 sao Mật ong bạc hà 500g",
    "producer": "Hợp tác xã Mật ong Bát Xát",
    "url": URL,
    "platform": "Postmart",
    "seen_on": "20/11/2026",
}


@pytest.fixture(autouse=True)
def vietnamese(app, session):
    with force_locale("vi"):
        yield


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def postmart(session):
    actions.load_platforms(session, now=NOW)
    session.flush()
    return queries.platform_by_code(session, "postmart")


@pytest.fixture
def honey(market, postmart):
    producer = market.producer("HTX Mật ong Bát Xát")
    producer.name_key = producer_key(producer.name)
    return product(market, "Mật ong bạc hà", producer)


def product(market, name, producer):
    made = market.product(name, producer)
    made.name_key = name_key(name)
    market.session.flush()
    return made


def recorded(session):
    return session.scalars(select(OutsideListing).order_by(OutsideListing.id)).all()


def test_what_surely_is_a_product_of_the_register_is_recorded(session, honey, postmart):
    [before] = checked(session, platform_list, [ROW])
    assert (before.kind, recorded(session)) == (OutcomeKind.ADDED, [])

    [outcome] = taken(session, platform_list, [ROW])

    [listing] = recorded(session)
    assert outcome.kind is OutcomeKind.ADDED
    assert said(platform_list, outcome) == "Đang bán trên sàn: Mật ong bạc hà."
    assert (listing.product_id, listing.platform_id, listing.url) == (honey.id, postmart.id, URL)
    assert (listing.seen_on, listing.checks[0].stale_on) == (date(2026, 11, 20), date(2027, 2, 18))
    changes = session.scalars(
        select(FactChange).where(FactChange.table_name == "outside_listings")
    ).all()
    assert [change.origin for change in changes] == ["intake:7"]


def test_the_same_list_again_changes_nothing_and_a_later_one_is_a_new_look(session, honey):
    taken(session, platform_list, [ROW])

    [again] = taken(session, platform_list, [ROW])
    [later] = taken(session, platform_list, [ROW | {"seen_on": "", "url": f"{URL}-2"}])

    assert (again.kind, later.kind) == (OutcomeKind.UNCHANGED, OutcomeKind.CHANGED)
    [listing] = recorded(session)
    assert [check.checked_on for check in listing.checks] == [date(2026, 11, 20), TODAY]
    assert listing.url == f"{URL}-2"
    assert f"{URL}-2" in said(platform_list, later)


def test_a_known_address_is_the_same_product_whatever_it_is_called(session, honey):
    taken(session, platform_list, [ROW])

    [outcome] = taken(
        session,
        platform_list,
        [ROW | {"name": "Siêu phẩm mùa hè", "producer": "", "seen_on": "22/11/2026"}],
    )

    assert outcome.kind is OutcomeKind.CHANGED
    assert len(session.scalars(select(OutsideCheck)).all()) == 2


def test_two_rows_about_one_product_record_it_once(session, honey):
    rows = [ROW, ROW | {"url": f"{URL}-2"}]

    for handle in (checked, taken):
        outcomes = handle(session, platform_list, rows)
        assert [one.kind for one in outcomes] == [OutcomeKind.ADDED, OutcomeKind.UNCHANGED]
        assert "địa chỉ khác" in said(platform_list, outcomes[1])
    assert [listing.url for listing in recorded(session)] == [URL]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"name": "Mật ong bạc hà Mường Vi"}, OutcomeKind.UNSURE),
        ({"producer": "Nông sản sạch Hà Nội"}, OutcomeKind.UNSURE),
        ({"producer": ""}, OutcomeKind.UNSURE),
        ({"name": "Mật ong hoa nhãn"}, OutcomeKind.SET_ASIDE),
        ({"name": "Điện thoại", "producer": "Cửa hàng số"}, OutcomeKind.SET_ASIDE),
    ],
)
def test_what_is_less_than_sure_is_asked_or_left(session, honey, changes, kind):
    [outcome] = taken(session, platform_list, [ROW | changes])

    assert outcome.kind is kind
    assert [one.id for one in outcome.candidates] == (
        [honey.id] if kind is OutcomeKind.UNSURE else []
    )
    assert recorded(session) == []


def test_what_somebody_decided_is_taken_so(session, honey, market):
    other = product(market, "Phấn hoa", honey.producer)
    same, none = Decided(other.id), Decided(None)

    outcomes = taken(session, platform_list, [ROW, ROW], decided={2: same, 3: none})

    assert [one.kind for one in outcomes] == [OutcomeKind.ADDED, OutcomeKind.SET_ASIDE]
    assert [listing.product_id for listing in recorded(session)] == [other.id]


def test_a_product_that_was_merged_is_recorded_as_what_it_became(session, honey, market):
    kept = product(market, "Mật ong rừng", honey.producer)
    honey.merged_into_id = kept.id
    session.flush()

    taken(session, platform_list, [ROW], decided={2: Decided(honey.id)})

    assert [listing.product_id for listing in recorded(session)] == [kept.id]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"url": "javascript:alert(1)"}, "bắt đầu bằng https://"),
        ({"url": ""}, "bắt đầu bằng https://"),
        ({"platform": ""}, "Xin cho biết danh sách của sàn nào."),
        ({"platform": "Chợ lạ"}, "Không có sàn nào tên “Chợ lạ”"),
        ({"platform": "cho-phien"}, "Tin đăng trên sàn này"),
        ({"seen_on": "hôm qua"}, "không phải là ngày"),
        ({"seen_on": "24/11/2026"}, "chưa tới"),
        ({"name": ""}, "Xin nhập tên sản phẩm."),
    ],
)
def test_what_is_wrong_is_told(session, honey, changes, told):
    [outcome] = taken(session, platform_list, [ROW | changes])

    assert outcome.kind is OutcomeKind.REFUSED
    assert told in said(platform_list, outcome)
    assert recorded(session) == []


def test_an_older_list_adds_nothing(session, honey, postmart, market):
    outside = market.outside(honey, postmart, TODAY)
    [older] = taken(session, platform_list, [ROW])
    outside.ended_on = TODAY
    session.flush()
    [gone] = taken(session, platform_list, [ROW | {"url": f"{URL}-2"}])

    assert (older.kind, gone.kind) == (OutcomeKind.UNCHANGED, OutcomeKind.UNCHANGED)
    assert "23/11/2026" in said(platform_list, older)
    assert "không còn" in said(platform_list, gone)
    [back] = taken(session, platform_list, [ROW | {"seen_on": "2026-11-23"}])
    assert back.kind is OutcomeKind.ADDED


def test_the_platform_may_be_called_by_any_of_its_names(session, honey, postmart):
    for called in ("postmart", "POSTMART (Bưu điện Việt Nam)"):
        [outcome] = checked(session, platform_list, [ROW | {"platform": called}])
        assert outcome.kind is OutcomeKind.ADDED
    field = next(one for one in platform_list.fields if one.name == "platform")
    assert ("postmart", "Postmart (Bưu điện Việt Nam)") in field.choices
    assert "cho-phien" not in dict(field.choices)


def test_products_missing_from_the_new_list_are_named_and_not_ended(
    session, honey, market, postmart, anh_tung, freeze
):
    freeze(NOW)
    other = market.outside(product(market, "Phấn hoa", honey.producer), postmart)
    taken(session, platform_list, [ROW])

    page = anh_tung.client.get(f"/can-bo/san/{postmart.id}/khong-thay").text

    assert "Phấn hoa" in page
    assert "20/11/2026" in page
    assert "Mật ong bạc hà" not in page
    assert other.ended_on is None


def test_a_platform_that_nobody_looked_at_says_so(anh_tung, postmart):
    page = anh_tung.client.get(f"/can-bo/san/{postmart.id}/khong-thay").text

    assert "Chưa thấy sản phẩm nào ở đó" in page
