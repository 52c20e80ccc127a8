"""Days that were published, and a certificate through its life."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain, cycle, islice, repeat

import pytest

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.producers.models import ProducerKind
from marketplace.registry.rules.life import State
from marketplace.reports.rules import Count, Dimension, Flow, Indicator, Share
from tests.reports.asking import counted, lines
from tests.reports.market import Market


@pytest.fixture
def market(session):
    return Market(session)


def test_yen_bai_in_july_2022_stands_side_by_side_without_a_total(market):
    """42 on Postmart and 72 on Voso may be the same products: nobody adds them up."""
    platforms = [market.platform(code) for code in ("postmart", "voso")]
    for number in range(90):
        product = market.product(f"Sản phẩm {number}", issued_on=date(2021, 6, 1))
        for platform, listed in zip(platforms, (42, 72), strict=True):
            if number < listed:
                market.outside(product, platform, date(2022, 6, 1))

    found = counted(market, date(2022, 7, 31))

    by_platform = found[Indicator.LISTING_BY_PLATFORM]
    assert by_platform.value is None
    assert by_platform.breakdowns[Dimension.PLATFORM].total is None
    assert by_platform.breakdowns[Dimension.PLATFORM].overlaps
    assert lines(found, Indicator.LISTING_BY_PLATFORM, Dimension.PLATFORM) == {
        "here": Share(0, 90),
        "postmart": Share(42, 90),
        "voso": Share(72, 90),
    }
    assert found[Indicator.LISTING].value == Share(72, 90)


OLD_DISTRICTS = {
    "086": 44,  # Bảo Thắng
    "088": 40,  # Sa Pa
    "082": 40,  # Bát Xát
    "087": 40,  # Bảo Yên
    "085": 31,  # Bắc Hà
    "089": 30,  # Văn Bàn
    "083": 21,  # Mường Khương
    "084": 14,  # Si Ma Cai
    "080": 7,  # TP Lào Cai
}
SUBJECTS = {
    ProducerKind.COOPERATIVE: 55,
    ProducerKind.ENTERPRISE: 10,
    ProducerKind.HOUSEHOLD: 54,
    ProducerKind.COOPERATIVE_GROUP: 9,
}


def test_lao_cai_in_may_2025_had_128_subjects_in_nine_districts(market):
    """55 + 10 + 54 + 9 make 267 products; 56 are led by women, 59 by ethnic minority persons."""
    kinds = chain.from_iterable(repeat(kind, number) for kind, number in SUBJECTS.items())
    makers = [
        market.producer(
            f"Chủ thể {number}",
            kind,
            is_woman_led=number < 56,
            is_minority_led=number >= 128 - 59,
            representative_consent_on=date(2025, 1, 1),
        )
        for number, kind in enumerate(kinds)
    ]
    whose = cycle(makers)
    for code, number in OLD_DISTRICTS.items():
        commune = _old_commune(market, code)
        for producer in islice(whose, number):
            market.product(
                "Chè", producer, date(2023, 8, 1), old_unit_id=commune.id,
                unit_id=commune.merged_into_id,
            )  # fmt: skip

    found = counted(market, date(2025, 5, 20))

    assert found[Indicator.PRODUCTS].value == Count(267)
    assert found[Indicator.PRODUCERS].value == Count(128)
    kinds_found = lines(found, Indicator.PRODUCERS, Dimension.KIND)
    assert {key: value.number for key, value in kinds_found.items() if value.number} == SUBJECTS
    assert lines(found, Indicator.PRODUCERS, Dimension.WOMAN_LED)["yes"] == Count(56)
    assert lines(found, Indicator.PRODUCERS, Dimension.MINORITY_LED)["yes"] == Count(59)
    by_district = lines(found, Indicator.PRODUCTS, Dimension.OLD_DISTRICT)
    assert {key: one.number for key, one in by_district.items() if one.number} == OLD_DISTRICTS
    assert lines(found, Indicator.PRODUCTS, Dimension.OLD_PROVINCE) == {
        "10": Count(267),
        "15": Count(0),
    }


def _old_commune(market, district):
    above = market.unit("63", district)
    return (
        market.session.query(AdminUnit)
        .filter_by(scheme=Scheme.BEFORE_2025, level=Level.COMMUNE, parent_id=above.id)
        .order_by(AdminUnit.code)
        .first()
    )


@pytest.mark.parametrize(
    ("day", "state", "is_due"),
    [
        pytest.param(date(2026, 8, 5), State.IN_FORCE, False, id="day-of-issue"),
        pytest.param(date(2029, 2, 5), State.IN_FORCE, False, id="before-the-window"),
        pytest.param(date(2029, 2, 6), State.IN_WINDOW, True, id="window-opens"),
        pytest.param(date(2029, 4, 7), State.IN_WINDOW, True, id="window-closes"),
        pytest.param(date(2029, 4, 8), State.LATE, True, id="too-late"),
        pytest.param(date(2029, 8, 5), State.LATE, True, id="last-day"),
        pytest.param(date(2029, 8, 6), State.EXTENDED, True, id="extended"),
        pytest.param(date(2030, 2, 1), State.EXTENDED, True, id="end-of-the-extension"),
    ],
)
def test_a_certificate_of_5_august_2026(market, day, state, is_due):
    product = market.product(issued_on=None)
    market.certificate(product, date(2026, 8, 5), extended_until=date(2030, 2, 1))

    found = counted(market, day, datetime(2031, 1, 1, tzinfo=UTC))

    (row,) = found[Indicator.TO_REASSESS].rows
    assert row.state is state
    assert found[Indicator.TO_REASSESS].value == Share(int(is_due), 1)
    assert lines(found, Indicator.TO_REASSESS, Dimension.STATE)[state] == Count(1)


def test_after_its_cap_it_is_over(market):
    product = market.product(issued_on=None)
    market.certificate(product, date(2026, 8, 5), extended_until=date(2030, 2, 1))

    found = counted(market, date(2030, 2, 2), datetime(2031, 1, 1, tzinfo=UTC))

    assert found[Indicator.PRODUCTS].value == Count(0)
    (row,) = found[Indicator.NO_LONGER_IN_FORCE].rows
    assert (row.state, row.over_since) == (State.EXPIRED, date(2030, 2, 2))
    assert lines(found, Indicator.PRODUCTS, Dimension.YEAR) == {
        "2026": Flow(new=1),
        "2030": Flow(lost=1),
    }
